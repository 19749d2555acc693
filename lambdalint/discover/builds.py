"""Which folders a build makes, so that they need not be there: by their name, because git ignores them, or because a build names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from lambdalint.discover.patterns import matcher
from lambdalint.disk import Disk

_OUTPUT = re.compile(
    r"\..+|(?:.*[-_.])?(?:artifacts?|assets?|bin|build|built|bundles?|compiled|deploy(?:ments?)?|dist|generated|"
    r"out|output|packages?|publish|releases?|staging|target|te?mp|vendor|zips?)(?:[-_.].*)?",
    re.IGNORECASE,
)
"""What people call the folder that a build writes into, as a name of its own or as a part of one."""
_BUILD_FILES = (
    "*.mk",
    "*.sh",
    "[Mm]akefile",
    "[Jj]ustfile",
    "[Tt]askfile.y*ml",
    "Jenkinsfile",
    "azure-pipelines.y*ml",
    "bitbucket-pipelines.yml",
    "buildspec*.y*ml",
    ".gitlab-ci.yml",
    ".github/workflows/*.y*ml",
    "noxfile.py",
    "package.json",
    "pyproject.toml",
    "scripts/*",
    "tasks.py",
    "tox.ini",
)
_LARGEST = 1 << 20
"""Bytes of a build file that is looked into."""


class Builds:
    """Knows what a build may make below a root; asked only about what is not there."""

    __slots__ = ("_disk",)

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def __call__(self, path: str) -> bool:
        """Whether a build may make a folder, given relative to the root."""
        parts = path.split("/")
        return (
            any(_OUTPUT.fullmatch(part) for part in parts)
            or self._is_ignored(path)
            or any(self._is_named(parts[-1], file) for file in self._build_files(path))
        )

    def _is_ignored(self, path: str) -> bool:
        below = PurePosixPath(path)
        for folder in self._above(below):
            written = self._disk.read(_join(folder, ".gitignore"))
            if isinstance(written, bytes):
                lines = written.decode(errors="replace").splitlines()
                if matcher(lines).match_file(f"{self._from(folder, path)}/"):
                    return True
            folders, files = self._disk.names(folder)
            if ".git" in folders or ".git" in files:
                return False
        return False

    def _above(self, path: PurePosixPath) -> Iterator[str]:
        """The folders above a path, up to the root of the project and then of the file system."""
        yield from ("" if str(parent) == "." else str(parent) for parent in path.parents)
        yield from ("/".join([".."] * depth) for depth in range(1, len(self._disk.root.absolute().parts)))

    def _from(self, folder: str, path: str) -> str:
        """A path as it is called from a folder above it, which may be above the root too."""
        if not folder.startswith(".."):
            return path.removeprefix(f"{folder}/") if folder else path
        return "/".join((*self._disk.root.absolute().parts[-folder.count("..") :], path))

    def _build_files(self, path: str) -> Iterator[str]:
        for folder in PurePosixPath(path).parents:
            for pattern in _BUILD_FILES:
                inner, _, name = pattern.rpartition("/")
                holder = _join("" if str(folder) == "." else str(folder), inner)
                yield from (_join(holder, file) for file in self._disk.names(holder)[1] if fnmatchcase(file, name))

    def _is_named(self, name: str, file: str) -> bool:
        data = self._disk.read(file)
        text = data[:_LARGEST].decode(errors="replace") if isinstance(data, bytes) else ""
        return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}".strip("/") if folder and name else folder or name
