"""Names that are a slip away from known ones, as LL145 and LL151 ask: surely no newer name of the same kind."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_NEAR = 0.75
_LONG = 4
"""Two shorter words may differ by a letter and both mean something: `get`, `set`."""


def meant(word: str, known: Iterable[str]) -> str | None:
    """The known name that somebody wrote `word` for; None when that may be a name of its own."""
    names = sorted(known)
    same = [name for name in names if _letters(name) == _letters(word)]
    if same:
        return same[0]
    vocabulary = {part for name in names for part in _parts(name)}
    return next((name for name in names if _is_slip(_parts(word), _parts(name), vocabulary)), None)


def _letters(name: str) -> str:
    return name.replace("_", "").lower().removesuffix("s")


def _parts(name: str) -> list[str]:
    return [part.lower() for part in _PARTS.findall(name)]


def _is_slip(written: list[str], name: list[str], vocabulary: set[str]) -> bool:
    """One word differs, which none of the known names has, by a letter or two."""
    if len(written) != len(name):
        return False
    different = [(one, other) for one, other in zip(written, name, strict=True) if one != other]
    if len(different) != 1:
        return False
    one, other = different[0]
    is_word = one in vocabulary or not one.isalpha() or min(len(one), len(other)) < _LONG
    return not is_word and difflib.SequenceMatcher(None, one, other).ratio() >= _NEAR
