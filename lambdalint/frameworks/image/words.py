"""Words and variables as Dockerfiles spell them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from collections.abc import Mapping as Map

_VARIABLE = re.compile(r"\\\$|\$(?:(?P<plain>\w+)|\{(?P<name>\w+)(?::?(?P<operator>[-+])(?P<word>[^}]*))?\})|\$\{")


def words(text: str) -> list[str]:
    """A line as a shell splits it; at blanks when its quotes do not match."""
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def assignments(text: str) -> Iterator[tuple[str, str]]:
    """The names and values of an `ENV`: `A=b C=d`, or the older `A b`."""
    parts = words(text)
    if parts and "=" not in parts[0]:
        yield parts[0], " ".join(parts[1:])
        return
    for part in parts:
        name, _, value = part.partition("=")
        yield name, value


def expand(text: str, known: Map[str, str | None]) -> str | None:
    """A text with its variables replaced; None when one of them is unknown."""
    pieces, end = [], 0
    for match in _VARIABLE.finditer(text):
        piece = _value(match, known)
        if piece is None:
            return None
        pieces += [text[end : match.start()], piece]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _value(match: re.Match[str], known: Map[str, str | None]) -> str | None:
    if match[0].startswith("\\"):
        return "$"
    name = match["plain"] or match["name"]
    value = known.get(name) if name else None
    if match["operator"] == "-":
        return match["word"] if name not in known else value
    if match["operator"] == "+":
        return match["word"] if value is not None else ""
    return value
