"""What is in each folder: as git sees it in a work tree, else as it is on disk less what .gitignore files name."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from lambdalint.discover.patterns import matcher

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Children: TypeAlias = tuple[list[str], list[str]]
"""The names of a folder's folders and of all else in it. A link is never followed: it may lead back or out."""

# `core.fsmonitor` names a program to run; a repository under analysis must not choose one.
_GIT = ("git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--cached", "--others", "--stage", "--exclude-standard")
_STAGED = re.compile(r"([0-7]{6}) [0-9a-f]+ [0-3]\t(.+)", re.DOTALL)
_SUBMODULE = "160000"
_REPOSITORY = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"}


class Listing:
    """The folders below a root. Paths are POSIX and relative to it; the root itself is the empty path."""

    __slots__ = ("_ignores", "_known", "_root")

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, Children] = {}
        self._ignores: dict[str, list[tuple[str, GitIgnoreSpec]]] = {}

    def children(self, folder: str) -> Children:
        """What is in a folder; raises OSError when that cannot be read."""
        if folder not in self._known:
            tracked = self._tracked(folder)
            self._known |= tracked or {folder: self._scanned(folder)}
        return self._known[folder]

    def _tracked(self, folder: str) -> dict[str, Children]:
        """All folders of a work tree from this one down; nothing outside of one, or when git ignores the folder."""
        top = self._root / folder
        walked = _parent(folder) in self._ignores
        if not any((above / ".git").exists() for above in ((top,) if walked else (top, *top.parents))):
            return {}
        try:
            run = subprocess.run(_GIT, cwd=top, env=_of_no_repository(), capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return {}
        return _grouped(os.fsdecode(run.stdout).split("\0")[:-1], folder)

    def _scanned(self, folder: str) -> Children:
        folders: list[str] = []
        files: list[str] = []
        with os.scandir(self._root / folder) as entries:
            for entry in entries:
                (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
        ignores = self._ignores_in(folder, files)
        return (
            [name for name in folders if not _ignored(f"{_join(folder, name)}/", ignores)],
            [name for name in files if not _ignored(_join(folder, name), ignores)],
        )

    def _ignores_in(self, folder: str, files: Iterable[str]) -> list[tuple[str, GitIgnoreSpec]]:
        """The .gitignore files that hold in a folder, the nearest first, each with the path of its own folder."""
        ignores = self._ignores.get(_parent(folder), []) if folder else []
        written = self._root / folder / ".gitignore"
        if written.name in files and written.is_file():
            lines = written.read_bytes().decode(errors="replace").splitlines()
            ignores = [(f"{folder}/" if folder else "", matcher(lines)), *ignores]
        self._ignores[folder] = ignores
        return ignores


def _ignored(path: str, ignores: Iterable[tuple[str, GitIgnoreSpec]]) -> bool:
    verdicts = (spec.check_file(path.removeprefix(base)).include for base, spec in ignores)
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _of_no_repository() -> dict[str, str]:
    """The environment without what a git hook says about its own repository, which need not be the one asked about."""
    return {name: value for name, value in os.environ.items() if name not in _REPOSITORY}


def _grouped(listed: Iterable[str], top: str) -> dict[str, Children]:
    """What git lists, by folder; a nested repository is a folder whose content is listed by asking again there."""
    files: dict[str, None] = {}
    nested: dict[str, None] = {}
    for entry in listed:
        staged = _STAGED.fullmatch(entry)
        path = staged[2] if staged else entry
        if path == "./":  # asked in a submodule that is not checked out
            continue
        is_nested = path.endswith("/") or (staged is not None and staged[1] == _SUBMODULE)
        (nested if is_nested else files)[_join(top, path.rstrip("/"))] = None
    folders = _ancestors((*files, *nested), top)
    grouped: dict[str, Children] = {folder: ([], []) for folder in (folders if files or nested else ())}
    for path in (*folders[1:], *nested):
        grouped[_parent(path)][0].append(_name(path))
    for path in files:
        grouped[_parent(path)][1].append(_name(path))
    return grouped


def _ancestors(paths: Iterable[str], top: str) -> list[str]:
    """The folders that hold these paths, beginning with the top one."""
    folders = {top: None}
    for path in paths:
        folder = _parent(path)
        while folder not in folders:
            folders[folder] = None
            folder = _parent(folder)
    return list(folders)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
