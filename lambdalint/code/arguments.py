"""The parameters of a function: which receives which argument of a call, and which the object itself."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.code.decorators import is_decorated
from lambdalint.code.entities import Definition, Entity, Instance, Type
from lambdalint.model.module import Argument, FunctionDef, FunctionParameter, Module
from lambdalint.model.value import Value


def receiver(function: FunctionDef, name: str, at: Module) -> Entity | None:
    """What a method's first parameter is; None for every other parameter."""
    if function.class_name is None or not function.parameters or function.parameters[0].name != name:
        return None
    owner = at.classes.get(function.class_name)
    if owner is None or is_decorated(function, {"staticmethod"}):
        return None
    by_class = is_decorated(function, {"classmethod"}) or function.name.endswith(".__new__")
    return Type(at, owner) if by_class else Instance(at, owner)


def declaration(function: FunctionDef, name: str) -> FunctionParameter | None:
    """A parameter by its name."""
    return next((one for one in function.parameters if one.name == name), None)


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
