"""The modules of one CDK app, found as Python would find them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lambdalint.frameworks.cdk.python import Python
from lambdalint.frameworks.cdk.values import Name, Namespace
from lambdalint.model.module import Module

_SPELLINGS = ((re.compile(r"_alpha\b"), ""), (re.compile(r"^aws_cdk\.core\b|^monocdk\b"), "aws_cdk"))
"""What version 1 and previews call otherwise."""
_LIBRARIES = ("aws_cdk", "monocdk", "constructs", "builtins", "os", "pathlib")


def plain_name(dotted: str) -> str:
    """The name of something of a library, as CDK 2 spells it."""
    for pattern, spelling in _SPELLINGS:
        dotted = pattern.sub(spelling, dotted)
    return dotted


@dataclass(slots=True)
class Modules:
    """Looks modules up in the folders of an app, its own first."""

    python: Python
    roots: Sequence[str]
    _found: dict[str, Module | None] = field(default_factory=dict)

    def at(self, path: str) -> Module | None:
        """The module in a file, when it can be read."""
        found = self.python.module(path)
        return found if isinstance(found, Module) else None

    def find(self, dotted: str) -> Module | None:
        """The module of a dotted name; None when it is not of the app."""
        if dotted not in self._found:
            self._found[dotted] = None if dotted.partition(".")[0] in _LIBRARIES else self._look_up(dotted)
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
        return Name(plain_name(dotted))

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
        library = dotted.partition(".")[0] in _LIBRARIES
        return not library and any(self.python.is_folder(posixpath.join(root, path)) for root in self.roots)


def _absolute(name: str, at: Module) -> str:
    """A relative name as a path from the root; others as they are."""
    dots = len(name) - len(name.lstrip("."))
    if not dots:
        return name
    folder = posixpath.dirname(at.key)
    for _ in range(dots - 1):
        folder = posixpath.dirname(folder)
    return posixpath.join(folder, name[dots:].replace(".", "/")) or "."
