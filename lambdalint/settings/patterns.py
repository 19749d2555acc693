"""Patterns as in .gitignore, carried from the folder of the file that holds them to the root of the run."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

EVERYTHING = "/**"


def rebase(pattern: str, base: Path, root: Path) -> str | None:
    """The pattern that matches below `root` what the given one matches below `base`; None when that is nothing."""
    if base == root:
        return pattern
    if pattern.startswith("!"):
        rebased = rebase(pattern[1:], base, root)
        return f"!{rebased}" if rebased else None
    if base.is_relative_to(root):
        return _outwards(pattern, base.relative_to(root).as_posix())
    return _inwards(pattern, root.relative_to(base).parts) if root.is_relative_to(base) else None


def _anchored(pattern: str) -> bool:
    return "/" in pattern.rstrip("/")


def _outwards(pattern: str, folder: str) -> str:
    return f"/{folder}/{pattern.lstrip('/')}" if _anchored(pattern) else f"/{folder}/**/{pattern}"


def _inwards(pattern: str, folders: tuple[str, ...]) -> str | None:
    """Take the folders off the pattern's front. A pattern that matches one of them matches all that is inside."""
    segments = pattern.strip("/").split("/")
    if not _anchored(pattern):
        return EVERYTHING if any(fnmatchcase(folder, segments[0]) for folder in folders) else pattern
    for folder in folders:
        if not segments:
            return EVERYTHING
        if segments[0] == "**":
            return pattern
        if not fnmatchcase(folder, segments.pop(0)):
            return None
    rest = "/".join(segments) + ("/" if pattern.endswith("/") else "")
    return f"/{rest}" if segments else EVERYTHING
