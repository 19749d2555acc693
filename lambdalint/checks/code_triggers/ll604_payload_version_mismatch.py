"""LL604 payload-version-mismatch. See rules/LL604-payload-version-mismatch.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.http_events import NOT_FROM_LOAD_BALANCERS, ONLY_1_0, ONLY_2_0
from lambdalint.checks.event_reads import EventRead, event_reads, first_of_each, relied_on
from lambdalint.checks.http import Format, only_format
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Path
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.rule import Severity
from lambdalint.model.trigger import HttpTrigger

_LACKS: Mapping[Format, Mapping[Path, str]] = {
    Format.REST: ONLY_2_0,
    Format.HTTP_1_0: ONLY_2_0,
    Format.HTTP_2_0: ONLY_1_0,
    Format.LOAD_BALANCER: NOT_FROM_LOAD_BALANCERS,
}
_HAS: Mapping[Format, frozenset[Path]] = {
    Format.REST: frozenset(ONLY_1_0),
    Format.HTTP_1_0: frozenset(ONLY_1_0),
    Format.HTTP_2_0: frozenset(ONLY_2_0),
    Format.LOAD_BALANCER: frozenset({("requestContext", "elb")}),
}
"""What only this format has: code that reads it too knows both."""


class PayloadVersionMismatch(Struct, frozen=True):
    """Report reads of what the event of this kind of API does not hold."""

    code: ClassVar[str] = "LL604"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each key that only another payload format has."""
        code, found = function.code, only_format(function)
        if code is None or found is None:
            return
        trigger, form = found
        knows_both = any(read.path in _HAS[form] or read.path == ("version",) for read in event_reads(code))
        for read in first_of_each(relied_on(code)):
            if read.path in _LACKS[form] and (not knows_both or read.runs_always):
                yield _finding(function, code, trigger, form, read)


def _finding(function: Function, code: Code, trigger: HttpTrigger, form: Format, read: EventRead) -> Finding:
    fate = "raises KeyError" if read.required else "is always None"
    instead = _LACKS[form][read.path]
    return Finding(
        PayloadVersionMismatch.code,
        f"{read.written} {fate}: the event of {form.value} has no `{read.path[-1]}`; use {_quoted(instead)}",
        at=read.at,
        function=function.name,
        label="of another payload format",
        notes=(Note(trigger.at, f"`{trigger.name}` sends the event of {form.value}"), *way(function, code, read.reach)),
        severity=Severity.ERROR if read.required else Severity.WARNING,
    )


def _quoted(instead: str) -> str:
    return instead if " " in instead else f"`{instead}`"
