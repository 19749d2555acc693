"""Which parameter of a function receives which argument of a call."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.code.decorators import is_decorated
from lambdalint.code.entities import Definition
from lambdalint.model.module import Argument, FunctionParameter
from lambdalint.model.value import Value


def free_parameters(called: Definition) -> tuple[FunctionParameter, ...]:
    """The parameters that a caller fills: all but a method's receiver."""
    is_method = called.function.class_name is not None and not is_decorated(called.function, {"staticmethod"})
    return called.function.parameters[1:] if is_method else called.function.parameters


def pairs(called: Definition, arguments: tuple[Argument, ...]) -> Iterator[tuple[FunctionParameter, Value]]:
    """Which parameter receives which argument; `*` and `**` may fill any that is left."""
    free = free_parameters(called) if called.bound is not None else called.function.parameters
    positional = [one for one in free if one.kind == "positional"]
    named = {one.name: one for one in free if one.kind in ("positional", "keyword")}
    rest = [one for one in free if one.kind in ("*", "**")]
    position = 0
    for argument in arguments:
        if argument.unpacked:
            yield from ((one, argument.value) for one in (*positional[position:], *rest))
        elif argument.name is not None:
            yield from ((one, argument.value) for one in ([named[argument.name]] if argument.name in named else rest))
        else:
            yield from ((one, argument.value) for one in (positional[position : position + 1] or rest))
            position += 1
