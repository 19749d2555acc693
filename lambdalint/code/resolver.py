"""What the parts of `Program` ask of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias

from lambdalint.code.entities import Definition, Entity
from lambdalint.model.module import Module
from lambdalint.model.value import Parameter, Value

Step: TypeAlias = tuple[Module, Value]
"""A value and the module it is to be understood in."""


class Resolver(Protocol):
    """Follows values through the program."""

    def entities(self, value: Value, at: Module) -> tuple[Entity, ...]:
        """All that a value of a module may be."""
        ...

    def steps(self, value: Value, at: Module) -> Iterable[Step]:
        """The values one of which a value is, one step on."""
        ...

    def inside(self, of: Value, key: Value, at: Module) -> list[Step]:
        """What a display or container holds under a key."""
        ...

    def given(self, value: Parameter, at: Module) -> list[Step]:
        """What callers pass for a parameter."""
        ...

    def receivers_of(self, method: Definition) -> Iterable[Entity]:
        """The objects that a method was seen to be called on, or one of its own class."""
        ...

    def returned(self, function: Definition) -> Iterator[Entity]:
        """What a function of the project may return."""
        ...
