"""LL147 float-to-dynamodb. See rules/LL147-float-to-dynamodb.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.dynamodb import attributes, dynamodb_calls, inside
from lambdalint.checks.notes import way
from lambdalint.checks.values import dotted
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.module import Module
from lambdalint.model.value import Attribute, Constant, Result, Value

_FLOATS = frozenset(
    {
        "builtins.float",
        "random.random",
        "random.uniform",
        "time.monotonic",
        "time.perf_counter",
        "time.process_time",
        "time.time",
    }
)
_METHODS = frozenset({"timestamp", "total_seconds"})
"""Of moments and of spans of time."""


class FloatToDynamodb(Struct, frozen=True):
    """Report floating-point numbers in items of boto3's table resource, which refuses them."""

    code: ClassVar[str] = "LL147"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each attribute that is surely a float."""
        code = function.code
        for call in dynamodb_calls(code, "resource") if code is not None else ():
            module = code.modules[call.reach.module] if code is not None else None
            for name, value in attributes(call) if module is not None else ():
                if (
                    code is not None
                    and module is not None
                    and any(_is_float(one, module) for one in inside(value, module))
                ):
                    yield Finding(
                        self.code,
                        f"`{name}` is a float, for which boto3 raises a `TypeError` here; write it as a `Decimal` or an `int`",
                        at=call.at,
                        function=function.name,
                        notes=way(function, code, call.reach),
                    )


def _is_float(value: Value, module: Module) -> bool:
    if isinstance(value, Constant):
        return isinstance(value.value, float)
    if not isinstance(value, Result):
        return False
    callee = module.calls[value.call].callee
    is_method = isinstance(callee, Attribute) and callee.name in _METHODS and not module.calls[value.call].arguments
    return is_method or dotted(callee, module) in _FLOATS
