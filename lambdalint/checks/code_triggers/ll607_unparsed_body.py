"""LL607 unparsed-body. See rules/LL607-unparsed-body.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.event_reads import EventRead, first_of_each, relied_on
from lambdalint.checks.http import sends_body
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Path
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import QueueTrigger, TopicTrigger, Trigger


class UnparsedBody(Struct, frozen=True):
    """Report keys looked up in what arrives as text."""

    code: ClassVar[str] = "LL607"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each text that is used as if it were parsed."""
        code = function.code
        if code is None:
            return
        texts = _texts(function)
        for read in first_of_each(relied_on(code)):
            text = _plain(read.path[:-1])
            if text in texts and isinstance(read.path[-1], str) and read.path[-1] not in "*?":
                yield _finding(function, code, texts.pop(text), read)


def _texts(function: Function) -> dict[Path, Trigger]:
    """The parts of the event that are text, each with who sends it."""
    found: dict[Path, Trigger] = {}
    for trigger in function.triggers:
        match trigger:
            case QueueTrigger():
                found["Records", "*", "body"] = trigger
            case TopicTrigger():
                found["Records", "*", "Sns", "Message"] = trigger
            case _ if function.triggers_complete and all(map(sends_body, function.triggers)):
                found[("body",)] = trigger
    return found


def _plain(path: Path) -> Path:
    """A path to a part of one record, as a path to that part of each."""
    return ("Records", "*", *path[2:]) if path[:1] == ("Records",) else path


def _finding(function: Function, code: Code, trigger: Trigger, read: EventRead) -> Finding:
    key = read.path[-1]
    return Finding(
        UnparsedBody.code,
        f"`{read.path[-2]}` is text, so looking up `{key}` in it raises {'TypeError' if read.required else 'AttributeError'}; "
        "parse it with `json.loads` first",
        at=read.at,
        function=function.name,
        label="text has no keys",
        notes=(Note(trigger.at, f"`{trigger.name}` sends it as text"), *way(function, code, read.reach)),
    )
