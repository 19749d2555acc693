"""`${…}` in a text: where variables begin and end, and the sources each names. Nothing is followed yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

# `${AWS::Region}` and `${Table.Arn}` are CloudFormation's.
_START = re.compile(r"\$\{(?=\s*[A-Za-z]\w*(?:\(|:(?!:)))")
_SOURCE = re.compile(r"\s*([A-Za-z]\w*)\s*(?:\((.*)\))?\s*(?::(.*))?", re.DOTALL)
_OPENING, _CLOSING = "({", ")}"


class Variable(Struct, frozen=True):
    """A variable: the sources that are asked one after the other, as written."""

    text: str
    sources: tuple[str, ...]


class Source(Struct, frozen=True):
    """`kind(argument):address`."""

    kind: str
    argument: str
    address: str


def pieces(text: str) -> Iterator[str | Variable]:
    """A text's plain parts and its variables, in order."""
    end = 0
    while start := _START.search(text, end):
        stop = _end(text, start.end())
        if stop is None:
            break
        if start.start() > end:
            yield text[end : start.start()]
        inside = text[start.end() : stop]
        yield Variable(inside.strip(), tuple(_split(inside)))
        end = stop + 1
    if end < len(text):
        yield text[end:]


def source(written: str) -> Source | None:
    """The parts of a source; None when it is none."""
    found = _SOURCE.fullmatch(written)
    return Source(found[1], (found[2] or "").strip(), (found[3] or "").strip()) if found else None


def _end(text: str, start: int) -> int | None:
    depth = 0
    for index in range(start, len(text)):
        if text[index] == "{":
            depth += 1
        elif text[index] == "}":
            if not depth:
                return index
            depth -= 1
    return None


def _split(inside: str) -> Iterator[str]:
    """The parts between commas, those in quotes and brackets aside."""
    depth, quote, begin = 0, "", 0
    for index, character in enumerate(inside):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "," and not depth:
            yield inside[begin:index].strip()
            begin = index + 1
        else:
            depth += (character in _OPENING) - (character in _CLOSING)
    yield inside[begin:].strip()
