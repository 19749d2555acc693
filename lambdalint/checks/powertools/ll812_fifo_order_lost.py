"""LL812 fifo-order-lost. See rules/LL812-fifo-order-lost.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import calls_of
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import QueueTrigger


class FifoOrderLost(Struct, frozen=True):
    """Report processors that go on after a failure, where the queue promises order."""

    code: ClassVar[str] = "LL812"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each plain processor of a function behind a FIFO queue."""
        code = function.code
        trigger = next((one for one in function.triggers if isinstance(one, QueueTrigger) and _is_ordered(one)), None)
        if code is None or trigger is None or any(calls_of(code, "SqsFifoPartialProcessor")):
            return
        for made in calls_of(code, r"(?:Async)?BatchProcessor"):
            yield Finding(
                self.code,
                f"`{made.name}` goes on after a failed message, so later messages of its group overtake it although "
                "the queue is FIFO; use `SqsFifoPartialProcessor`",
                at=made.at,
                function=function.name,
                label="does not keep the order",
                notes=(Note(trigger.at, f"`{trigger.name}` reads a FIFO queue"),),
            )


def _is_ordered(trigger: QueueTrigger) -> bool:
    queue = trigger.queue
    return queue is not None and queue.fifo.value is True and (trigger.batch_size.value or 1) > 1
