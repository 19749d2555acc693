"""What a reader of programs needs to know of the project's Python files: facts, places and text, each read on demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from lambdalint.documents.tree import Problem
from lambdalint.model.module import Module
from lambdalint.model.source import Anchor, Span


class Python(Protocol):
    """The Python files of the project. Paths are POSIX and relative to its root."""

    def module(self, path: str) -> Module | Problem | None:
        """The facts of a file; None when there is none."""
        ...

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder."""
        ...

    def bytes_of(self, path: str) -> bytes:
        """A file's bytes; empty when it cannot be read."""
        ...

    def files_in(self, folder: str) -> Sequence[str]:
        """The files that lie directly in a folder."""
        ...

    def files_below(self, folder: str) -> Iterable[str]:
        """All files of the project in a folder and the folders in it."""
        ...

    def modified(self, path: str) -> float | None:
        """When a file was last written, in seconds; None when there is none."""
        ...

    def locate(self, anchors: Iterable[Anchor]) -> Mapping[Anchor, Span]:
        """Where syntax nodes stand."""
        ...
