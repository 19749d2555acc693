"""What the expressions of a program stand for while it is followed.

Strings, numbers, lists, dicts and paths stand for themselves; the rest is here, or belongs to the library that the
program is written with.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from msgspec import Struct, field

from lambdalint.model.module import ClassDef, FunctionDef, Module
from lambdalint.model.source import Anchor

Thing: TypeAlias = Any
"""A value of the program: Python's own, or one of the classes here."""

HIDDEN: Final = "Fn::Transform"
"""A key of a dict that stands for keys which cannot be seen, as a template would write it."""

ROOT: Final = "/…"
"""Where the project's root seems to be, for paths made from `__file__`."""


class Unknown(Struct, frozen=True):
    """What only the running program or the deployment knows."""

    name: str = "a value"


class Name(Struct, frozen=True):
    """Something of a library, by its dotted name: `aws_cdk.aws_lambda.Runtime.PYTHON_3_12`."""

    dotted: str

    @property
    def last(self) -> str:
        """The last part: `PYTHON_3_12`."""
        return self.dotted.rpartition(".")[2]


class Given(Struct, frozen=True):
    """A value, and the argument that it was given as."""

    value: Thing
    at: Anchor


class Arguments(Struct):
    """What a call is given, with its values known. `at` is the call."""

    at: Anchor
    positional: list[Given] = field(default_factory=list)
    named: dict[str, Given] = field(default_factory=dict)
    complete: bool = True
    """Nothing else hides behind `*` or `**`."""

    def given(self, position: int, name: str) -> Given | None:
        """An argument by name or position; None when it is not given."""
        if name in self.named:
            return self.named[name]
        return self.positional[position] if 0 <= position < len(self.positional) else None

    def get(self, position: int, name: str) -> Thing:
        """The value of an argument; None when it is not given, unknown when it may hide."""
        found = self.given(position, name)
        if found is not None:
            return found.value
        return None if self.complete else Unknown()


class Made(Struct, eq=False):
    """What calling something of a library gave: `SqsEventSource(queue)`; `of` is what a method was called on."""

    dotted: str
    arguments: Arguments
    of: Thing = None

    @property
    def last(self) -> str:
        """The last part of what was called."""
        return self.dotted.rpartition(".")[2]


class Ref(Struct, frozen=True):
    """A resource of the template, or one of its attributes."""

    name: str
    attribute: str = ""


class Joined(Struct, frozen=True):
    """Text of which parts are resources or unknown."""

    parts: tuple[Thing, ...]


class FileText(Struct, frozen=True):
    """The text of a file of the project."""

    path: Thing


class Instance(Struct, eq=False):
    """An object of a class of the project. `base` is what it is of the library, when it inherits from one of its classes."""

    module: Module
    definition: ClassDef
    place: Thing = None
    """Where the library puts what is made inside of it."""
    base: Thing = None
    values: dict[str, Thing] = field(default_factory=dict)
    """Attributes that no method assigns: the fields of a dataclass."""
    frames: list[Thing] = field(default_factory=list)
    """The methods that ran, in order."""


class Class(Struct, frozen=True):
    """A class of the project."""

    module: Module
    definition: ClassDef


class Routine(Struct, frozen=True):
    """A function of the project, bound to an object or not; `frame` is where it was defined."""

    module: Module
    definition: FunctionDef
    frame: Thing = None
    owner: Instance | Class | None = None


class Method(Struct, frozen=True):
    """A method of something that is not of the project, called by `name`."""

    of: Thing
    name: str


class Parent(Struct, frozen=True):
    """What `super()` gives: the base of a class that an object is made of."""

    instance: Instance
    definition: ClassDef
    module: Module


class Callback(Struct, frozen=True):
    """A call that a library makes of something that it was given."""

    callee: Thing
    arguments: Arguments


class Namespace(Struct, frozen=True):
    """A module or package of the project, by its dotted name."""

    dotted: str
    module: Module | None
