"""What earlier runs found out, kept for later ones. What cannot be read back, or was not written here, is as good as absent."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from typing import TypeVar

from msgspec import MsgspecError, Struct, msgpack

import lambdalint

T = TypeVar("T")

_SEAL = 32
"""Bytes of the seal in front of what is kept."""
_MOST = 500
"""Files that are kept, the latest."""
_NAMES = re.compile(r"[0-9a-f]{32}\.\w+(?:\.\d+)?")
"""What a file of ours is called, also while it is written."""
_TAGGED = "CACHEDIR.TAG"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by lambdalint; https://bford.info/cachedir/\n"


def user_folder() -> Path | None:
    """Where this user's caches are; None when the user has no home."""
    try:
        if sys.platform == "win32":
            folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            folder = Path.home() / "Library" / "Caches"
        else:
            folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return None
    return folder / "lambdalint"


class Cache(Struct):
    """Keeps values by name in a folder, one file each, sealed with a key that only this user has.

    A seal also covers the version of lambdalint and of Python, so what another one wrote is absent. Another process may
    write at the same time: a file is replaced as a whole. `failure` says why nothing could be kept.
    """

    folder: Path
    failure: str | None = None

    def recall(self, name: str, kind: type[T]) -> T | None:
        """The value that was kept under a name; None when there is none that can be trusted."""
        try:
            data = (self.folder / name).read_bytes()
            return msgpack.decode(data[_SEAL:], type=kind) if self._is_ours(name, data) else None
        except (OSError, MsgspecError, ValueError, RecursionError):
            return None

    def keep(self, name: str, value: object) -> None:
        """Keep a value, unless the folder cannot be written or the value has no bytes."""
        try:
            body = msgpack.encode(value)
            self._prepare()
            draft = self.folder / f"{name}.{os.getpid()}"
            draft.write_bytes(self._seal(name, body) + body)
            draft.replace(self.folder / name)
            self._forget_the_oldest()
        except OSError as error:
            self.failure = f"{self.folder}: {(error.strerror or str(error)).lower()}"
        except (TypeError, ValueError, OverflowError, RecursionError):
            return

    def _is_ours(self, name: str, data: bytes) -> bool:
        return len(data) > _SEAL and compare_digest(self._seal(name, data[_SEAL:]), data[:_SEAL])

    def _seal(self, name: str, body: bytes) -> bytes:
        seal = blake2b(key=secret(), digest_size=_SEAL)
        seal.update(f"{name}\0{version()}\0".encode())
        seal.update(body)
        return seal.digest()

    def clean(self) -> int:
        """Forget everything; how many files that were. What lambdalint did not write stays. OSError when it may not be removed."""
        if not (self.folder / _TAGGED).is_file():
            return 0
        own = [*self._kept(), self.folder / ".gitignore", self.folder / _TAGGED]
        for file in own:
            file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # something else is in it
            self.folder.rmdir()
        return len(own) - 2

    def _prepare(self) -> None:
        if not (self.folder / _TAGGED).is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")
            (self.folder / _TAGGED).write_text(_TAG, encoding="utf-8")

    def _kept(self) -> list[Path]:
        return [file for file in self.folder.iterdir() if _NAMES.fullmatch(file.name)]

    def _forget_the_oldest(self) -> None:
        kept = self._kept()
        if len(kept) > _MOST:
            kept.sort(key=lambda file: file.stat().st_mtime)
            for file in kept[: len(kept) - _MOST]:
                file.unlink(missing_ok=True)


def of_runs(folder: Path | None = None) -> Cache | None:
    """Where runs are remembered, if nobody names a folder; None when the user has no place for it."""
    own = user_folder()
    return Cache(folder) if folder else Cache(own / "runs") if own else None


@cache
def secret() -> bytes:
    """This user's key, made when there is none. OSError when it can be neither read nor made."""
    folder = user_folder()
    if folder is None:
        raise OSError("the user has no home")
    path = folder / "key"
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(_SEAL))
    return path.read_bytes()


@cache
def version() -> str:
    """What changes with lambdalint, its facts and rules, or Python."""
    own = Path(__file__).parent
    files = blake2b(digest_size=16)
    for folder in (own, own.parent / "rules"):
        for line in sorted(_stats(folder)):
            files.update(line.encode())
    return f"{lambdalint.__version__} {sys.version} {files.hexdigest()}"


def _stats(folder: Path) -> Iterator[str]:
    """Name, size and time of every file below a folder, as far as there is one."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _stats(Path(entry.path))
        else:
            stat = entry.stat()
            yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}\n"
