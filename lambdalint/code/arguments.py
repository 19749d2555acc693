"""The parameters of a function, and which of them receives which argument of a call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lambdalint.code.decorators import is_decorated
from lambdalint.code.entities import Definition, Type
from lambdalint.model.module import Argument, FunctionDef, FunctionParameter, Module
from lambdalint.model.value import Value


def declaration(function: FunctionDef, name: str) -> FunctionParameter | None:
    """A parameter by its name."""
    return next((one for one in function.parameters if one.name == name), None)


def free_parameters(called: Definition) -> tuple[FunctionParameter, ...]:
    """The parameters that a caller still fills: all but a method's receiver and what `functools.partial` gave."""
    function = called.function
    is_method = function.class_name is not None and not is_decorated(function, {"staticmethod"})
    free = function.parameters[1:] if is_method else function.parameters
    given = {parameter.name for parameter, _, _ in pairs(free, called.given)}
    return tuple(one for one in free if one.name not in given)


def filled_parameters(called: Definition) -> tuple[FunctionParameter, ...]:
    """The parameters that the arguments written in a call fill, those of a partial included."""
    function = called.function
    if called.bound is None or is_decorated(function, {"staticmethod"}):
        return function.parameters
    by_class = is_decorated(function, {"classmethod"}) or function.name.endswith(".__new__")
    return function.parameters if isinstance(called.bound, Type) and not by_class else function.parameters[1:]


def pairs(
    parameters: Iterable[FunctionParameter], arguments: Iterable[tuple[Module, Argument]]
) -> Iterator[tuple[FunctionParameter, Module, Value]]:
    """Which parameter receives which argument; `*` and `**` may fill any that is left."""
    parameters = tuple(parameters)
    positional = [one for one in parameters if one.kind == "positional"]
    named = {one.name: one for one in parameters if one.kind in ("positional", "keyword")}
    rest = [one for one in parameters if one.kind in ("*", "**")]
    position = 0
    for at, argument in arguments:
        if argument.unpacked:
            receiving = [*positional[position:], *rest]
        elif argument.name is not None:
            receiving = [named[argument.name]] if argument.name in named else rest
        else:
            receiving = positional[position : position + 1] or rest
            position += 1
        yield from ((one, at, argument.value) for one in receiving)
