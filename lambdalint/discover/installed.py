"""Which files are somebody else's: what `pip install` put below the root, in layers and beside the project's code."""

from __future__ import annotations

from lambdalint.discover.skips import installed
from lambdalint.disk import Disk


class Installed:
    """Knows the installed packages below a root; looks into each folder once."""

    __slots__ = ("_disk", "_known")

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._known: dict[str, frozenset[str]] = {}

    def __call__(self, path: str) -> bool:
        """Whether a path, relative to the root, belongs to one of them."""
        parts = path.split("/")
        return any(part in self._in("/".join(parts[:depth])) for depth, part in enumerate(parts))

    def _in(self, folder: str) -> frozenset[str]:
        if folder not in self._known:
            self._known[folder] = frozenset(installed(self._disk, folder, self._disk.names(folder)[0]))
        return self._known[folder]
