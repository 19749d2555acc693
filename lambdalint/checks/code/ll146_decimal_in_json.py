"""LL146 decimal-in-json. See rules/LL146-decimal-in-json.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.dynamodb import dynamodb_calls, inside
from lambdalint.checks.notes import way
from lambdalint.checks.results import Answered
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Element, Value

_ITEMS = frozenset({"Attributes", "Item", "Items"})
_CONVERTING = frozenset({"cls", "default"})


class DecimalInJson(Struct, frozen=True):
    """Report items of a table that are turned into JSON as they are."""

    code: ClassVar[str] = "LL146"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each `json.dumps` of what a table's resource gave."""
        code = function.code
        if code is None:
            return
        answers = [
            (call, Answered(call.number, code.modules[call.reach.module])) for call in dynamodb_calls(code, "resource")
        ]
        for call in code.calls:
            if call.target == "json.dumps" and not _converts(call) and any(_holds(call, *one, code) for one in answers):
                yield Finding(
                    self.code,
                    "numbers from a table are `Decimal`, for which `json.dumps` raises a `TypeError`; give it a `default`",
                    at=call.at,
                    function=function.name,
                    notes=way(function, code, call.reach),
                )


def _converts(call: ReachedCall) -> bool:
    return call.call.unpacks or any(argument.name in _CONVERTING for argument in call.call.arguments)


def _holds(call: ReachedCall, made: ReachedCall, answer: Answered, code: Code) -> bool:
    value = call.call.argument(0, "obj")
    if value is None or call.reach.module != made.reach.module:
        return False
    return any(_is_item(part, answer) for part in inside(value, code.modules[call.reach.module]))


def _is_item(value: Value, answer: Answered) -> bool:
    return answer.field(value.of if isinstance(value, Element) else value) in _ITEMS
