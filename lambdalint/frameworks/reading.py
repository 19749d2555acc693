"""What a dialect gives back for one document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from lambdalint.documents.tree import Document, Problem
from lambdalint.model.project import Stack

Nested: TypeAlias = Callable[[str], Document | None]
"""Gives a local file that a template refers to (POSIX, relative to the root), or None when there is none."""


class Reading(Struct, frozen=True):
    """What one template describes, and what was wrong with it."""

    stack: Stack
    problems: tuple[Problem, ...] = ()
    covers: tuple[str, ...] = ()
    """The nested templates that were followed: read alone, they would show their functions without their parents' values.
    For a program, its files."""
