"""LL148 mixed-dynamodb-types. See rules/LL148-mixed-dynamodb-types.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.dynamodb import attributes, dynamodb_calls
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Collection, Constant, Dictionary, Text, Value

_TYPES = frozenset({"B", "BOOL", "BS", "L", "M", "N", "NS", "NULL", "S", "SS"})


class MixedDynamodbTypes(Struct, frozen=True):
    """Report plain values given to DynamoDB's client, and typed ones given to its table resource."""

    code: ClassVar[str] = "LL148"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that gives values in the other layer's form."""
        code = function.code
        if code is None:
            return
        for call, problem in _mixed(code):
            yield Finding(self.code, problem, at=call.at, function=function.name, notes=way(function, code, call.reach))


def _mixed(code: Code) -> Iterator[tuple[ReachedCall, str]]:
    for call in dynamodb_calls(code, "client"):
        plain = next((name for name, value in attributes(call) if _is_plain(value)), None)
        if plain is not None:
            yield (
                call,
                f"the client refuses `{plain}` without its type; write `{{'S': …}}`, or use `boto3.resource`'s `Table`",
            )
    for call in dynamodb_calls(code, "resource"):
        typed = next((name for name, value in attributes(call) if _is_typed(value)), None)
        if typed is not None:
            yield call, f"`Table` adds types by itself, so `{typed}` becomes a map; give it the plain value"


def _is_plain(value: Value) -> bool:
    return isinstance(value, Constant | Text | Collection) and value != Constant(None)


def _is_typed(value: Value) -> bool:
    match value:
        case Dictionary(entries=((Constant(value=str(kind)), held),)):
            return kind in _TYPES and _holds(kind, held)
        case _:
            return False


def _holds(kind: str, held: Value) -> bool:
    """Whether a value is as the type wants it: a map of an attribute that is called `N` may hold a number."""
    match kind:
        case "N":
            return not (isinstance(held, Constant) and not isinstance(held.value, str))
        case "M":
            return isinstance(held, Dictionary) and all(_is_typed(value) for _, value in held.entries)
        case "L" | "SS" | "NS" | "BS":
            return isinstance(held, Collection)
        case _:
            return True
