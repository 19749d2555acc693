"""LL804 unflushed-metrics. See rules/LL804-unflushed-metrics.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.suite import calls_of, mentions
from lambdalint.model.code import Phase
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_FLUSHES = ("log_metrics", "flush_metrics", "serialize_metric_set")


class UnflushedMetrics(Struct, frozen=True):
    """Report metrics that are gathered and never written."""

    code: ClassVar[str] = "LL804"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for the first metric of a function that never flushes any."""
        code = function.code
        if code is None or not code.complete or mentions(code, *_FLUSHES):
            return
        if any(call.call.argument(-1, "provider") or call.call.unpacks for call in calls_of(code, r"\w*Metrics")):
            return
        added = calls_of(code, r"\w*Metrics\(\)\.add_metric")
        first = next((call for call in added if call.phase is Phase.INVOKE), None)
        if first is not None:
            yield Finding(
                self.code,
                "nothing writes this metric: `add_metric` only keeps it in memory, where it is lost with the execution "
                "environment; decorate the handler with `log_metrics`",
                at=first.at,
                function=function.name,
                label="added, never flushed",
                notes=way(function, code, first.reach),
            )
