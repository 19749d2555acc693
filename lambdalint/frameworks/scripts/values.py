"""What only programs in TypeScript and JavaScript have: objects, closures, classes and scopes.

Strings, numbers and lists stand for themselves; an undefined value is None. Items of lists and objects are `Given`, so
that each keeps the place where it was written.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from lambdalint.documents.script_tree import Class, Function
from lambdalint.frameworks.programs.values import HIDDEN, Given, Thing, Unknown
from lambdalint.model.source import Anchor, Span


class Fields(dict[str, Thing]):
    """An object that is written out; `keys_at` is where its keys stand."""

    __slots__ = ("keys_at",)

    def __init__(self) -> None:
        super().__init__()
        self.keys_at: dict[str, Span] = {}

    def put(self, key: str, value: Given, at: Span) -> None:
        """Set a field."""
        self[key] = value
        self.keys_at[key] = at

    def take(self, other: dict[str, Thing]) -> None:
        """Take over the fields of another object."""
        self.update(other)
        if isinstance(other, Fields):
            self.keys_at.update(other.keys_at)

    def hide(self) -> None:
        """Say that there may be more than can be seen; what is there may be something else."""
        self[HIDDEN] = Unknown("...")


class Scope(Struct, eq=False):
    """The variables of one run of a block or function. `this` and `home` are None where the scope around has them."""

    path: str
    outer: Scope | None = None
    names: dict[str, Thing] = field(default_factory=dict)
    this: Thing = None
    home: ClassValue | None = None
    """The class whose method runs."""

    def around(self) -> Iterator[Scope]:
        """This scope and those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.outer

    def holder(self, name: str) -> Scope | None:
        """The scope that a variable is of."""
        return next((scope for scope in self.around() if name in scope.names), None)

    @property
    def method_of(self) -> ClassValue | None:
        """The class whose method runs here."""
        return next((scope.home for scope in self.around() if scope.home is not None), None)

    @property
    def self(self) -> Thing:
        """What `this` is."""
        return next((scope.this for scope in self.around() if scope.this is not None), None)


class Closure(Struct, eq=False):
    """A function with the variables around it."""

    function: Function
    scope: Scope
    this: Thing = None
    home: ClassValue | None = None


class ClassValue(Struct, eq=False):
    """A class of the project; `base` is another, or one of a library."""

    definition: Class
    scope: Scope
    base: Thing = None
    statics: dict[str, Thing] = field(default_factory=dict)

    def ancestry(self) -> Iterator[ClassValue]:
        """It and the project's classes that it inherits from."""
        one: Thing = self
        seen: list[ClassValue] = []
        while isinstance(one, ClassValue) and one not in seen:
            yield one
            seen.append(one)
            one = one.base


class Instance(Struct, eq=False):
    """An object of a class of the project. `base` is what the library made of it."""

    of: ClassValue
    base: Thing = None
    values: dict[str, Thing] = field(default_factory=dict)


def plain(value: Thing) -> Thing:
    """A value without its place."""
    while isinstance(value, Given):
        value = value.value
    return value


class Places(Struct):
    """Where values were written, by number."""

    spans: dict[Anchor, Span] = field(default_factory=dict)
    _known: dict[Span, Anchor] = field(default_factory=dict)

    def anchor(self, at: Span) -> Anchor:
        """What stands for a place."""
        if at not in self._known:
            anchor = Anchor(at.path, len(self._known))
            self._known[at] = anchor
            self.spans[anchor] = at
        return self._known[at]
