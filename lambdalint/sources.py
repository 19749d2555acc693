"""The project's files as the reading of them needs them: text, folders, and Python as facts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import PurePosixPath

from msgspec import Struct, field

from lambdalint.code import Library
from lambdalint.disk import Disk, Unreadable
from lambdalint.documents.tree import Problem
from lambdalint.model.function import InlineCode
from lambdalint.model.module import Module
from lambdalint.model.source import Anchor, Span

DEEPEST, MOST_FILES = 12, 20_000
"""Folders within folders, and files, that are listed; links may lead in circles."""
_GENERATED = {"__pycache__", "cdk.out", "node_modules"}
_DEPENDENCIES = ("requirements.txt", "pyproject.toml", "Pipfile", "setup.py", "setup.cfg")


class Sources(Struct):
    """Reads from one disk. `python` are the files that discovery found; others are read when they are imported.

    What `is_alien` says of a path is not looked at: a library is known by its name, wherever its files lie.
    What `may_be_built` says of a folder that is not there may be made before the deployment.
    """

    disk: Disk
    python: Sequence[str] = ()
    is_alien: Callable[[str], bool] = lambda _: False
    may_be_built: Callable[[str], bool] = lambda _: False
    library: Library = field(default_factory=Library)
    _modules: dict[str, Module | Problem | None] = field(default_factory=dict)
    _inline: dict[str, InlineCode] = field(default_factory=dict)

    def read(self, path: str) -> bytes | Problem | None:
        """A file's bytes; None when there is no such file, a problem when it may not be read."""
        data = self.disk.read(path)
        if isinstance(data, Unreadable):
            return Problem("LL001", f"the file cannot be read: {data.reason}", Span.of_line(path), fatal=True)
        return data

    def bytes_of(self, path: str) -> bytes:
        """A file's bytes; empty when it cannot be read."""
        data = self.disk.read(path)
        return data if isinstance(data, bytes) else b""

    @property
    def python_read(self) -> int:
        """How many Python files were read as facts, code in templates included."""
        return len(self.library)

    def module(self, path: str) -> Module | Problem | None:
        """The facts of a Python file; None when there is none."""
        if path not in self._modules:
            self._modules[path] = self._module(_normal(path))
        return self._modules[path]

    def _module(self, path: str) -> Module | Problem | None:
        data = None if self.is_alien(path) else self.read(path)
        return self.library.read(path, data) if isinstance(data, bytes) else data

    def inline(self, key: str, code: InlineCode) -> Module | Problem:
        """The facts of code that stands in a template; a problem is reported at the template's line."""
        self._inline[key] = code
        found = self.library.read(key, code.text.encode())
        if isinstance(found, Problem):
            at = self._in_template(code, (found.at.line, found.at.column, found.at.end_line, found.at.end_column))
            return Problem(found.code, f"inline code: {found.message}", at, fatal=True)
        return found

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder."""
        return self.disk.is_folder(path) and not self.is_alien(_normal(path))

    def files_in(self, folder: str) -> list[str]:
        """The files that lie directly in a folder."""
        return [_normal(f"{folder}/{name}") for name in self.disk.names(folder)[1]]

    def folders_in(self, folder: str) -> list[str]:
        """The folders that lie directly in a folder, without hidden ones."""
        names = self.disk.names(folder)[0]
        return [_normal(f"{folder}/{name}") for name in names if not name.startswith(".")]

    def files_below(self, folder: str) -> Iterable[str]:
        """The files in a folder and the folders in it, without what is hidden, installed or generated, up to a bound."""
        return islice(self._below(folder, DEEPEST), MOST_FILES)

    def _below(self, folder: str, depth: int) -> Iterator[str]:
        yield from self.files_in(folder)
        for inner in self.folders_in(folder) if depth else ():
            if PurePosixPath(inner).name not in _GENERATED and not self.is_alien(inner):
                yield from self._below(inner, depth - 1)

    def modified(self, path: str) -> float | None:
        """When a file was last written, in seconds; None when there is none."""
        return self.disk.modified(path)

    def python_files(self, folder: str) -> Sequence[str]:
        """The Python files below a folder, relative to it."""
        prefix = "" if folder in (".", "") else f"{folder}/"
        return [path[len(prefix) :] for path in self.python if path.startswith(prefix)]

    def requirements(self, folder: str) -> str:
        """The text of a folder's dependency files, empty when it has none."""
        return "\n".join(self.disk.text(str(PurePosixPath(folder) / name)) for name in _DEPENDENCIES)

    def locate(self, anchors: Iterable[Anchor]) -> Mapping[Anchor, Span]:
        """Where anchored nodes stand in the user's files."""
        by_module: dict[str, list[int]] = {}
        for anchor in anchors:
            by_module.setdefault(anchor.module, []).append(anchor.node)
        return {
            Anchor(key, node): self._span(key, place)
            for key, nodes in by_module.items()
            for node, place in self.library.locate(key, nodes).items()
        }

    def _span(self, key: str, place: tuple[int, int, int, int]) -> Span:
        code = self._inline.get(key)
        return Span(key, *place) if code is None else self._in_template(code, place)

    def _in_template(self, code: InlineCode, place: tuple[int, int, int, int]) -> Span:
        line, column, end_line, end_column = place
        if not (1 <= line <= len(code.lines) and 1 <= end_line <= len(code.lines)):
            return code.at
        (top, left), (bottom, indent) = code.lines[line - 1], code.lines[end_line - 1]
        return Span(code.at.path, top, left + column - 1, bottom, indent + end_column - 1)


def _normal(path: str) -> str:
    return os.path.normpath(path).replace(os.sep, "/")
