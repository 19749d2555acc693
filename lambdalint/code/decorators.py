"""What decorators do to a function, by their names."""

from __future__ import annotations

from collections.abc import Iterable

from lambdalint.model.module import FunctionDef, Module
from lambdalint.model.value import Attribute, Global, Result, Symbol, Value

PROPERTIES = frozenset({"property", "cached_property"})
"""Decorators that run a method when its name is read."""


def is_decorated(function: FunctionDef, names: Iterable[str]) -> bool:
    """Whether a decorator's last name is one of these."""
    wanted = set(names)
    return any(last_name(decorator) in wanted for decorator in function.decorators)


def last_name(value: Value) -> str:
    """The last part of a dotted name; empty for what is no name."""
    match value:
        case Symbol(name=name) | Global(name=name):
            return name.rpartition(".")[2]
        case Attribute(name=name):
            return name
        case _:
            return ""


def without_arguments(decorator: Value, at: Module) -> Value:
    """What stands after the `@`, before the arguments it may be given."""
    return at.calls[decorator.call].callee if isinstance(decorator, Result) else decorator
