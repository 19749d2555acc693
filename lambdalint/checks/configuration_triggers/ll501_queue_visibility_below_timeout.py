"""LL501 queue-visibility-below-timeout. See rules/LL501-queue-visibility-below-timeout.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.rule import Severity
from lambdalint.model.source import Origin
from lambdalint.model.trigger import QueueTrigger


class QueueVisibilityBelowTimeout(Struct, frozen=True):
    """Report queues that show a message again while the function may still work on it."""

    code: ClassVar[str] = "LL501"

    timeouts: int

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each queue of the project whose visibility timeout is too short for this function."""
        for trigger in function.triggers:
            if isinstance(trigger, QueueTrigger) and trigger.enabled.value is not False:
                yield from self._check_queue(function, trigger)

    def _check_queue(self, function: Function, trigger: QueueTrigger) -> Iterator[Finding]:
        timeout = function.configuration.timeout.value
        visibility = trigger.queue.visibility_timeout if trigger.queue else None
        if timeout is None or visibility is None or visibility.value is None:
            return
        window = trigger.batch_window.value or 0  # unknown: what is too short without a window is so with one
        needed = self.timeouts * timeout + window
        if visibility.value < needed:
            refused = visibility.value < timeout
            default = " (the default)" if visibility.origin is Origin.DEFAULT else ""
            reason = _refusal(timeout) if refused else self._advice(timeout, window)
            yield Finding(
                self.code,
                f"the visibility timeout of {visibility.value} s{default} is {reason}; set it to at least {needed} s",
                at=visibility.at,
                function=function.name,
                label=f"needs {needed} s",
                notes=_other_side(function, trigger, timeout, window),
                severity=Severity.ERROR if refused else Severity.WARNING,
            )

    def _advice(self, timeout: int, window: int) -> str:
        gathering = f" + {window} s" if window else ""
        return (
            f"below {self.timeouts} x {timeout} s{gathering}, "
            f"which leaves too little time to retry when the function is throttled"
        )


def _refusal(timeout: int) -> str:
    return f"shorter than the {timeout} s the function may run, so Lambda refuses to connect the two"


def _other_side(function: Function, trigger: QueueTrigger, timeout: int, window: int) -> tuple[Note, ...]:
    setting = function.configuration.timeout
    gathering = f" and gathers messages for {window} s" if window else ""
    return (
        Note(setting.at, f"`{function.name}` may run {timeout} s"),
        *heir(function, setting, "timeout"),
        Note(trigger.at, f"`{trigger.name}` reads the queue{gathering}"),
    )
