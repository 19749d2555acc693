"""LL404 timeout-exceeds-function. See rules/LL404-timeout-exceeds-function.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir, way
from lambdalint.checks.timeouts import Wait, waits
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function


class TimeoutExceedsFunction(Struct, frozen=True):
    """Report waits in the code that the function's own timeout cuts off."""

    code: ClassVar[str] = "LL404"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each literal wait that is not shorter than the function may run."""
        limit = function.configuration.timeout.value
        if function.code is None or limit is None:
            return
        for call in function.code.calls:
            for wait in waits(call):
                if wait.seconds >= limit:
                    yield _finding(function, function.code, call, wait, limit)


def _finding(function: Function, code: Code, call: ReachedCall, wait: Wait, limit: int) -> Finding:
    timeout = function.configuration.timeout
    fate, remedy = _outlook(wait)
    return Finding(
        TimeoutExceedsFunction.code,
        f"`{wait.what}` of {wait.seconds:g} s {fate}: Lambda stops the function after {limit} s; {remedy}",
        at=call.at,
        function=function.name,
        label=f"cut off after {limit} s",
        notes=(
            Note(timeout.at, f"`{function.name}` may run {limit} s"),
            *heir(function, timeout, "timeout"),
            *way(function, code, call.reach),
        ),
    )


def _outlook(wait: Wait) -> tuple[str, str]:
    """What becomes of a wait that is too long, and what to do about it."""
    if wait.is_sleep:
        return "never ends", "leave it to Step Functions or a schedule"
    if wait.by_default:
        return "never gives up", "give it a `WaiterConfig` that ends sooner, or leave it to Step Functions"
    return "can never fire", "set it below the function's timeout"
