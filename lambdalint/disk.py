"""The files below one root, each looked at once, and a record of all that was seen."""

from __future__ import annotations

import os
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from tokenize import detect_encoding

from msgspec import Struct, field

from lambdalint.model.report import Seen


class Unreadable(Struct, frozen=True):
    """A file that exists and may not be read, and why."""

    reason: str


class Disk(Struct):
    """Reads below a root. Paths are POSIX and relative to it."""

    root: Path
    _files: dict[str, bytes | Unreadable | None] = field(default_factory=dict)
    _folders: dict[str, bool] = field(default_factory=dict)
    _names: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    _times: dict[str, float | None] = field(default_factory=dict)

    def read(self, path: str) -> bytes | Unreadable | None:
        """A file's bytes; None when there is no such file."""
        if path not in self._files:
            self._files[path] = self._read(path)
        return self._files[path]

    def text(self, path: str) -> str:
        """A file's text for people to look at, decoded as Python would; empty when it cannot be read."""
        data = self.read(path)
        if not isinstance(data, bytes):
            return ""
        try:
            return data.decode(detect_encoding(BytesIO(data).readline)[0] if path.endswith(".py") else "utf-8-sig")
        except (SyntaxError, LookupError, ValueError):
            return data.decode("utf-8-sig", errors="replace")

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder."""
        if path not in self._folders:
            self._folders[path] = (self.root / path).is_dir()
        return self._folders[path]

    def names(self, folder: str) -> tuple[list[str], list[str]]:
        """The names of the folders in a folder, and of the files, each sorted; none when it cannot be listed."""
        if folder not in self._names:
            self._names[folder] = self._listed(folder)
        return self._names[folder]

    def modified(self, path: str) -> float | None:
        """When a file was last written, in seconds; None when there is none."""
        if path not in self._times:
            try:
                self._times[path] = (self.root / path).stat().st_mtime
            except (OSError, ValueError):
                self._times[path] = None
        return self._times[path]

    def mentioning(self, word: bytes) -> list[str]:
        """The files read so far that contain a word."""
        return sorted(path for path, data in self._files.items() if isinstance(data, bytes) and word in data)

    def seen(self) -> Seen:
        """All that was looked at so far."""
        return Seen(
            {path: _digest(data) for path, data in self._files.items()},
            dict(self._folders),
            {folder: _digest(repr(names).encode()) for folder, names in self._names.items()},
            dict(self._times),
        )

    def shows(self, seen: Seen) -> bool:
        """Whether looking again at all that a run saw would show the same."""
        return (
            all(self.is_folder(path) == there for path, there in seen.folders.items())
            and all(self.modified(path) == time for path, time in seen.times.items())
            and all(_digest(repr(self.names(folder)).encode()) == digest for folder, digest in seen.names.items())
            and all(_digest(self.read(path)) == digest for path, digest in seen.files.items())
        )

    def _read(self, path: str) -> bytes | Unreadable | None:
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError):
            return None
        except OSError as error:
            return Unreadable((error.strerror or type(error).__name__).lower())

    def _listed(self, folder: str) -> tuple[list[str], list[str]]:
        folders: list[str] = []
        files: list[str] = []
        try:
            with os.scandir(self.root / folder) as entries:
                for entry in entries:
                    (folders if entry.is_dir() else files).append(entry.name)
        except (OSError, ValueError):
            return [], []
        return sorted(folders), sorted(files)


def _digest(data: bytes | Unreadable | None) -> str:
    if isinstance(data, bytes):
        return blake2b(data, digest_size=16).hexdigest()
    return data.reason if data else ""
