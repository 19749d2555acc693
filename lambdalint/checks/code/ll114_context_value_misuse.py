"""LL114 context-value-misuse. See rules/LL114-context-value-misuse.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.context import METHODS, TEXTS
from lambdalint.checks.context import context_of, context_reads
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.module import Module
from lambdalint.model.value import Attribute, Constant, Operation, Value, walk

_CALCULATES = frozenset({"+", "-", "*", "/", "//", "%", "**", "<", "<=", ">", ">="})


class ContextValueMisuse(Struct, frozen=True):
    """Report what the context has, used as what it is not."""

    code: ClassVar[str] = "LL114"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each method that is not called, and each text that is calculated with."""
        code = function.code
        calculated = _calculated(code) if code else frozenset()
        for name, read in context_reads(code) if code and calculated else ():
            if name in calculated and name in METHODS:
                message = (
                    f"`{name}` is a method: without `()` it is compared as a function, which raises TypeError; call it"
                )
            elif name in calculated and name in TEXTS:
                message = f"`{name}` is text, and calculating with it raises TypeError; write `int(…)` around it"
            else:
                continue
            yield Finding(self.code, message, at=read.at, function=function.name, label="no number")


def _calculated(code: Code) -> frozenset[str]:
    """The attributes of the context that stand beside a number in a calculation or comparison."""
    found = context_of(code)
    if found is None:
        return frozenset()
    module, context = found
    return frozenset(
        operand.name
        for value in _values(module)
        for part in walk(value)
        if isinstance(part, Operation) and part.operator in _CALCULATES and any(map(_is_number, part.operands))
        for operand in part.operands
        if isinstance(operand, Attribute) and operand.of == context
    )


def _is_number(value: Value) -> bool:
    return isinstance(value, Constant) and isinstance(value.value, int | float)


def _values(module: Module) -> Iterator[Value]:
    yield from module.tests
    yield from (argument.value for call in module.calls for argument in call.arguments)
    yield from (store.value for store in module.stores)
    yield from (found.value for function in module.functions.values() for found in function.returns)
