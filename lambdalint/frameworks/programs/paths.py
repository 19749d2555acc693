"""Paths that a program names, and the folders that its files are in."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath

from lambdalint.frameworks.programs.values import ROOT, Thing, Unknown


def local(path: Thing, here: str, start: str) -> Thing:
    """A path of a program that runs in the folder `here`, relative to `start`; unknown when it is not of the project."""
    text = str(path) if isinstance(path, PurePosixPath) else path
    if not isinstance(text, str) or not text:
        return Unknown("a path")
    if text.startswith(ROOT):
        inside = text.removeprefix(ROOT).lstrip("/")
    elif text.startswith("/"):
        return text
    else:
        inside = posixpath.join(here, text)
    return posixpath.relpath(posixpath.normpath(inside or "."), start or ".")


def folders_above(path: str) -> Iterator[str]:
    """The folders that a file is in, nearest first; the root is the empty path."""
    folder = posixpath.dirname(path)
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""
