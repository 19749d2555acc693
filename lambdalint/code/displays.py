"""What a value that is made of others may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from lambdalint.code.decorators import last_name
from lambdalint.model.module import Module
from lambdalint.model.value import (
    Choice,
    Collection,
    Constant,
    Dictionary,
    Element,
    Global,
    Item,
    Opaque,
    Operation,
    Parameter,
    Value,
)

_DEPTH = 16
"""How many variables are followed to a display."""
_FEW = 3
"""How many texts a value may be, and through how many calls it is followed, before it counts as any."""
_TRANSPARENT = frozenset({"Annotated", "ClassVar", "Final", "Optional", "Required", "NotRequired", "Union"})
"""An object of `Optional[X]` is an X, where it is one at all."""
_Given: TypeAlias = Callable[[Parameter, Module], Iterable[tuple[Module, Value]]]


def options(value: Value, at: Module) -> Iterable[Value]:
    """The values one of which a composed value is."""
    match value:
        case Choice(options=found) | Operation(operator="or" | "and", operands=found):
            return found
        case Item(of=of) | Element(of=of):
            return _parts(of, at, 0)
        case _:
            return ()


def texts(value: Value | None, at: Module, given: _Given, depth: int = 0) -> tuple[str | None, ...]:
    """The constant strings one of which a value is, a single None when that is not known; `given` fills parameters."""
    match value:
        case Constant(value=str(text)):
            return (text,)
        case Global(name=name) if name in at.variables and depth < _DEPTH:
            return texts(at.variables[name], at, given, depth + 1)
        case Parameter() if depth < _FEW:
            found = {text: None for module, one in given(value, at) for text in texts(one, module, given, depth + 1)}
            return tuple(found) if 0 < len(found) <= _FEW else (None,)
        case _:
            return (None,)


def _parts(of: Value, at: Module, depth: int) -> Iterable[Value]:
    """The values inside a display, through variables of the module."""
    match of:
        case Dictionary(entries=entries):
            return [value for _, value in entries]
        case Collection(items=items):
            return items
        case Global(name=name) if depth < _DEPTH and name in at.variables:
            return _parts(at.variables[name], at, depth + 1)
        case _:
            return ()


def classes(annotation: Value) -> Iterator[Value]:
    """The classes one of which an object of that type has."""
    match annotation:
        case Choice(options=found):
            for option in found:
                yield from classes(option)
        case Item(of=of, key=key) if last_name(of) in _TRANSPARENT:
            for option in key.parts if isinstance(key, Opaque) else (key,):
                yield from classes(option)
        case Constant() | Item() | Opaque():
            return
        case _:
            yield annotation
