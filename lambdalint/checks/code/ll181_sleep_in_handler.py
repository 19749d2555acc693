"""LL181 sleep-in-handler. See rules/LL181-sleep-in-handler.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.rarely import runs_rarely
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant

_SLEEPS = frozenset({"time.sleep", "asyncio.sleep"})


class SleepInHandler(Struct, frozen=True):
    """Report waits of a fixed length that are paid for on every invocation."""

    code: ClassVar[str] = "LL181"

    seconds: float

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each sleep of at least `seconds` that the handler reaches."""
        code = function.code
        if code is None or runs_rarely(function, code):
            return
        for call in code.calls_in(Phase.INVOKE):
            slept = _slept(call) if _SLEEPS.intersection(call.targets) else None
            if slept is not None and slept >= self.seconds and not _is_cut_off(function, slept):
                yield _finding(function, code, call, slept)


def _is_cut_off(function: Function, slept: float) -> bool:
    """Whether Lambda ends the function before: that is worse, and LL404's."""
    limit = function.configuration.timeout.value
    return limit is not None and slept >= limit


def _slept(call: ReachedCall) -> float | None:
    value = call.call.argument(0, "secs") or call.call.argument(0, "delay")
    number = value.value if isinstance(value, Constant) else None
    return float(number) if isinstance(number, int | float) else None


def _finding(function: Function, code: Code, call: ReachedCall, slept: float) -> Finding:
    where = " in every round" if call.call.context.loops else ""
    remedy = (
        "use `context.wait`" if code.is_durable else "let a delay queue, a schedule or a Step Functions `Wait` wait"
    )
    return Finding(
        SleepInHandler.code,
        f"the function sleeps {slept:g} s{where} while its memory is paid for; {remedy}",
        at=call.at,
        function=function.name,
        label=f"{slept:g} s of nothing",
        notes=way(function, code, call.reach),
    )
