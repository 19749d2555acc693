"""What a name turns out to be, once imports, variables and instances are followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from lambdalint.model.module import Argument, ClassDef, FunctionDef, Module


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
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


@dataclass(frozen=True, slots=True, eq=False)
class Type:
    """A class of the project."""

    module: Module
    definition: ClassDef
    above: str | None = None
    """`super()` looks only at what comes after the class with this key."""

    @property
    def key(self) -> str:
        """What tells classes apart."""
        return f"{self.module.key}:{self.definition.name}"


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An object of a class of the project."""

    module: Module
    definition: ClassDef
    above: str | None = None

    @property
    def key(self) -> str:
        """What tells classes apart."""
        return f"{self.module.key}:{self.definition.name}"


@dataclass(frozen=True, slots=True)
class Namespace:
    """A module of the project, or a package without an `__init__.py` (`module` is None)."""

    dotted: str
    module: Module | None


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the project, written as one would write it: `boto3.client('s3').get_object`."""

    name: str


Entity: TypeAlias = Definition | Type | Instance | Namespace | External
