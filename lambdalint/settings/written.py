"""A value and where somebody wrote it, so that every complaint about it can say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct

from lambdalint.errors import LambdalintError, SettingsError, UsageError

T_co = TypeVar("T_co", covariant=True)
New = TypeVar("New")


class Source(Struct, frozen=True):
    """A settings file or a flag. Patterns and paths in it are relative to `base`."""

    name: str
    """`lambdalint.toml` or `--select`."""
    base: Path
    text: str | None = None
    """The file's text; None for a flag."""
    table: tuple[str, ...] = ()
    """The table of the file that holds the settings: `tool`, `lambdalint` in pyproject.toml."""


class Written(Struct, Generic[T_co], frozen=True):
    """A value, the keys that lead to it, and for an item of a list the item's own text."""

    value: T_co
    source: Source
    keys: tuple[str, ...]
    item: str | None = None

    @property
    def place(self) -> str:
        """`lambdalint.toml:3` or `--select`."""
        if self.source.text is None:
            return self.source.name
        return f"{self.source.name}:{line_of(self.source.text, (*self.source.table, *self.keys), self.item)}"

    def error(self, message: str, suggestion: str | None = None) -> LambdalintError:
        """An error that begins with the place."""
        kind = UsageError if self.source.text is None else SettingsError
        return kind(f"{self.place}: {message}", suggestion)

    def having(self, value: New) -> Written[New]:
        """The same place with what its value means."""
        return Written(value, self.source, self.keys, self.item)

    def below(self, key: str, value: New) -> Written[New]:
        """An entry of this table."""
        return Written(value, self.source, (*self.keys, key))

    def holding(self, item: str) -> Written[str]:
        """An item of this list."""
        return Written(item, self.source, self.keys, item)


_TABLE = re.compile(r"\s*\[\[?(?P<keys>[^\[\]]+)\]\]?\s*(#.*)?")
_ASSIGNMENT = re.compile(r"""\s*(?P<keys>(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_KEY = re.compile(r""""(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w-]+)""")


def line_of(text: str, keys: tuple[str, ...], item: str | None = None) -> int:
    """The 1-based line of TOML text on which a key, or the nearest table around it, or an item of its list is written.

    `tomllib` gives no positions, so the text is scanned; a key inside an inline table is found at that table.
    """
    depth, line = max(_prefixes(text, keys), default=(0, 1), key=lambda found: found[0])
    if item is None or not depth:
        return line
    quoted = (f'"{item}"', f"'{item}'")
    rest = enumerate(text.splitlines()[line - 1 :], start=line)
    return next((number for number, content in rest if any(each in content for each in quoted)), line)


def _prefixes(text: str, keys: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """How many of the keys each line spells out, with its number."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.fullmatch(line):
            written = table = _split(header["keys"])
        elif assignment := _ASSIGNMENT.match(line):
            written = (*table, *_split(assignment["keys"]))
        else:
            continue
        if keys[: len(written)] == written:
            yield len(written), number


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(match["double"] or match["single"] or match["bare"] or "" for match in _KEY.finditer(dotted))
