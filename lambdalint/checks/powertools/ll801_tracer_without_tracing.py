"""LL801 tracer-without-tracing. See rules/LL801-tracer-without-tracing.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.checks.suite import calls_of, decorated
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.source import Anchor

_SWITCH = "POWERTOOLS_TRACE_DISABLED"


class TracerWithoutTracing(Struct, frozen=True):
    """Report functions that record traces while nothing collects them."""

    code: ClassVar[str] = "LL801"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for a function whose code uses the tracer and whose tracing is off."""
        tracing, environment = function.configuration.tracing, function.configuration.environment
        use = None if function.code is None else _use(function.code)
        if use is None or tracing.value != "PassThrough":
            return
        if environment.complete and _SWITCH not in environment.variables:
            yield Finding(
                self.code,
                "the code traces, but tracing is not active: what `Tracer` records of a request is lost unless the caller "
                "traces it already; turn active tracing on",
                at=tracing.at,
                function=function.name,
                label="`PassThrough`" if tracing.written else "not active by default",
                notes=(*heir(function, tracing, "tracing mode"), Note(use, "traced here")),
            )


def _use(code: Code) -> Anchor | None:
    """Where code records something, by a tracer that it never switches off itself."""
    if any(call.call.unpacks or call.call.argument(-1, "disabled") for call in calls_of(code, "Tracer")):
        return None
    decorations = [decoration.at for _, decoration in decorated(code, r"Tracer\(\)\.capture_\w+")]
    return next(iter([*decorations, *(call.at for call in calls_of(code, r"Tracer\(\)\.put_\w+"))]), None)
