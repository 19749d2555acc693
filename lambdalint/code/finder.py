"""Which file a dotted module name means, as the Lambda runtime would import it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct, field

from lambdalint.code.libraries import LIBRARIES
from lambdalint.documents.tree import Problem
from lambdalint.model.module import Module

Loaded: TypeAlias = Module | Problem


class Finder(Struct):
    """Looks modules up in the folders that a function sees on `sys.path`, its own code first.

    `load` gives the facts of a file of the project, a problem when it can't be read, None when
    there is no such file; it remembers what it has read.
    """

    roots: Sequence[str]
    load: Callable[[str], Loaded | None]
    is_folder: Callable[[str], bool]
    problems: list[Problem] = field(default_factory=list)
    inline: Module | None = None
    """Code that is no file of its own."""
    _also: Sequence[str] = ()
    _found: dict[str, Module | None] = field(default_factory=dict)
    _packages: dict[str, bool] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def find(self, dotted: str) -> Module | None:
        """The module of a dotted name; None when it is not a file of this function's code."""
        if dotted not in self._found:
            self._found[dotted] = None if _is_library(dotted) else self._look_up(dotted)
        return self._found[dotted]

    def look_also(self, folders: Sequence[str]) -> None:
        """Look in more folders for what is in none of the roots."""
        self._also = folders
        self._found = {dotted: module for dotted, module in self._found.items() if module is not None}
        self._packages.clear()

    def add(self, dotted: str, module: Module) -> None:
        """Make inline code known by the name that the runtime gives it."""
        self.inline = module
        self._found[dotted] = module
        self._names[module.key] = dotted

    def name_of(self, key: str) -> str:
        """The dotted name a module was found by."""
        return self._names.get(key, "")

    def is_package(self, dotted: str) -> bool:
        """Whether a folder of that name is in the code, with or without an `__init__.py`."""
        if dotted not in self._packages:
            path = dotted.replace(".", "/")
            here = any(self.is_folder(join(root, path)) for root in (*self.roots, *self._also))
            self._packages[dotted] = here and not _is_library(dotted)
        return self._packages[dotted]

    def candidates(self, dotted: str) -> tuple[str, ...]:
        """The files looked for, in order."""
        return _candidates(dotted, self.roots)

    def absolute(self, name: str, at: Module) -> str | None:
        """A relative import made absolute; None when it leaves the code."""
        tail = name.lstrip(".")
        level = len(name) - len(tail)
        if not level:
            return name
        parts = self.name_of(at.key).split(".")
        is_package = at.key.endswith("/__init__.py")
        drop = level - 1 if is_package else level
        if drop > len(parts):
            return None
        return ".".join([*parts[: len(parts) - drop], *([tail] if tail else [])])

    def starred(self, at: Module) -> Iterator[Module]:
        """The modules of the project whose names a module takes over with `*`, each once."""
        queue, seen = [at], {at.key}
        while queue:
            module = queue.pop(0)
            for origin in module.star_imports:
                dotted = self.absolute(origin, module)
                found = self.find(dotted) if dotted else None
                if found is not None and found.key not in seen:
                    seen.add(found.key)
                    queue.append(found)
                    yield found

    def _look_up(self, dotted: str) -> Module | None:
        for path in _candidates(dotted, (*self.roots, *self._also)):
            loaded = self.load(path)
            if isinstance(loaded, Module):
                self._names.setdefault(loaded.key, dotted)
                return loaded
            if loaded is not None:
                self.problems.append(loaded)
                return None
        return None


def _candidates(dotted: str, folders: Sequence[str]) -> tuple[str, ...]:
    path = dotted.replace(".", "/")
    return tuple(join(folder, tail) for folder in folders for tail in (f"{path}/__init__.py", f"{path}.py"))


def join(root: str, path: str) -> str:
    """Join POSIX paths; `.` is the project's root. Looked up by the hundred thousand, so as plain text."""
    return path if root in (".", "") else f"{root}/{path}"


def _is_library(dotted: str) -> bool:
    return dotted.partition(".")[0] in LIBRARIES
