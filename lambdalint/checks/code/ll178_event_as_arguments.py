"""LL178 event-as-arguments. See rules/LL178-event-as-arguments.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.injection import injected
from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Result

_REQUEST = (("body",), ("queryStringParameters",))
"""The parts of an HTTP request that users fill. Who sends to a queue is usually one of one's own."""


class EventAsArguments(Struct, frozen=True):
    """Report AWS calls whose parameters, or whose whole item, the sender of an event writes."""

    code: ClassVar[str] = "LL178"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each `**` of a part of the event, and for each item stored as it was sent."""
        return injected(self.code, function, _whole, _says)


def _whole(code: Code) -> Iterator[tuple[ReachedCall, int]]:
    for call in (each for each in code.calls if each.aws is not None and each.carried):
        for number, argument in enumerate(call.call.arguments):
            if argument.unpacked or (argument.name == "Item" and _is_parsed(call, number, code)):
                carried = call.carried[number]
                if carried is not None and any(part[:1] in _REQUEST for part in carried.parts):
                    yield call, number


def _is_parsed(call: ReachedCall, argument: int, code: Code) -> bool:
    """Whether an argument is what JSON text held, with nothing taken out."""
    value, module = call.call.arguments[argument].value, code.modules[call.reach.module]
    return isinstance(value, Result) and dotted(module.calls[value.call].callee, module) == "json.loads"


def _says(call: ReachedCall, text: str) -> str:
    return (
        f"{text} is handed to `{call.name}` as it was sent, with attributes nobody asked for; pick the ones you expect"
    )
