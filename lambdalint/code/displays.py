"""What is inside of lists, tuples, sets and dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from lambdalint.code.elements import ROW
from lambdalint.model.module import Module
from lambdalint.model.value import (
    Collection,
    Constant,
    Dictionary,
    Element,
    Global,
    Opaque,
    Parameter,
    Value,
)

_DEPTH = 16
"""How many variables are followed to a display."""
_MOST = 64
"""How many values are looked at on the way to displays."""
_FEW = 3
"""How many texts a value may be, and through how many calls it is followed, before it counts as any."""
_Given: TypeAlias = Callable[[Parameter, Module], Iterable[tuple[Module, Value]]]
Steps: TypeAlias = Callable[[Value, Module], Iterable[tuple[Module, Value]]]


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


def parts(of: Value, key: Value, at: Module, steps: Steps) -> Iterator[tuple[Module, Value]]:
    """The values one of which `of[key]` is, where `of` is seen to be a display; `steps` follows variables to one."""
    queue, seen = [(at, of)], set[int]()
    while queue and len(seen) < _MOST:
        module, value = queue.pop(0)
        if id(value) in seen:
            continue
        seen.add(id(value))
        match value:
            case Dictionary(entries=entries):
                yield from ((module, one) for one in _entries(entries, key))
            case Collection(items=items):
                yield from ((module, one) for one in _items(value.kind, items, key))
            case _:
                queue.extend(steps(value, module))


def _entries(entries: tuple[tuple[Value | None, Value], ...], key: Value) -> Iterator[Value]:
    if isinstance(key, Constant):
        found = [value for name, value in entries if name == key]
        unsure = any(name is None or not isinstance(name, Constant) for name, _ in entries)
        if found and not unsure:
            yield found[-1]
            return
    for name, value in entries:
        yield Opaque((value,)) if name is None else value


def _items(kind: str, items: tuple[Value, ...], key: Value) -> Iterator[Value]:
    match key:
        case Constant(value=int(position)) if -len(items) <= position < len(items):
            starred = any(isinstance(one, Element) for one in (items[:position] if position > 0 else items))
            if kind == ROW or (kind in ("list", "tuple") and (position == 0 or not starred)):
                yield items[position]
                return
    yield from items


def any_key() -> Value:
    """A key that is not known."""
    return Opaque()
