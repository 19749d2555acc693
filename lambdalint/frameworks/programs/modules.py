"""The modules of one program, found as Python would find them."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from msgspec import Struct, field

from lambdalint.documents.tree import Problem
from lambdalint.frameworks.programs.library import Library
from lambdalint.frameworks.programs.python import Python
from lambdalint.frameworks.programs.values import Name, Namespace
from lambdalint.model.module import Module

_PYTHONS = frozenset({"builtins", "os", "pathlib"})


class Modules(Struct):
    """Looks modules up in the folders of a program, its own first."""

    python: Python
    roots: Sequence[str]
    library: Library
    files: dict[str, None] = field(default_factory=dict)
    """The paths of all that were looked into."""
    problems: dict[Problem, None] = field(default_factory=dict)
    """Why others of them cannot be read."""
    _found: dict[str, Module | None] = field(default_factory=dict)

    def at(self, path: str) -> Module | None:
        """The module in a file, when it can be read."""
        found = self.python.module(path)
        if isinstance(found, Problem):
            self.problems[found] = None
        if not isinstance(found, Module):
            return None
        self.files[found.key] = None
        return found

    def find(self, dotted: str) -> Module | None:
        """The module of a dotted name; None when it is not of the project."""
        if dotted not in self._found:
            self._found[dotted] = None if self._is_library(dotted) else self._look_up(dotted)
        return self._found[dotted]

    def named(self, name: str, at: Module) -> Namespace | Name | tuple[Module, tuple[str, ...]]:
        """What an imported name is: a module, a thing of a library, or names to be looked up in a module."""
        dotted = _absolute(name, at)
        parts = dotted.split("/") if "/" in dotted else dotted.split(".")
        if name.startswith("."):
            return self._relative(dotted)
        for length in range(len(parts), 0, -1):
            head, rest = ".".join(parts[:length]), tuple(parts[length:])
            module = self.find(head)
            if module is not None:
                return (module, rest) if rest else Namespace(head, module)
            if not rest and self._is_package(head):
                return Namespace(head, None)
        return Name(self.library.spelled(dotted))

    def inner(self, space: Namespace, name: str) -> Namespace | None:
        """A module inside a package."""
        dotted = f"{space.dotted}.{name}"
        module = self.find(dotted)
        return Namespace(dotted, module) if module is not None or self._is_package(dotted) else None

    def _relative(self, path: str) -> Namespace | Name | tuple[Module, tuple[str, ...]]:
        """A relative import, already a path: a module, or a name of the module above it."""
        module = self._file(path)
        if module is not None:
            return Namespace(path, module)
        above, _, name = path.rpartition("/")
        holder = self._file(above)
        return (holder, (name,)) if holder is not None else Name(f"…{path}")

    def _look_up(self, dotted: str) -> Module | None:
        path = dotted.replace(".", "/")
        return next((found for root in self.roots if (found := self._file(posixpath.join(root, path)))), None)

    def _file(self, path: str) -> Module | None:
        path = posixpath.normpath(path)
        return self.at(f"{path}.py") or self.at(posixpath.normpath(f"{path}/__init__.py"))

    def _is_package(self, dotted: str) -> bool:
        path = dotted.replace(".", "/")
        return not self._is_library(dotted) and any(
            self.python.is_folder(posixpath.join(root, path)) for root in self.roots
        )

    def _is_library(self, dotted: str) -> bool:
        first = dotted.partition(".")[0]
        return first in _PYTHONS or first in self.library.packages


def _absolute(name: str, at: Module) -> str:
    """A relative name as a path from the root; others as they are."""
    dots = len(name) - len(name.lstrip("."))
    if not dots:
        return name
    folder = posixpath.dirname(at.key)
    for _ in range(dots - 1):
        folder = posixpath.dirname(folder)
    return posixpath.join(folder, name[dots:].replace(".", "/")) or "."
