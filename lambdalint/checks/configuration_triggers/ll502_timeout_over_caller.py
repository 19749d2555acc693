"""LL502 timeout-over-caller. See rules/LL502-timeout-over-caller.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.callers import Caller
from lambdalint.checks.notes import heir
from lambdalint.checks.waiting import caller
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.source import Origin
from lambdalint.model.trigger import Trigger


class TimeoutOverCaller(Struct, frozen=True):
    """Report functions that may run on when everyone who waits for them has given up."""

    code: ClassVar[str] = "LL502"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the timeout outlasts the most patient caller."""
        timeout = function.configuration.timeout
        patience = _most_patient(function)
        if timeout.value is None or patience is None or timeout.value <= patience[0].seconds:
            return
        if timeout.origin is Origin.DEFAULT:
            return  # the choice of a framework, for the APIs that it makes itself
        who, trigger = patience
        remedy = f", or {who.raisable}" if who.raisable else ""
        yield Finding(
            self.code,
            f"a timeout of {timeout.value} s outlasts {who.name}, which waits {who.seconds:g} s; "
            f"lower it to {max(1, int(who.seconds))} s{remedy}",
            at=timeout.at,
            function=function.name,
            label=f"{who.name} has given up by then",
            notes=(
                *heir(function, timeout, "timeout"),
                Note(trigger.at, f"`{trigger.name}` waits {who.seconds:g} s for `{function.name}`"),
            ),
        )


def _most_patient(function: Function) -> tuple[Caller, Trigger] | None:
    """Find the caller who waits longest; None when one waits without a limit that we know.

    A queue, a schedule or a function URL beside the API is a good reason for a long timeout, and
    so may be a trigger that cannot be read.
    """
    if not function.triggers_complete or function.configuration.url:
        return None
    waiting = [(who, trigger) for trigger in function.triggers if (who := caller(trigger))]
    if len(waiting) < len(function.triggers):
        return None
    return max(waiting, key=lambda each: each[0].seconds, default=None)
