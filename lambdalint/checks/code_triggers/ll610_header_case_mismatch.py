"""LL610 header-case-mismatch. See rules/LL610-header-case-mismatch.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.event_reads import EventRead, event_reads, first_of_each, relied_on
from lambdalint.checks.http import Format, only_format
from lambdalint.checks.notes import way
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import HttpTrigger

_LOWER = frozenset({Format.HTTP_1_0, Format.HTTP_2_0})


class HeaderCaseMismatch(Struct, frozen=True):
    """Report headers that are looked up as clients write them, where all names arrive in lower case."""

    code: ClassVar[str] = "LL610"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each header that is never found."""
        code, found = function.code, only_format(function)
        if code is None or found is None or found[1] not in _LOWER:
            return
        looked_up = {read.path for read in event_reads(code)}
        for read in first_of_each(relied_on(code)):
            match read.path:
                case ("headers", str(name)) if name != name.lower() and ("headers", name.lower()) not in looked_up:
                    yield _finding(function, code, found[0], read, name)


def _finding(function: Function, code: Code, trigger: HttpTrigger, read: EventRead, name: str) -> Finding:
    fate = "raises KeyError" if read.required else "finds nothing"
    return Finding(
        HeaderCaseMismatch.code,
        f"`{name}` {fate}: the names of all headers arrive in lower case; look up `{name.lower()}`",
        at=read.at,
        function=function.name,
        label="never in this case",
        notes=(Note(trigger.at, f"`{trigger.name}` lower-cases the names"), *way(function, code, read.reach)),
    )
