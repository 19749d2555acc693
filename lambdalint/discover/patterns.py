"""Patterns as in .gitignore, compiled only where a run has some: pathspec is not imported otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def matcher(patterns: Iterable[str]) -> GitIgnoreSpec:
    """What the patterns match together; one that is none (`!`) matches nothing, as in git."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([pattern for pattern in patterns if is_pattern(pattern)])


def is_pattern(text: str) -> bool:
    """Whether a text can be compiled."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([text])
    except (ValueError, re.error):
        return False
    return True
