"""What a program deploys with: a library whose calls make resources."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from lambdalint.frameworks.programs.values import Arguments, Given, Name, Thing, Unknown


class Library(Protocol):
    """The classes, functions and methods of a library, each with what it does."""

    doubt: bool
    """Whether what is made now may not be there: a condition on it is unknown."""

    def package(self, name: str) -> Name:
        """What an imported package is."""
        ...

    def member(self, of: Name, name: str) -> Name:
        """Something of a package, or of a class of it."""
        ...

    def make(self, of: Name, arguments: Arguments) -> Thing:
        """What calling something of a package gives."""
        ...

    def method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        """What a method gives of what the library made."""
        ...

    def attribute(self, of: Thing, name: str) -> Thing:
        """What an attribute of such a thing is."""
        ...

    def assign(self, of: Thing, name: str, value: Given) -> None:
        """An attribute of such a thing gets a value."""
        ...

    def escaped(self, arguments: Arguments) -> None:
        """Something that cannot be followed is given these."""
        ...


class NoLibrary(Struct):
    """A program that makes nothing but data: whatever a package gives is unknown."""

    doubt: bool = False

    def package(self, name: str) -> Name:
        """What an imported package is."""
        return Name(name)

    def member(self, of: Name, name: str) -> Name:
        """Something of a package."""
        return Name(f"{of.dotted}.{name}")

    def make(self, of: Name, _arguments: Arguments) -> Thing:
        """What calling something of a package gives."""
        return Unknown(of.last)

    def method(self, _of: Thing, name: str, _arguments: Arguments) -> Thing:
        """What a method of something unknown gives."""
        return Unknown(name)

    def attribute(self, _of: Thing, name: str) -> Thing:
        """What an attribute of something unknown is."""
        return Unknown(name)

    def assign(self, _of: Thing, _name: str, _value: Given) -> None:
        """Nothing is made that could be changed."""

    def escaped(self, arguments: Arguments) -> None:
        """Nothing is made that could escape."""
