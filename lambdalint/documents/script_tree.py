"""A TypeScript or JavaScript program as a tree: statements, and expressions that nobody has evaluated yet. Types are gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct, field

from lambdalint.model.source import Span


class Literal(Struct, frozen=True):
    """A string, number, boolean, or `null` and `undefined`."""

    value: str | int | float | bool | None
    at: Span


class Text(Struct, frozen=True):
    """A template string."""

    parts: tuple[Expression, ...]
    at: Span


class Name(Struct, frozen=True):
    """A variable; also `this` and `super`."""

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


class Call(Struct, frozen=True):
    """`callee(arguments)`, or with `new` before it."""

    callee: Expression
    arguments: tuple[Expression, ...]
    at: Span
    new: bool = False


class Spread(Struct, frozen=True):
    """`...of`."""

    of: Expression
    at: Span


class Property(Struct, frozen=True):
    """`key: value` of an object; without a key, what is spread into it. `at` is the key."""

    key: Expression | None
    value: Expression
    at: Span


class Object(Struct, frozen=True):
    """`{ key: value }`."""

    properties: tuple[Property, ...]
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


class Assignment(Struct, frozen=True):
    """`target = value`; `operator` is that of `+=` and the like."""

    target: Pattern
    value: Expression
    at: Span
    operator: str = ""


class Parameter(Struct, frozen=True):
    """A parameter; `field` when TypeScript makes it an attribute of the object too."""

    pattern: Pattern
    default: Expression | None = None
    rest: bool = False
    field: bool = False


class Function(Struct, frozen=True):
    """A function of any kind. Arrow functions have no `this` of their own."""

    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    at: Span
    arrow: bool = False
    deferred: bool = False
    """What it gives comes later, or bit by bit: it is `async` or a generator."""


class Class(Struct, frozen=True):
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


class Opaque(Struct, frozen=True):
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


class Part(Struct, frozen=True):
    """What one key of an object or place of an array is bound to; without a key, all the rest."""

    key: str | int | None
    pattern: Pattern
    default: Expression | None = None


class Parts(Struct, frozen=True):
    """`{ a, b: c, ...rest }` or `[a, b]` where something is bound."""

    parts: tuple[Part, ...]
    at: Span


Pattern: TypeAlias = Name | Member | Index | Parts | Opaque
"""What a value can be bound to."""


class Declaration(Struct, frozen=True):
    """`const pattern = value`, and functions, classes and enumerations by their names."""

    pattern: Pattern
    value: Expression | None
    exported: bool = False


class Evaluation(Struct, frozen=True):
    """An expression that is a statement."""

    value: Expression


class Leave(Struct, frozen=True):
    """Where a body ends before its end; only `return` has a value."""

    kind: OneOf["return", "throw", "break", "continue"]
    value: Expression | None = None


class Branch(Struct, frozen=True):
    """`if`; `switch` is one inside the other."""

    condition: Expression
    yes: tuple[Statement, ...]
    no: tuple[Statement, ...]


class Each(Struct, frozen=True):
    """`for (const pattern of over)`; `keys` for `in`."""

    pattern: Pattern
    over: Expression
    body: tuple[Statement, ...]
    keys: bool = False


class Maybe(Struct, frozen=True):
    """What runs nobody knows how often: other loops, `catch`, a `switch`."""

    body: tuple[Statement, ...]


class Block(Struct, frozen=True):
    """Statements in braces."""

    body: tuple[Statement, ...]


class Import(Struct, frozen=True):
    """A name of another module under a name of this one. `*` is all of it, `default` what it exports by default."""

    source: str
    name: str
    local: str


class Export(Struct, frozen=True):
    """A name of this module, or of the one at `source`, under the name that others know it by; `*` is all of them."""

    name: str
    known_as: str
    source: str | None = None


class DefaultExport(Struct, frozen=True):
    """`export default value`."""

    value: Expression


Statement: TypeAlias = (
    Declaration | Evaluation | Leave | Branch | Each | Maybe | Block | Import | Export | DefaultExport
)


class Script(Struct, frozen=True):
    """A file."""

    path: str
    body: tuple[Statement, ...]
