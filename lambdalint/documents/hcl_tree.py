"""Terraform's language as a tree: blocks, attributes, and expressions that nobody has evaluated yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from lambdalint.model.source import Span


class Literal(Struct, frozen=True):
    """A string, number, boolean or null."""

    value: str | int | float | bool | None
    at: Span
    lines: tuple[tuple[int, int], ...] = ()
    """For a heredoc: the (line, column) in the file where each line of `value` begins."""


class Text(Struct, frozen=True):
    """A string or heredoc with interpolated parts."""

    parts: tuple[Expression, ...]
    at: Span


class Name(Struct, frozen=True):
    """The beginning of a reference: `var`, `local`, `each`, a resource type, the variable of a `for`."""

    name: str
    at: Span


class Member(Struct, frozen=True):
    """`of.name`."""

    of: Expression
    name: str
    at: Span


class Index(Struct, frozen=True):
    """`of[key]`."""

    of: Expression
    key: Expression
    at: Span


class Splat(Struct, frozen=True):
    """`of[*].a.b`: for each element what stands at the end of `path`."""

    of: Expression
    path: tuple[str, ...]
    at: Span


class Call(Struct, frozen=True):
    """`name(arguments)`; `spread` when the last argument is a list of arguments (`...`)."""

    name: str
    arguments: tuple[Expression, ...]
    spread: bool
    at: Span


class Object(Struct, frozen=True):
    """`{ key = value }`; a plain key is a literal."""

    entries: tuple[tuple[Expression, Expression], ...]
    at: Span


class Array(Struct, frozen=True):
    """`[a, b]`."""

    items: tuple[Expression, ...]
    at: Span


class Choice(Struct, frozen=True):
    """`condition ? yes : no`."""

    condition: Expression
    yes: Expression
    no: Expression
    at: Span


class Operation(Struct, frozen=True):
    """An operator with one or two operands."""

    operator: str
    operands: tuple[Expression, ...]
    at: Span


class For(Struct, frozen=True):
    """`[for item in of : value if condition]`; with a `key` it makes an object."""

    names: tuple[str, ...]
    """The variable of the values, or those of the keys and the values."""
    of: Expression
    key: Expression | None
    value: Expression
    condition: Expression | None
    grouped: bool
    """`...`: values of the same key are a list."""
    at: Span


class Opaque(Struct, frozen=True):
    """What is not followed: a template's directives, nesting without end."""

    at: Span


Expression: TypeAlias = (
    Literal | Text | Name | Member | Index | Splat | Call | Object | Array | Choice | Operation | For | Opaque
)


class Attribute(Struct, frozen=True):
    """`name = value`."""

    name: str
    name_at: Span
    value: Expression


class Block(Struct, frozen=True):
    """`type "label" { … }`; `at` is its type with its labels."""

    type: str
    labels: tuple[str, ...]
    body: Body
    at: Span


class Body(Struct, frozen=True):
    """What stands between braces, or in a file; in a folder's, what all of its files say."""

    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        """An attribute by its name; the last one when several files set it."""
        return next((each for each in reversed(self.attributes) if each.name == name), None)

    def of_type(self, name: str) -> Iterator[Block]:
        """The blocks of a type."""
        return (block for block in self.blocks if block.type == name)
