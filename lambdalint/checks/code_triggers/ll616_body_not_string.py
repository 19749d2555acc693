"""LL616 body-not-string. See rules/LL616-body-not-string.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.answers import WrongAnswer, faults, http_formats, type_of
from lambdalint.checks.http import Format
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.rule import Severity
from lambdalint.model.trigger import HttpTrigger
from lambdalint.model.value import Constant, Dictionary, Value, entry

_CONTAINERS = frozenset({"dict", "list", "tuple"})
_FATE: Mapping[Format, str] = {
    Format.REST: ", so the caller gets a 502",
    Format.HTTP_1_0: ", so the caller gets a 500",
    Format.LOAD_BALANCER: ", so the caller gets a 502",
    Format.HTTP_2_0: "",
}


class BodyNotString(Struct, frozen=True):
    """Report responses whose body is a container where it must be text."""

    code: ClassVar[str] = "LL616"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each such response, for the strictest of those who ask."""
        code = function.code
        formats = sorted(http_formats(function), key=lambda one: one[1] is Format.HTTP_2_0)
        if code is None or not formats:
            return
        for wrong in faults(code, _kind_of_body):
            yield _finding(function, code, formats[0], wrong)


def _kind_of_body(value: Value) -> str | None:
    """The type of a response's body when that is no text; a dictionary without a status may be the body itself."""
    if not isinstance(value, Dictionary) or entry(value, Constant("statusCode")) is None:
        return None
    body = entry(value, Constant("body"))
    kind = None if body is None else type_of(body)
    return kind if kind in _CONTAINERS else None


def _finding(function: Function, code: Code, asked: tuple[HttpTrigger, Format], wrong: WrongAnswer) -> Finding:
    trigger, form = asked
    return Finding(
        BodyNotString.code,
        f"`body` is a {wrong.what}, but {form.value} takes text{_FATE[form]}; return `json.dumps(…)` of it",
        at=wrong.at,
        function=function.name,
        label=f"body is a {wrong.what}",
        notes=(Note(trigger.at, f"`{trigger.name}` hands the answer on"), *wrong.notes(function, code)),
        severity=Severity.WARNING if form is Format.HTTP_2_0 else Severity.ERROR,
    )
