"""Which folder of the project an asset is a copy of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.programs.python import Python


@dataclass(frozen=True)
class Assets:
    """Finds folders by what is in them; `files` are the project's Python files, `app` is where the app runs."""

    python: Python
    files: Iterable[str]
    app: str

    def origin(self, template: str, written: str, markers: Iterable[str]) -> str | None:
        """The folder that an asset was made from, told by one of its files; None when no folder has it."""
        asset = beside(template, written)
        if asset is None:
            return next(self._ends_of(written, tuple(markers)), None)
        if not posixpath.basename(asset).startswith("asset."):
            return asset
        found = (self._like(asset, marker) for marker in markers)
        return next((folder for folder in found if folder is not None), None)

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        """All folders that Python files lie in, those near the app first."""
        found: dict[str, None] = {}
        for path in self.files:
            folder = posixpath.dirname(path)
            while folder not in found:
                found[folder] = None
                folder = posixpath.dirname(folder)
        inside = f"{self.app}/" if self.app else ""
        return tuple(sorted(found, key=lambda folder: (not f"{folder}/".startswith(inside), folder.count("/"), folder)))

    def _like(self, asset: str, marker: str) -> str | None:
        """The folder whose file is the asset's, and most of the files beside it; else the only one that has such a file."""
        data = self.python.bytes_of(posixpath.join(asset, marker))
        if not data:
            return None
        having = {folder: held for folder in self._folders if (held := self.python.bytes_of(_join(folder, marker)))}
        same = [folder for folder, held in having.items() if held == data]
        if same:
            return max(same, key=lambda folder: self._common(asset, folder))
        return next(iter(having)) if len(having) == 1 else None

    def _common(self, asset: str, folder: str) -> int:
        """How many of an asset's files a folder has too."""
        names = [posixpath.basename(path) for path in self.python.files_in(asset)]
        pairs = ((posixpath.join(asset, name), _join(folder, name)) for name in names)
        return sum(self.python.bytes_of(copy) == self.python.bytes_of(original) for copy, original in pairs)

    def _ends_of(self, absolute: str, markers: tuple[str, ...]) -> Iterator[str]:
        """The folders that a path of the machine that synthesised may be, the longest first."""
        parts = absolute.strip("/").split("/")
        for start in range(len(parts)):
            folder = "/".join(parts[start:])
            if any(self.python.bytes_of(_join(folder, marker)) for marker in markers):
                yield folder


def _join(folder: str, name: str) -> str:
    return posixpath.join(folder, name)
