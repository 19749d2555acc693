"""What an expression may stand for, once local variables are replaced by what was assigned to them.

A value is symbolic: `event["Records"][0]["body"]` stays readable as items of a parameter, and
`json.loads(body)` as the result of a call, whichever variables the author used on the way. So a
check asks a value what it is, and never sees a syntax node.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct


class Constant(Struct, frozen=True):
    """A literal, or what constant folding made of literals."""

    value: str | bytes | int | float | bool | complex | None


class Parameter(Struct, frozen=True):
    """A parameter of a function of this module (`function` is its qualified name)."""

    function: str
    name: str


class Global(Struct, frozen=True):
    """A name of this module's own global namespace: a variable, function or class."""

    name: str


class Symbol(Struct, frozen=True):
    """What an import or a builtin names, dotted: `boto3.client`, `.helpers.save`, `builtins.open`."""

    name: str


class Local(Struct, frozen=True):
    """A function, lambda or class defined inside a function, by qualified name."""

    name: str


class Result(Struct, frozen=True):
    """What a call of this module returns; `call` is its index in `Module.calls`."""

    call: int


class Attribute(Struct, frozen=True):
    """`of.name`."""

    of: Value
    name: str


class Item(Struct, frozen=True):
    """`of[key]`."""

    of: Value
    key: Value


class Element(Struct, frozen=True):
    """What iterating over `of` gives."""

    of: Value


class Collection(Struct, frozen=True):
    """A list, tuple or set display or comprehension (`kind`: `list`, `tuple`, `set`, `generator`)."""

    kind: str
    items: tuple[Value, ...]


class Dictionary(Struct, frozen=True):
    """A dict display or comprehension; a key of None is an unpacked mapping (`**rest`)."""

    entries: tuple[tuple[Value | None, Value], ...]


class Text(Struct, frozen=True):
    """A string built from parts: an f-string, `+`, `%` or an implicit concatenation."""

    parts: tuple[Value, ...]


class Operation(Struct, frozen=True):
    """An operator and its operands (`+`, `not`, `is`, `in`, `and`, …)."""

    operator: str
    operands: tuple[Value, ...]


class Choice(Struct, frozen=True):
    """One of several values: a conditional expression, or a variable assigned on several paths."""

    options: tuple[Value, ...]


class Declared(Struct, frozen=True):
    """An object of which only the declared type is known: a field of a dataclass."""

    type: Value


class Opaque(Struct, frozen=True):
    """Anything else. `parts` are the values it was made from, so that the event can still be traced through it."""

    parts: tuple[Value, ...] = ()


Value: TypeAlias = (
    Constant
    | Parameter
    | Global
    | Symbol
    | Local
    | Result
    | Attribute
    | Item
    | Element
    | Collection
    | Dictionary
    | Text
    | Operation
    | Choice
    | Declared
    | Opaque
)


MUTATORS = frozenset({"append", "add", "extend", "insert", "update", "setdefault", "appendleft", "push"})
"""Methods that put their arguments into the container they are called on."""


def root_of(value: Value) -> Value:
    """What a chain of attributes and items starts from."""
    while isinstance(value, Attribute | Item):
        value = value.of
    return value


def children(value: Value) -> tuple[Value, ...]:
    """The values directly inside a value."""
    match value:
        case Attribute(of=of) | Element(of=of) | Declared(type=of):
            return (of,)
        case Item(of=of, key=key):
            return (of, key)
        case Collection(items=parts) | Text(parts=parts) | Opaque(parts=parts):
            return parts
        case Operation(operands=parts) | Choice(options=parts):
            return parts
        case Dictionary(entries=entries):
            return tuple(part for entry in entries for part in entry if part is not None)
        case _:
            return ()


def entry(of: Dictionary, key: Constant) -> Value | None:
    """What a dictionary holds under a key; None when it holds nothing there, or when that is not known."""
    for name, value in reversed(of.entries):
        if name == key:
            return value
        if not isinstance(name, Constant):
            return None
    return None


def is_open(of: Dictionary) -> bool:
    """Whether a dictionary may have keys that are not seen."""
    return any(not isinstance(name, Constant) for name, _ in of.entries)


def walk(value: Value) -> Iterator[Value]:
    """A value and all that is inside it, each shared part once."""
    seen: set[int] = set()
    stack = [value]
    while stack:
        top = stack.pop()
        if id(top) not in seen:
            seen.add(id(top))
            yield top
            stack.extend(children(top))
