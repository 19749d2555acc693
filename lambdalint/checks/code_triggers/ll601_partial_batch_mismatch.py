"""LL601 partial-batch-mismatch. See rules/LL601-partial-batch-mismatch.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.batches import FAILURES, batch_triggers, failure_report, may_report
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.rule import Severity
from lambdalint.model.source import Place
from lambdalint.model.trigger import QueueTrigger, StreamTrigger


class PartialBatchMismatch(Struct, frozen=True):
    """Report partial batch responses that only one side of the event source mapping knows of."""

    code: ClassVar[str] = "LL601"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each mapping that disagrees with the code."""
        code = function.code
        if code is None:
            return
        report = failure_report(code)
        for trigger in batch_triggers(function):
            reports = trigger.reports_item_failures.value
            if reports is False and report is not None:
                yield _ignored(function, trigger, report)
            elif reports is True and report is None and not may_report(code):
                yield _never_given(function, code, trigger)


def _ignored(function: Function, trigger: QueueTrigger | StreamTrigger, report: Place) -> Finding:
    return Finding(
        PartialBatchMismatch.code,
        f"`{trigger.name}` does not ask for item failures, so the `{FAILURES}` that `{function.name}` returns are "
        "ignored and failed records count as done; add `ReportBatchItemFailures`",
        at=trigger.reports_item_failures.at,
        function=function.name,
        label="no ReportBatchItemFailures here",
        notes=(Note(report, "the failures are reported here"),),
        severity=Severity.ERROR,
    )


def _never_given(function: Function, code: Code, trigger: QueueTrigger | StreamTrigger) -> Finding:
    return Finding(
        PartialBatchMismatch.code,
        f"`{trigger.name}` asks for item failures but `{code.handler_name}` never returns `{FAILURES}`; "
        "return it, or one failed record fails the whole batch",
        at=trigger.reports_item_failures.at,
        function=function.name,
        label="asked for here",
        notes=(Note(code.handler, f"no path of this handler returns `{FAILURES}`"),),
    )
