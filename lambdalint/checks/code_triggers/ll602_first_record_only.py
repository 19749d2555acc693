"""LL602 first-record-only. See rules/LL602-first-record-only.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.batches import batch_triggers
from lambdalint.checks.notes import way
from lambdalint.checks.taking import Taken, only_one_taken
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.source import Origin
from lambdalint.model.trigger import QueueTrigger, StreamKind, StreamTrigger


class FirstRecordOnly(Struct, frozen=True):
    """Report handlers of batches that look at one record and lose the rest."""

    code: ClassVar[str] = "LL602"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when a mapping may deliver more than the one record that is read."""
        taken = None if function.code is None else only_one_taken(function.code)
        if function.code is None or taken is None:
            return
        for trigger in batch_triggers(function):
            size = trigger.batch_size
            kafka = isinstance(trigger, StreamTrigger) and trigger.kind is StreamKind.KAFKA
            if size.value is not None and size.value > 1 and not kafka:
                yield _finding(function, function.code, trigger, taken, size.value)


def _finding(function: Function, code: Code, trigger: QueueTrigger | StreamTrigger, taken: Taken, size: int) -> Finding:
    default = " (the default)" if trigger.batch_size.origin is Origin.DEFAULT else ""
    return Finding(
        FirstRecordOnly.code,
        f"only `Records[{taken.position}]` is handled but `{trigger.name}` delivers up to {size} records{default}, and "
        "the others are lost; loop over all of them",
        at=taken.at,
        function=function.name,
        label=f"the {'first' if taken.position == 0 else 'last'} of the batch only",
        notes=(
            Note(trigger.batch_size.at, f"up to {size} records at once{default}"),
            *way(function, code, taken.reach),
        ),
    )
