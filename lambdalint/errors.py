"""The errors that stop a run.

LambdalintError           exit 2
├── UsageError            a flag, a path or a name on the command line is wrong
├── SettingsError         a settings file is wrong
└── InternalError         we are wrong; please report it

What is wrong with a file under analysis is never an error: it is a finding of series LL0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar


class LambdalintError(Exception):
    """Anything that ends a run before its report. `suggestion` is shown on a line of its own."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion


class UsageError(LambdalintError):
    """A flag, a path or a name on the command line is wrong."""


class SettingsError(LambdalintError):
    """A settings file is wrong; `message` begins with its path and line."""


class InternalError(LambdalintError):
    """We are wrong."""


_LOOKALIKES = str.maketrans("oil", "011")


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A question that names the known word nearest to a mistyped one; None when none is near."""
    from difflib import get_close_matches

    by_look = {each.casefold().translate(_LOOKALIKES): each for each in known}
    near = get_close_matches(word.casefold().translate(_LOOKALIKES), by_look, n=1)
    return f"did you mean `{by_look[near[0]]}`?" if near else None


def not_a_value(word: object, name: str, words: Iterable[str]) -> tuple[str, str | None]:
    """A message and a suggestion for a word that is none of those a flag or key may have."""
    words = tuple(words)
    suggestion = did_you_mean(word, words) if isinstance(word, str) else None
    return f"`{word}` is not a value of `{name}` ({', '.join(words)})", suggestion
