"""LL644 malformed-firehose-answer. See rules/LL644-malformed-firehose-answer.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.answers import type_of
from lambdalint.checks.sole import lacks, refused, sole
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.trigger import OtherTrigger
from lambdalint.model.value import Choice, Collection, Constant, Dictionary, Value

_RESULTS = ("Ok", "Dropped", "ProcessingFailed")
_FATE = "so Firehose treats all of them as failed"


class MalformedFirehoseAnswer(Struct, frozen=True):
    """Report transformations whose records Firehose does not understand."""

    code: ClassVar[str] = "LL644"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each answer without records, and for records without what they must have."""
        triggers = sole(function, OtherTrigger)
        if triggers and all(trigger.service == "Firehose" for trigger in triggers):
            yield from refused(self.code, function, triggers[0], _fault, "Amazon Data Firehose")


def _fault(value: Value) -> str | None:
    if value == Constant(None) or type_of(value) in ("bool", "int", "list", "str") or lacks(value, "records"):
        return f'the answer holds no records, {_FATE}; return `{{"records": […]}}`, one for each that came'
    entries = value.entries if isinstance(value, Dictionary) else ()
    held = next((one for key, one in entries if key == Constant("records")), None)
    return next((fault for record in _records(held) if (fault := _fault_of_record(record)) is not None), None)


def _records(value: Value | None) -> Iterator[Dictionary]:
    match value:
        case Choice(options=parts) | Collection(items=parts):
            for part in parts:
                yield from _records(part)
        case Dictionary():
            yield value


def _fault_of_record(record: Dictionary) -> str | None:
    missing = next((key for key in ("recordId", "result") if lacks(record, key)), None)
    if missing is not None:
        return f"a transformed record has no `{missing}`, {_FATE}; add it"
    result = next((value for key, value in record.entries if key == Constant("result")), None)
    match result:
        case Constant(value=str(name)) if name not in _RESULTS:
            return f"`{name}` is no result that Firehose knows, {_FATE}; write `Ok`, `Dropped` or `ProcessingFailed`"
        case _:
            return None
