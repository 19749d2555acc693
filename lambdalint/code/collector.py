"""What one reading of a module gathers: the facts so far, the scope and the context the reader stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import libcst as cst
from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.code.scopes import Scope
from lambdalint.model.module import (
    Call,
    ClassDef,
    Condition,
    Context,
    FunctionDef,
    Import,
    Raise,
    Read,
    Return,
    Store,
    Try,
    TryPart,
)
from lambdalint.model.source import Anchor
from lambdalint.model.value import Result, Value


class Collector(Struct):
    """Mutable while a module is read; `lambdalint.code.read_module` freezes it into a `Module`."""

    key: str
    ordinals: Mapping[int, int]
    """`id(node)` ► its number in the order of the traversal."""
    scope: Scope
    context: Context = field(default_factory=lambda: Context(""))
    imports: list[Import] = field(default_factory=list)
    functions: dict[str, FunctionDef] = field(default_factory=dict)
    classes: dict[str, ClassDef] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    stores: list[Store] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)
    raises: list[Raise] = field(default_factory=list)
    tests: list[Value] = field(default_factory=list)
    returns: dict[str, list[Return]] = field(default_factory=dict)
    generators: set[str] = field(default_factory=set)
    star_imports: list[str] = field(default_factory=list)
    definitions: dict[str, Anchor] = field(default_factory=dict)
    deferred: list[Callable[[], None]] = field(default_factory=list)
    """Function bodies still to be read: they see what their surroundings hold at the end."""

    def anchor(self, node: cst.CSTNode) -> Anchor:
        """A place that costs nothing until it is reported."""
        return Anchor(self.key, self.ordinals[id(node)])

    def declare(self, value: Value, annotation: Value) -> None:
        """Note what type a value is declared to have, where it is the result of a call."""
        if isinstance(value, Result):
            self.calls[value.call] = replace(self.calls[value.call], declared=annotation)

    @contextmanager
    def under(
        self,
        *conditions: Condition,
        loop: Value | None = None,
        part: TryPart | None = None,
    ) -> Iterator[None]:
        """Stand below a condition, in a loop, or in a part of a `try`."""
        before = self.context
        self.tests.extend(condition.test for condition in conditions)
        self.context = replace(
            before,
            conditions=before.conditions + conditions,
            loops=before.loops if loop is None else (*before.loops, loop),
            tries=before.tries if part is None else (*before.tries, part),
        )
        try:
            yield
        finally:
            self.context = before

    @contextmanager
    def within(self, scope: Scope, context: Context | None = None) -> Iterator[Scope]:
        """Stand in another scope, and in a fresh context when it is a function's."""
        outer_scope, outer_context = self.scope, self.context
        self.scope = scope
        self.context = outer_context if context is None else context
        try:
            yield scope
        finally:
            self.scope, self.context = outer_scope, outer_context

    def qualify(self, name: str) -> str:
        """The qualified name of a definition made here, as Python's own `__qualname__`."""
        scope = self.scope
        if scope.is_module:
            return name
        return f"{scope.function}.{name}" if scope.is_class else f"{scope.function}.<locals>.{name}"

    def unused_name(self, name: str) -> str:
        """The name itself, or with a number when an earlier definition has it."""
        taken = self.functions.keys() | self.classes.keys()
        candidate, number = name, 2
        while candidate in taken:
            candidate, number = f"{name}~{number}", number + 1
        return candidate
