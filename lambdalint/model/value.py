"""What an expression may stand for, once local variables are replaced by what was assigned to them.

A value is symbolic: `event["Records"][0]["body"]` stays readable as items of a parameter, and
`json.loads(body)` as the result of a call, whichever variables the author used on the way. So a
check asks a value what it is, and never sees a syntax node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal, or what constant folding made of literals."""

    value: str | bytes | int | float | bool | complex | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function of this module (`function` is its qualified name)."""

    function: str
    name: str


@dataclass(frozen=True, slots=True)
class Global:
    """A name of this module's own global namespace: a variable, function or class."""

    name: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """What an import or a builtin names, dotted: `boto3.client`, `.helpers.save`, `builtins.open`."""

    name: str


@dataclass(frozen=True, slots=True)
class Local:
    """A function, lambda or class defined inside a function, by qualified name."""

    name: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a call of this module returns; `call` is its index in `Module.calls`."""

    call: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """`of.name`."""

    of: Value
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """`of[key]`."""

    of: Value
    key: Value


@dataclass(frozen=True, slots=True)
class Element:
    """What iterating over `of` gives."""

    of: Value


@dataclass(frozen=True, slots=True)
class Collection:
    """A list, tuple or set display or comprehension (`kind`: `list`, `tuple`, `set`, `generator`)."""

    kind: str
    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dict display or comprehension; a key of None is an unpacked mapping (`**rest`)."""

    entries: tuple[tuple[Value | None, Value], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A string built from parts: an f-string, `+`, `%` or an implicit concatenation."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator and its operands (`+`, `not`, `is`, `in`, `and`, …)."""

    operator: str
    operands: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values: a conditional expression, or a variable assigned on several paths."""

    options: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """An object of which only the declared type is known: a field of a dataclass."""

    type: Value


@dataclass(frozen=True, slots=True)
class Opaque:
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
