"""Functions that only one kind of trigger invokes, so that all they read and answer is between them and it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from lambdalint.checks.answers import Fault, faults, is_any
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import Trigger
from lambdalint.model.value import Constant, Dictionary, Value, is_open

T = TypeVar("T", bound=Trigger)


def sole(function: Function, kind: type[T]) -> tuple[T, ...]:
    """All triggers, when they are of one kind; none when others may invoke the function too."""
    own = tuple(trigger for trigger in function.triggers if isinstance(trigger, kind))
    return own if function.triggers_complete and len(own) == len(function.triggers) else ()


def refused(code: str, function: Function, trigger: Trigger, fault: Fault, who: str) -> Iterator[Finding]:
    """A finding for each answer that the one who waits for it refuses; the fault says why."""
    if function.code is not None:
        for wrong in faults(function.code, fault, is_any):
            told = Note(trigger.at, f"`{trigger.name}` hands it to {who}")
            notes = (told, *wrong.notes(function, function.code))
            yield Finding(code, wrong.what, wrong.at, function.name, "not what is waited for", notes)


def lacks(value: Value, key: str) -> bool:
    """Whether a dictionary surely has no such key."""
    return (
        isinstance(value, Dictionary) and not is_open(value) and all(name != Constant(key) for name, _ in value.entries)
    )
