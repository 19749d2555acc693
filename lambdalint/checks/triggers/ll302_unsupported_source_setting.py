"""LL302 unsupported-source-setting. See rules/LL302-unsupported-source-setting.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.polling import is_fifo, polled, source_of
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.source import Span
from lambdalint.model.trigger import QueueTrigger

_INSTEAD = {
    "DestinationConfig": "; give the queue a redrive policy instead",
    "MaximumRetryAttempts": "; `maxReceiveCount` of the queue's redrive policy limits the tries",
}
"""What does the same for a queue."""


class UnsupportedSourceSetting(Struct, frozen=True):
    """Report settings of an event source mapping that its kind of source does not have."""

    code: ClassVar[str] = "LL302"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each setting that makes Lambda refuse the mapping."""
        for trigger in polled(function):
            source = source_of(trigger)
            queue = isinstance(trigger, QueueTrigger)
            for stated in trigger.inapplicable:
                instead = _INSTEAD.get(stated.name, "; remove it") if queue else "; remove it"
                yield self._finding(function, f"`{stated.name}` does not apply to {source.name}{instead}", stated.at)
            if isinstance(trigger, QueueTrigger) and is_fifo(trigger) and (trigger.batch_window.value or 0) > 0:
                what = "a batch window does not apply to a FIFO queue; remove it"
                yield self._finding(function, what, trigger.batch_window.at)

    def _finding(self, function: Function, message: str, at: Span) -> Finding:
        return Finding(self.code, message, at=at, function=function.name, label="Lambda refuses the mapping")
