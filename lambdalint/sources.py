"""The project's files, each read once: as bytes, as text, and Python as facts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from lambdalint.code import Library
from lambdalint.code.encoding import decode
from lambdalint.documents.tree import Problem
from lambdalint.model.function import InlineCode
from lambdalint.model.module import Module
from lambdalint.model.source import Anchor, Span

_DEPENDENCIES = ("requirements.txt", "pyproject.toml", "Pipfile", "setup.py", "setup.cfg")


class Sources(Struct):
    """Reads below one root. `python` are the files that discovery found; others are read when they are imported.

    What `is_alien` says of a path is not looked at: a library is known by its name, wherever its files lie.
    What `may_be_built` says of a folder that is not there may be made before the deployment.
    """

    root: Path
    python: Sequence[str] = ()
    is_alien: Callable[[str], bool] = lambda _: False
    may_be_built: Callable[[str], bool] = lambda _: False
    library: Library = field(default_factory=Library)
    _bytes: dict[str, bytes | Problem | None] = field(default_factory=dict)
    _modules: dict[str, Module | Problem | None] = field(default_factory=dict)
    _folders: dict[str, bool] = field(default_factory=dict)
    _inline: dict[str, InlineCode] = field(default_factory=dict)

    def read(self, path: str) -> bytes | Problem | None:
        """A file's bytes; None when there is no such file, a problem when it may not be read."""
        if path not in self._bytes:
            self._bytes[path] = self._read(path)
        return self._bytes[path]

    def _read(self, path: str) -> bytes | Problem | None:
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError):
            return None
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            return Problem("LL001", f"the file cannot be read: {reason}", Span.of_line(path), fatal=True)

    def text(self, path: str) -> str:
        """A file's text for people to look at; empty when it cannot be read."""
        data = self.bytes_of(path)
        decoded = decode(path, data) if path.endswith(".py") else None
        return decoded if isinstance(decoded, str) else data.decode("utf-8-sig", errors="replace")

    def bytes_of(self, path: str) -> bytes:
        """A file's bytes; empty when it cannot be read."""
        data = self.read(path)
        return data if isinstance(data, bytes) else b""

    def mentioning(self, word: bytes) -> list[str]:
        """The files read so far that contain a word."""
        return sorted(path for path, data in self._bytes.items() if isinstance(data, bytes) and word in data)

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
        if path not in self._folders:
            self._folders[path] = (self.root / path).is_dir() and not self.is_alien(_normal(path))
        return self._folders[path]

    def files_in(self, folder: str) -> list[str]:
        """The files that lie directly in a folder."""
        try:
            names = sorted(entry.name for entry in os.scandir(self.root / folder) if entry.is_file())
        except (OSError, ValueError):
            return []
        return [_normal(f"{folder}/{name}") for name in names]

    def folders_in(self, folder: str) -> list[str]:
        """The folders that lie directly in a folder, without hidden ones."""
        try:
            names = sorted(entry.name for entry in os.scandir(self.root / folder) if entry.is_dir())
        except (OSError, ValueError):
            return []
        return [_normal(f"{folder}/{name}") for name in names if not name.startswith(".")]

    def python_files(self, folder: str) -> Sequence[str]:
        """The Python files below a folder, relative to it."""
        prefix = "" if folder in (".", "") else f"{folder}/"
        return [path[len(prefix) :] for path in self.python if path.startswith(prefix)]

    def requirements(self, folder: str) -> str:
        """The text of a folder's dependency files, empty when it has none."""
        return "\n".join(self.text(str(PurePosixPath(folder) / name)) for name in _DEPENDENCIES)

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
