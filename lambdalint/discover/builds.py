"""Which folders a build makes, so that they need not be there: by their name, because git ignores them, or because a build names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lambdalint.discover.patterns import matcher

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

    __slots__ = ("_root",)

    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(self, path: str) -> bool:
        """Whether a build may make a folder, given relative to the root."""
        parts = path.split("/")
        return (
            any(_OUTPUT.fullmatch(part) for part in parts)
            or self._is_ignored(path)
            or any(self._is_named(parts[-1], file) for file in self._build_files(path))
        )

    def _is_ignored(self, path: str) -> bool:
        for folder in self._above(path, in_repository=True):
            written = folder / ".gitignore"
            if written.is_file():
                lines = written.read_bytes().decode(errors="replace").splitlines()
                if matcher(lines).match_file(f"{(self._root / path).relative_to(folder).as_posix()}/"):
                    return True
        return False

    def _build_files(self, path: str) -> Iterator[Path]:
        for folder in self._above(path, in_repository=False):
            for pattern in _BUILD_FILES:
                yield from sorted(file for file in folder.glob(pattern) if file.is_file())

    def _is_named(self, name: str, file: Path) -> bool:
        with file.open("rb") as opened:
            text = opened.read(_LARGEST).decode(errors="replace")
        return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None

    def _above(self, path: str, *, in_repository: bool) -> Iterator[Path]:
        """The folders above a path: up to the root, or up to the top of the git repository that holds it."""
        for folder in (self._root / path).parents:
            yield folder
            is_top = (folder / ".git").exists() if in_repository else folder == self._root
            if is_top or folder == folder.parent:
                return
