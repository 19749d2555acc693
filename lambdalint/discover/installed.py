"""Which files are somebody else's: what `pip install` put below the root, in layers and beside the project's code."""

from __future__ import annotations

import os
from pathlib import Path

from lambdalint.discover.skips import installed


class Installed:
    """Knows the installed packages below a root; looks into each folder once."""

    __slots__ = ("_known", "_root")

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, frozenset[str]] = {}

    def __call__(self, path: str) -> bool:
        """Whether a path, relative to the root, belongs to one of them."""
        parts = path.split("/")
        return any(part in self._in("/".join(parts[:depth])) for depth, part in enumerate(parts))

    def _in(self, folder: str) -> frozenset[str]:
        if folder not in self._known:
            try:
                names = os.listdir(self._root / folder)  # noqa: PTH208  # a Path takes longer than asking
            except OSError:
                names = []
            self._known[folder] = frozenset(installed(self._root, folder, names))
        return self._known[folder]
