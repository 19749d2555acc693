"""LL613 missing-input-key. See rules/LL613-missing-input-key.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.event_keys import keys_of
from lambdalint.checks.event_reads import EventRead, first_of_each, relied_on
from lambdalint.checks.notes import way
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.source import Setting, Span
from lambdalint.model.trigger import EventTrigger, ScheduleTrigger


class MissingInputKey(Struct, frozen=True):
    """Report keys that code needs and the constant event of a schedule or rule does not have."""

    code: ClassVar[str] = "LL613"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each key that an `Input` lacks."""
        code = function.code
        if code is None:
            return
        reads = list(first_of_each(relied_on(code)))
        for trigger in function.triggers:
            keys, at = keys_of(trigger), _input_at(trigger)
            if keys is not None and at is not None:
                for read in reads:
                    if read.runs_always and len(read.path) == 1 and read.path[0] not in keys | {"*", "?"}:
                        yield _finding(function, code, read, trigger.name, at)


def _input_at(trigger: object) -> Span | None:
    match trigger:
        case ScheduleTrigger(payload=Setting() as payload) | EventTrigger(payload=Setting() as payload):
            return payload.at
        case _:
            return None


def _finding(function: Function, code: Code, read: EventRead, name: str, at: Span) -> Finding:
    return Finding(
        MissingInputKey.code,
        f"{read.written} raises KeyError: the input of `{name}` has no `{read.path[0]}`; add it there, or use `.get`",
        at=read.at,
        function=function.name,
        label="not in the input",
        notes=(Note(at, f"all that `{name}` sends"), *way(function, code, read.reach)),
    )
