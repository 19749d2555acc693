"""The modules of a program, found as Node.js and TypeScript would find them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct, field

from lambdalint.documents import load
from lambdalint.documents.tree import Mapping, Scalar, Sequence

SUFFIXES = (".ts", ".js", ".mts", ".mjs", ".cts", ".cjs")
_CONFIGURATIONS = ("tsconfig.json", "tsconfig.paths.json")


class Files(Protocol):
    """The files of the project. Paths are POSIX and relative to its root."""

    def bytes_of(self, path: str) -> bytes:
        """A file's bytes; empty when it cannot be read."""
        ...


class Finder(Struct):
    """Finds local modules; a package is none of them."""

    files: Files
    _aliases: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def find(self, source: str, beside: str) -> str | None:
        """The file of a module that another one imports; None for a package, and for one that is not there."""
        folder = posixpath.dirname(beside)
        if source.startswith("."):
            return self._file(posixpath.normpath(posixpath.join(folder, source)))
        targets = (self._file(target) for target in self._targets(source, folder))
        return next((path for path in targets if path is not None), None)

    def _file(self, path: str) -> str | None:
        if path.startswith(".."):
            return None
        stem = path.removesuffix(".js").removesuffix(
            ".mjs"
        )  # TypeScript's own modules are imported as what they become
        candidates = [path] if path.endswith((*SUFFIXES, ".json")) else []
        candidates += [f"{each}{suffix}" for each in (stem, posixpath.join(path, "index")) for suffix in SUFFIXES]
        return next((each for each in candidates if self.files.bytes_of(each)), None)

    def _targets(self, source: str, folder: str) -> Iterator[str]:
        """What `paths` of the nearest `tsconfig.json` says of a name."""
        while True:
            for pattern, target in self._aliases_of(folder):
                head, star, _ = pattern.partition("*")
                if source == pattern or (star and source.startswith(head)):
                    inside = posixpath.join(folder, target.replace("*", source.removeprefix(head)))
                    yield posixpath.normpath(inside)
            if not folder:
                return
            folder = posixpath.dirname(folder)

    def _aliases_of(self, folder: str) -> list[tuple[str, str]]:
        if folder not in self._aliases:
            self._aliases[folder] = [
                one for name in _CONFIGURATIONS for one in self._read(posixpath.join(folder, name))
            ]
        return self._aliases[folder]

    def _read(self, path: str) -> Iterator[tuple[str, str]]:
        data = self.files.bytes_of(path)
        root = load(path, data).root if data else None
        options = root.get("compilerOptions") if isinstance(root, Mapping) else None
        paths = options.get("paths") if isinstance(options, Mapping) else None
        base = options.get("baseUrl") if isinstance(options, Mapping) else None
        prefix = str(base.value) if isinstance(base, Scalar) else "."
        for entry in paths if isinstance(paths, Mapping) else ():
            for target in entry.value if isinstance(entry.value, Sequence) else ():
                if isinstance(target, Scalar):
                    yield entry.key, posixpath.join(prefix, str(target.value))
