"""Facts about one Python file, as its one traversal collects them. Plain values: no syntax node, nothing judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, field

from lambdalint.model.source import Anchor
from lambdalint.model.value import Value

StoreKind: TypeAlias = Literal["assign", "augment", "delete", "fill"]


class Condition(Struct, frozen=True):
    """A test that must come out as `holds` for the code under it to run."""

    test: Value
    holds: bool


class TryPart(Struct, frozen=True):
    """The part of a `try` statement that a fact stands in; `number` is the statement's index in `Module.tries`."""

    number: int
    part: Literal["body", "handler", "else", "finally"]
    handler: int = -1
    """Which `except` clause, in order."""


class Context(Struct, frozen=True):
    """Where a fact stands: one context is shared by all facts of a block."""

    function: str
    """Qualified name of the enclosing function; empty for the module body."""
    conditions: tuple[Condition, ...] = ()
    loops: tuple[Value, ...] = ()
    """What the enclosing loops iterate over, outermost first; `while` gives its test."""
    tries: tuple[TryPart, ...] = ()


class Argument(Struct, frozen=True):
    """An argument of a call. `name` is None when positional; `unpacked` marks `*args` and `**kwargs`."""

    value: Value
    name: str | None = None
    unpacked: bool = False
    node: int = -1
    """The number of its value in the module, as in an `Anchor`."""


class Call(Struct, frozen=True):
    """A call."""

    callee: Value
    arguments: tuple[Argument, ...]
    context: Context
    at: Anchor
    discarded: bool = False
    """It is a statement of its own: nobody looks at the result."""
    scoped: bool = False
    """It is the context expression of a `with` statement."""
    awaited: bool = False
    declared: Value | None = None
    """The type that what it returns is declared to have: `client: S3Client = make()`."""

    def argument(self, position: int, name: str) -> Value | None:
        """The value given for a parameter by name or position; None when it is not given or may hide behind `*`/`**`."""
        for argument in self.arguments:
            if argument.name == name:
                return argument.value
        if position < 0 or any(argument.unpacked for argument in self.arguments[: position + 1]):
            return None
        if position < len(self.arguments) and self.arguments[position].name is None:
            return self.arguments[position].value
        return None

    @property
    def unpacks(self) -> bool:
        """Whether some arguments hide behind `*` or `**`."""
        return any(argument.unpacked for argument in self.arguments)


class Read(Struct, frozen=True):
    """A subscript or attribute that is read: `event["Records"]`, `os.environ["TABLE"]`, `config.table`."""

    value: Value
    context: Context
    at: Anchor


class Store(Struct, frozen=True):
    """An assignment, augmented assignment or deletion whose target outlives the function or is not a plain local.

    `target` is a `Global`, or an `Attribute` or `Item` of anything. `value` is what is stored.
    `fill` is a method that puts its arguments into a container (`append`).
    """

    target: Value
    value: Value
    context: Context
    at: Anchor
    kind: StoreKind = "assign"


class Return(Struct, frozen=True):
    """A `return` (or `yield`) of a function."""

    value: Value
    context: Context
    at: Anchor


class Raise(Struct, frozen=True):
    """A `raise`; `value` is None when it re-raises."""

    value: Value | None
    context: Context
    at: Anchor


class Except(Struct, frozen=True):
    """One `except` clause. `types` is empty for a bare one."""

    types: tuple[Value, ...]
    at: Anchor
    name: str | None = None


class Try(Struct, frozen=True):
    """A `try` statement and its clauses."""

    handlers: tuple[Except, ...]
    context: Context
    at: Anchor
    has_finally: bool = False


class Import(Struct, frozen=True):
    """A name bound by an import. `target` is dotted and absolute, or starts with dots when relative."""

    name: str
    """The local name, or `*`."""
    target: str
    context: Context
    at: Anchor
    type_checking: bool = False
    """Under `if TYPE_CHECKING:`, so it never runs."""


class FunctionParameter(Struct, frozen=True):
    """A parameter as declared."""

    name: str
    kind: Literal["positional", "keyword", "*", "**"]
    default: Value | None = None
    annotation: Value | None = None


class FunctionDef(Struct, frozen=True):
    """A function, method or lambda."""

    name: str
    """Qualified: `Service.run`, `handler.<locals>.process`, `<lambda 3>`."""
    parameters: tuple[FunctionParameter, ...]
    decorators: tuple[Value, ...]
    context: Context
    at: Anchor
    """The name."""
    is_async: bool = False
    is_generator: bool = False
    class_name: str | None = None
    """The class it is a method of."""
    returns: tuple[Return, ...] = ()
    annotation: Value | None = None
    """The type it is declared to return."""
    falls_through: bool = True
    """The end of the body can be reached, so it can return None without a `return`."""


class ClassDef(Struct, frozen=True):
    """A class."""

    name: str
    bases: tuple[Value, ...]
    decorators: tuple[Value, ...]
    context: Context
    at: Anchor
    methods: Mapping[str, str] = field(default_factory=dict)
    """Plain name ► qualified name."""
    attributes: Mapping[str, Value] = field(default_factory=dict)
    """Assigned or annotated in the class body."""


class Module(Struct, frozen=True):
    """All facts of one file. `key` is its path, or `template.yaml#FunctionName` for inline code."""

    key: str
    imports: tuple[Import, ...] = ()
    functions: Mapping[str, FunctionDef] = field(default_factory=dict)
    classes: Mapping[str, ClassDef] = field(default_factory=dict)
    variables: Mapping[str, Value] = field(default_factory=dict)
    """Module-level names and what they hold (a `Choice` when assigned more than once)."""
    calls: tuple[Call, ...] = ()
    reads: tuple[Read, ...] = ()
    stores: tuple[Store, ...] = ()
    tries: tuple[Try, ...] = ()
    raises: tuple[Raise, ...] = ()
    tests: tuple[Value, ...] = ()
    """All that is asked: by `if` and `while`, `and` and `or`, assertions, conditional expressions, comprehensions."""
    star_imports: tuple[str, ...] = ()
    defines_getattr: bool = False
    """The module has a `__getattr__`, or its names are changed in ways we do not follow (`globals()[...]`)."""
    definitions: Mapping[str, Anchor] = field(default_factory=dict)
    """Where each module-level name is bound first."""
