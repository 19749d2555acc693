"""What a program deploys with: a library whose calls make resources."""

from __future__ import annotations

from typing import Protocol

from lambdalint.frameworks.programs.values import Arguments, Given, Instance, Thing


class Library(Protocol):
    """The classes, functions and methods of a library, each with what it does."""

    packages: frozenset[str]
    """Its own packages, by their first names: no module of the project is one of them."""
    doubt: bool
    """Whether what is made now may not be there: a condition on it is unknown."""

    def spelled(self, dotted: str) -> str:
        """The name of something of the library as it is spelled today."""
        ...

    def make(self, dotted: str, arguments: Arguments) -> Thing:
        """What calling something of the library, or of another one that is not followed, gives."""
        ...

    def initialise(self, instance: Instance, base: str, arguments: Arguments) -> None:
        """Make an object of the project what its base of the library makes of it."""
        ...

    def method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        """What a method gives that is neither the project's nor Python's own, of unknown things too; or what it calls."""
        ...

    def attribute(self, of: Thing, name: str) -> Thing:
        """What an attribute of such a thing is."""
        ...

    def assign(self, of: Thing, name: str, value: Given) -> None:
        """An attribute of a thing that is not the project's gets a value."""
        ...

    def escaped(self, arguments: Arguments) -> None:
        """Something that cannot be followed is given these."""
        ...
