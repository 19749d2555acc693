"""A TypeScript or JavaScript program as a tree: statements, and expressions that nobody has evaluated yet. Types are gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from lambdalint.model.source import Span


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, number, boolean, or `null` and `undefined`."""

    value: str | int | float | bool | None
    at: Span


@dataclass(frozen=True, slots=True)
class Text:
    """A template string."""

    parts: tuple[Expression, ...]
    at: Span


@dataclass(frozen=True, slots=True)
class Name:
    """A variable; also `this` and `super`."""

    name: str
    at: Span


@dataclass(frozen=True, slots=True)
class Member:
    """`of.name`."""

    of: Expression
    name: str
    at: Span


@dataclass(frozen=True, slots=True)
class Index:
    """`of[key]`."""

    of: Expression
    key: Expression
    at: Span


@dataclass(frozen=True, slots=True)
class Call:
    """`callee(arguments)`, or with `new` before it."""

    callee: Expression
    arguments: tuple[Expression, ...]
    at: Span
    new: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """`...of`."""

    of: Expression
    at: Span


@dataclass(frozen=True, slots=True)
class Property:
    """`key: value` of an object; without a key, what is spread into it. `at` is the key."""

    key: Expression | None
    value: Expression
    at: Span


@dataclass(frozen=True, slots=True)
class Object:
    """`{ key: value }`."""

    properties: tuple[Property, ...]
    at: Span


@dataclass(frozen=True, slots=True)
class Array:
    """`[a, b]`."""

    items: tuple[Expression, ...]
    at: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """`condition ? yes : no`."""

    condition: Expression
    yes: Expression
    no: Expression
    at: Span


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with one or two operands."""

    operator: str
    operands: tuple[Expression, ...]
    at: Span


@dataclass(frozen=True, slots=True)
class Assignment:
    """`target = value`; `operator` is that of `+=` and the like."""

    target: Pattern
    value: Expression
    at: Span
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; `field` when TypeScript makes it an attribute of the object too."""

    pattern: Pattern
    default: Expression | None = None
    rest: bool = False
    field: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function of any kind. Arrow functions have no `this` of their own."""

    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    at: Span
    arrow: bool = False
    deferred: bool = False
    """What it gives comes later, or bit by bit: it is `async` or a generator."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class; what is static stands apart."""

    name: str
    base: Expression | None
    at: Span
    maker: Function | None = None
    fields: tuple[tuple[str, Expression | None], ...] = ()
    methods: Mapping[str, Function] = field(default_factory=dict)
    getters: Mapping[str, Function] = field(default_factory=dict)
    static_fields: tuple[tuple[str, Expression | None], ...] = ()
    static_methods: Mapping[str, Function] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opaque:
    """What is not followed, and what it is made from."""

    at: Span
    parts: tuple[Expression, ...] = ()


Expression: TypeAlias = (
    Literal
    | Text
    | Name
    | Member
    | Index
    | Call
    | Spread
    | Object
    | Array
    | Choice
    | Operation
    | Assignment
    | Function
    | Class
    | Opaque
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one key of an object or place of an array is bound to; without a key, all the rest."""

    key: str | int | None
    pattern: Pattern
    default: Expression | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """`{ a, b: c, ...rest }` or `[a, b]` where something is bound."""

    parts: tuple[Part, ...]
    at: Span


Pattern: TypeAlias = Name | Member | Index | Parts | Opaque
"""What a value can be bound to."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """`const pattern = value`, and functions, classes and enumerations by their names."""

    pattern: Pattern
    value: Expression | None
    exported: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An expression that is a statement."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Leave:
    """`return`, `throw`, `break` and `continue`; only a `return` has a value."""

    value: Expression | None = None
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """`if`; `switch` is one inside the other."""

    condition: Expression
    yes: tuple[Statement, ...]
    no: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """`for (const pattern of over)`; `keys` for `in`."""

    pattern: Pattern
    over: Expression
    body: tuple[Statement, ...]
    keys: bool = False


@dataclass(frozen=True, slots=True)
class Maybe:
    """What runs nobody knows how often: other loops, `catch`, a `switch`."""

    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Statements in braces."""

    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """A name of another module under a name of this one. `*` is all of it, `default` what it exports by default."""

    source: str
    name: str
    local: str


@dataclass(frozen=True, slots=True)
class Export:
    """A name of this module, or of the one at `source`, under the name that others know it by; `*` is all of them."""

    name: str
    known_as: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class DefaultExport:
    """`export default value`."""

    value: Expression


Statement: TypeAlias = (
    Declaration | Evaluation | Leave | Branch | Each | Maybe | Block | Import | Export | DefaultExport
)


@dataclass(frozen=True, slots=True)
class Script:
    """A file."""

    path: str
    body: tuple[Statement, ...]
