"""TOML to a tree with positions.

The standard library's parser gives none, and no maintained one does: a second look at the lines finds where each key is
written. A key whose place is not found that way (inside of an inline table) has that of what holds it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import TypeAlias

from lambdalint.documents.text import Unreadable
from lambdalint.documents.tree import Document, Entry, Mapping, Node, Scalar, Sequence
from lambdalint.model.source import Span

_Path: TypeAlias = tuple[str, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_TABLE = re.compile(rf"[ \t]*\[[ \t]*(?P<key>{_KEY})[ \t]*\]")
_PAIR = re.compile(rf"[ \t]*(?P<key>{_KEY})[ \t]*=[ \t]*(?P<value>.*?)[ \t]*$")
_PLACE = re.compile(r"line (\d+), column (\d+)")


def parse(path: str, text: str) -> Document:
    """The tree of a TOML file; raises `Unreadable`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (len(text.splitlines()) or 1, 1)
        reason = str(error).partition(" (at ")[0].lower()
        raise Unreadable(f"no TOML: {reason}", Span(path, line, column, line, column)) from None
    except RecursionError:
        raise Unreadable("nested too deep", Span.of_line(path)) from None
    return Document(path, _node(data, (), Span.of_line(path), dict(_places(path, text))))


def _places(path: str, text: str) -> Iterator[tuple[_Path, tuple[Span, Span]]]:
    """Where each key stands, and its value as far as that is on the same line."""
    table: _Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if match := _TABLE.match(line):
            table = _parts(match["key"])
            at = Span(path, number, match.start("key") + 1, number, match.end("key") + 1)
            yield table, (at, at)
        elif match := _PAIR.match(line):
            key_at = Span(path, number, match.start("key") + 1, number, match.end("key") + 1)
            at = Span(path, number, match.start("value") + 1, number, match.end("value") + 1)
            yield (*table, *_parts(match["key"])), (key_at, at)


def _parts(key: str) -> _Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, key))


def _node(value: object, path: _Path, at: Span, places: dict[_Path, tuple[Span, Span]]) -> Node:
    match value:
        case dict():
            entries = []
            for key, item in value.items():
                key_at, value_at = places.get((*path, key), (at, at))
                entries.append(Entry(key, key_at, _node(item, (*path, key), value_at, places)))
            return Mapping(tuple(entries), at)
        case list():
            return Sequence(tuple(_node(item, path, at, {}) for item in value), at)
        case str() | bool() | int() | float():
            return Scalar(value, at, str(value))
        case _:
            return Scalar(str(value), at, str(value))
