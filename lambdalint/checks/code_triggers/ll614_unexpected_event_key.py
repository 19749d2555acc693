"""LL614 unexpected-event-key. See rules/LL614-unexpected-event-key.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.event_keys import keys_of
from lambdalint.checks.event_reads import EventRead, first_of_each, relied_on
from lambdalint.checks.http import format_of
from lambdalint.checks.notes import way
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function


class UnexpectedEventKey(Struct, frozen=True):
    """Report keys at the top of the event that none of a function's triggers sends."""

    code: ClassVar[str] = "LL614"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each such key."""
        code, keys = function.code, _sent(function)
        if code is None or keys is None:
            return
        for read in first_of_each(relied_on(code)):
            if read.runs_always and len(read.path) == 1 and read.path[0] not in keys | {"*", "?"}:
                yield _finding(function, code, read)


def _sent(function: Function) -> frozenset[str] | None:
    """The keys that any of the triggers sends; None where not all are known, or another rule has more to say."""
    known = [keys_of(trigger) for trigger in function.triggers]
    found = [keys for keys in known if keys is not None]
    if not found or len(found) < len(known) or not function.triggers_complete:
        return None
    has_input = any(getattr(trigger, "payload", None) is not None for trigger in function.triggers)
    is_request = all(format_of(trigger) is not None for trigger in function.triggers)
    return None if has_input or is_request else frozenset().union(*found)


def _finding(function: Function, code: Code, read: EventRead) -> Finding:
    trigger = function.triggers[0]
    return Finding(
        UnexpectedEventKey.code,
        f"{read.written} raises KeyError: no trigger of `{function.name}` sends `{read.path[0]}`; "
        "read what they send, or add the trigger that sends it",
        at=read.at,
        function=function.name,
        label="of another event",
        notes=(Note(trigger.at, f"`{trigger.name}` sends another event"), *way(function, code, read.reach)),
    )
