"""What each name holds while a module is read, one scope per function, class, comprehension or module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from msgspec import Struct, field

from lambdalint.model.value import Choice, Constant, Global, Local, Opaque, Parameter, Result, Symbol, Value, children

_LARGEST_VALUE = 80
"""A local variable remembers how it was made up to this many parts; beyond that, only from what."""


class Scope(Struct):
    """Names and their present values. `function` is the qualified name, empty for the module."""

    function: str
    names: dict[str, Value] = field(default_factory=dict)
    parent: Scope | None = None
    is_class: bool = False
    is_module: bool = False
    global_names: set[str] = field(default_factory=set)
    nonlocal_names: set[str] = field(default_factory=set)

    @property
    def module(self) -> Scope:
        """The module's own scope."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def look_up(self, name: str) -> Value | None:
        """The value of a name in this function or one around it; None leaves it to the module."""
        scope: Scope | None = self
        while scope is not None and not scope.is_module:
            if name in scope.global_names:
                return scope.names.get(name)
            if name in scope.names and (not scope.is_class or scope is self):
                return scope.names[name]
            scope = scope.parent
        return None

    def bind(self, name: str, value: Value) -> None:
        """Give a local name a value."""
        owner = self._owner(name) if name in self.nonlocal_names else self
        owner.names[name] = compact(value)

    def _owner(self, name: str) -> Scope:
        scope = self.parent
        while scope is not None and not scope.is_module:
            if name in scope.names:
                return scope
            scope = scope.parent
        return self

    @contextmanager
    def branches(self) -> Iterator[Branches]:
        """Run several paths from the same start; afterwards a name holds what any of them gave it."""
        branches = Branches(self, dict(self.names))
        yield branches
        self.names = merge(branches.ends or [branches.start])


class Branches(Struct):
    """The paths of an `if`, `try`, `match` or loop."""

    scope: Scope
    start: dict[str, Value]
    ends: list[dict[str, Value]] = field(default_factory=list)

    def begin(self) -> None:
        """Start a path from where the statement started."""
        self.scope.names = dict(self.start)

    def end(self, *, reaches_end: bool = True) -> None:
        """Close a path; one that returns or raises tells nothing about what follows."""
        if reaches_end:
            self.ends.append(self.scope.names)


def merge(ends: Iterable[dict[str, Value]]) -> dict[str, Value]:
    """One scope out of several: a name that differs becomes a `Choice`."""
    first, *rest = ends
    merged = dict(first)
    for names in rest:
        for name, value in names.items():
            before = merged.get(name)
            merged[name] = value if before is None or before is value else either(before, value)
    return merged


def either(*values: Value) -> Value:
    """A `Choice` without repeats, flat."""
    options: dict[Value, None] = {}
    for value in values:
        for option in value.options if isinstance(value, Choice) else (value,):
            options[option] = None
    return next(iter(options)) if len(options) == 1 else compact(Choice(tuple(options)))


def compact(value: Value) -> Value:
    """The value itself while it is small, else what it was made from: keeps growth linear."""
    stack, leaves, count = [value], dict[Value, None](), 0
    while stack:
        top = stack.pop()
        count += 1
        inside = children(top)
        if inside:
            stack.extend(inside)
        elif isinstance(top, Parameter | Global | Symbol | Local | Result):
            leaves[top] = None
        if count > _LARGEST_VALUE:
            leaves.update(dict.fromkeys(_leaves(stack)))
            return Opaque(tuple(leaves))
    return value


def _leaves(stack: list[Value]) -> Iterator[Value]:
    budget = 20 * _LARGEST_VALUE
    while stack and budget:
        budget -= 1
        top = stack.pop()
        inside = children(top)
        if inside:
            stack.extend(inside)
        elif not isinstance(top, Constant | Opaque):
            yield top
