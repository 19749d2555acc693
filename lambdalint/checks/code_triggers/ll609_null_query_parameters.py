"""LL609 null-query-parameters. See rules/LL609-null-query-parameters.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.event_reads import EventRead, first_of_each, relied_on
from lambdalint.checks.http import Format, format_of
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Path
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import Trigger

_MAPS = (("queryStringParameters",), ("multiValueQueryStringParameters",))
_NULL = frozenset({Format.REST, Format.HTTP_1_0})
"""Where a request without a query string gives null, not an empty mapping."""


class NullQueryParameters(Struct, frozen=True):
    """Report lookups of optional parameters that fail when a request has no parameters at all."""

    code: ClassVar[str] = "LL609"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for the first such lookup in each mapping of parameters."""
        code = function.code
        trigger = next((one for one in function.triggers if format_of(one) in _NULL), None)
        if code is None or trigger is None:
            return
        reads = list(relied_on(code))
        for path in _MAPS:
            lookup = next((read for read in first_of_each(reads) if _is_optional_in(path, read)), None)
            if lookup is not None and path not in code.tested and not _is_required(path, reads):
                yield _finding(function, code, trigger, lookup)


def _is_optional_in(path: Path, read: EventRead) -> bool:
    return read.path[:-1] == path and not read.required


def _is_required(path: Path, reads: list[EventRead]) -> bool:
    """Other code relies on a parameter, so a request without any fails there as it should."""
    return any(read.path[:-1] == path and read.required and not read.context.conditions for read in reads)


def _finding(function: Function, code: Code, trigger: Trigger, read: EventRead) -> Finding:
    name = read.path[0]
    return Finding(
        NullQueryParameters.code,
        f"`{name}` is null when a request has no query string, also where `.get` has a default, so this lookup raises "
        f'AttributeError; use `(event.get("{name}") or {{}})`',
        at=read.at,
        function=function.name,
        label="null without a query string",
        notes=(
            Note(trigger.at, f"`{trigger.name}` sends null, not an empty mapping"),
            *way(function, code, read.reach),
        ),
    )
