"""LL645 wrong-item-identifier. See rules/LL645-wrong-item-identifier.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.batches import batch_triggers
from lambdalint.checks.identifiers import Identifier, identifiers
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import QueueTrigger, StreamKind, StreamTrigger


class WrongItemIdentifier(Struct, frozen=True):
    """Report partial batch responses that name no record, or name it by something else than its identifier."""

    code: ClassVar[str] = "LL645"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each identifier that the event source mapping does not know."""
        triggers = [trigger for trigger in batch_triggers(function) if trigger.reports_item_failures.value]
        kinds = {_identifier(trigger) for trigger in triggers}
        wanted = kinds.pop() if len(kinds) == 1 else None
        if function.code is None or wanted is None:
            return
        for found in identifiers(function.code):
            wrong = _wrong(found, wanted)
            if wrong is not None:
                yield _finding(function, function.code, triggers[0], found, wrong)


def _identifier(trigger: QueueTrigger | StreamTrigger) -> str | None:
    """Kafka names a record by topic, partition and offset together."""
    match trigger:
        case QueueTrigger():
            return "messageId"
        case StreamTrigger(kind=StreamKind.KINESIS):
            return "sequenceNumber"
        case StreamTrigger(kind=StreamKind.DYNAMODB):
            return "SequenceNumber"
        case _:
            return None


def _wrong(found: Identifier, wanted: str) -> str | None:
    if found.misspelled is not None:
        return f"`{found.misspelled}` is no key of a partial batch response; write `itemIdentifier`"
    if found.is_empty:
        return f"the `itemIdentifier` is empty; give the record's `{wanted}`"
    if found.is_bare:
        return f'`batchItemFailures` holds identifiers as they are; write `{{"itemIdentifier": record["{wanted}"]}}`'
    if found.key is not None and found.key != wanted:
        return f"`{found.key}` does not identify a failed record; give its `{wanted}`"
    return None


def _finding(
    function: Function, code: Code, trigger: QueueTrigger | StreamTrigger, found: Identifier, wrong: str
) -> Finding:
    message, _, remedy = wrong.partition("; ")
    return Finding(
        WrongItemIdentifier.code,
        f"{message}, so all of the batch counts as failed and is repeated; {remedy}",
        at=found.at,
        function=function.name,
        label="names no record",
        notes=(
            Note(trigger.at, f"`{trigger.name}` looks for the records that failed"),
            Note(code.handler, f"`{function.name}` starts here"),
        ),
    )
