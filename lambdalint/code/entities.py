"""What a name turns out to be, once imports, variables and instances are followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct

from lambdalint.model.module import Argument, ClassDef, FunctionDef, Module


class Definition(Struct, frozen=True, eq=False):
    """A function of the project."""

    module: Module
    function: FunctionDef
    bound: Instance | Type | None = None
    """The instance or class it was looked up on: its first parameter is taken."""
    given: tuple[tuple[Module, Argument], ...] = ()
    """What `functools.partial` passes before the arguments of a call."""

    @property
    def key(self) -> tuple[str, str]:
        """Module and name: what tells functions apart."""
        return self.module.key, self.function.name

    @property
    def place(self) -> tuple[Module, str]:
        """The module and the name in it."""
        return self.module, self.function.name


class Type(Struct, frozen=True, eq=False):
    """A class of the project."""

    module: Module
    definition: ClassDef
    above: str | None = None
    """`super()` looks only at what comes after the class with this key."""

    @property
    def key(self) -> str:
        """What tells classes apart."""
        return f"{self.module.key}:{self.definition.name}"


class Instance(Struct, frozen=True, eq=False):
    """An object of a class of the project."""

    module: Module
    definition: ClassDef
    above: str | None = None

    @property
    def key(self) -> str:
        """What tells classes apart."""
        return f"{self.module.key}:{self.definition.name}"


class Namespace(Struct, frozen=True):
    """A module of the project, or a package without an `__init__.py` (`module` is None)."""

    dotted: str
    module: Module | None


class External(Struct, frozen=True):
    """Something outside the project, written as one would write it: `boto3.client('s3').get_object`."""

    name: str


Entity: TypeAlias = Definition | Type | Instance | Namespace | External


def distinct(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Each entity once, in order; two ways to the same thing count as one."""
    seen: set[object] = set()
    for entity in entities:
        identity = _identity(entity)
        if identity not in seen:
            seen.add(identity)
            yield entity


def _identity(entity: Entity) -> object:
    match entity:
        case Definition(bound=bound, given=given):
            return entity.key, bound and (type(bound), bound.key), tuple(id(argument) for _, argument in given)
        case Type() | Instance():
            return type(entity), entity.key, entity.above
        case Namespace(dotted=dotted):
            return Namespace, dotted
        case External(name=name):
            return name
