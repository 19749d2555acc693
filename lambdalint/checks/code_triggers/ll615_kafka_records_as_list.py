"""LL615 kafka-records-as-list. See rules/LL615-kafka-records-as-list.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.batches import streams
from lambdalint.checks.event_reads import EventRead, relied_on
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Path
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import StreamKind, StreamTrigger


class KafkaRecordsAsList(Struct, frozen=True):
    """Report loops over the records of a Kafka event as if it were a list of them."""

    code: ClassVar[str] = "LL615"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for the first key that is looked up in what is no record."""
        code = function.code
        triggers = streams(function, StreamKind.KAFKA)
        if code is None or not triggers:
            return
        read = next((one for one in relied_on(code) if _is_key_of_partition(one.path)), None)
        if read is not None:
            yield _finding(function, code, triggers[0], read)


def _is_key_of_partition(path: Path) -> bool:
    """`records[0]["value"]`, and the same in a loop: what a loop over a dictionary gives is its keys."""
    match path:
        case ("records", int() | "*", str() as key):
            return key not in "*?"
        case _:
            return False


def _finding(function: Function, code: Code, trigger: StreamTrigger, read: EventRead) -> Finding:
    return Finding(
        KafkaRecordsAsList.code,
        f"`{read.path[-1]}` is looked up in the name of a partition: `records` of a Kafka event is a dictionary with a list "
        "for each partition; loop over the lists in `.values()`",
        at=read.at,
        function=function.name,
        label="not a record",
        notes=(Note(trigger.at, f"`{trigger.name}` groups records by partition"), *way(function, code, read.reach)),
    )
