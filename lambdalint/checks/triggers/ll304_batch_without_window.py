"""LL304 batch-without-window. See rules/LL304-batch-without-window.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.event_sources import BATCH_WITHOUT_WINDOW
from lambdalint.checks.polling import is_fifo
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.trigger import QueueTrigger


class BatchWithoutWindow(Struct, frozen=True):
    """Report batches from a queue that are too large to be gathered without waiting."""

    code: ClassVar[str] = "LL304"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each queue with a large batch and no batch window."""
        for trigger in function.triggers:
            if not isinstance(trigger, QueueTrigger) or is_fifo(trigger) or trigger.batch_window.value != 0:
                continue
            size = trigger.batch_size.value
            if size is not None and size > BATCH_WITHOUT_WINDOW:
                yield Finding(
                    self.code,
                    f"Lambda refuses a batch of {size} messages without a batch window, as more than "
                    f"{BATCH_WITHOUT_WINDOW} need; set `MaximumBatchingWindowInSeconds` to at least 1",
                    at=trigger.batch_size.at,
                    function=function.name,
                    label="needs a batch window",
                )
