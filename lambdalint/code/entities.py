"""What a name turns out to be, once imports, variables and instances are followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from lambdalint.model.module import ClassDef, FunctionDef, Module


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A function of the project."""

    module: Module
    function: FunctionDef
    bound: Instance | Type | None = None
    """The instance or class it was looked up on: its first parameter is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Type:
    """A class of the project."""

    module: Module
    definition: ClassDef


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An object of a class of the project."""

    module: Module
    definition: ClassDef


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
