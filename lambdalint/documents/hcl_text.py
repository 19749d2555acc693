"""Strings and heredocs of HCL: escapes, indentation, and what is interpolated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from lambdalint.documents.hcl_tree import Expression, Literal, Text

if TYPE_CHECKING:
    from tree_sitter import Node

    from lambdalint.documents.hcl_expressions import Reader

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))|([$%])\4\{", re.DOTALL)
_DOUBLED = re.compile(r"([$%])\1\{")
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t"}
_LAST_CODE_POINT = 0x10FFFF


class Piece(Struct, frozen=True):
    """An interpolated expression, and the bytes where its `${…}` begins and ends."""

    start: int
    end: int
    value: Expression


def quoted(reader: Reader, node: Node) -> Expression:
    """A string in double quotes."""
    at = reader.span(node)
    # A plain string has its quotes as children; one with interpolation has them too.
    start, end = node.start_byte + 1, node.end_byte - 1
    parts: list[Expression] = []
    for piece in reader.pieces(node):
        if piece.start > start:
            parts.append(Literal(_unescaped(reader.between(start, piece.start)), at))
        parts.append(piece.value)
        start = piece.end
    rest = reader.between(start, end)
    if not parts:
        return Literal(_unescaped(rest), at)
    return Text((*parts, Literal(_unescaped(rest), at)) if rest else tuple(parts), at)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text or "{" in text else text


def _character(match: re.Match[str]) -> str:
    short, long, plain, doubled = match.groups()
    if doubled:
        return f"{doubled}{{"
    if plain:
        return _CHARACTERS.get(plain, plain)
    code = int(short or long, 16)
    return chr(code) if code <= _LAST_CODE_POINT and not 0xD800 <= code <= 0xDFFF else "\ufffd"  # noqa: PLR2004  (surrogates)


def heredoc(reader: Reader, node: Node) -> Expression:
    """Lines between two markers; `<<-` takes away the indentation that all lines share."""
    at = reader.span(node)
    opening, closing = (child for child in node.children if child.type == "heredoc_identifier")
    raw_end = closing.start_byte
    before_end = reader.between(opening.end_byte, raw_end)
    start = opening.end_byte + before_end.find("\n") + 1
    parts = _raw_parts(reader, start, raw_end, reader.pieces(node))
    parts = [*parts[:-1], parts[-1].rstrip(" \t")] if isinstance(parts[-1], str) else parts
    first = node.children[0]
    indent = _indent(parts) if reader.text(first) == "<<-" else 0
    texts = [
        _dedented(part, indent, begins=index == 0) if isinstance(part, str) else part
        for index, part in enumerate(parts)
    ]
    if len(texts) == 1 and isinstance(texts[0], str):
        value = _DOUBLED.sub(r"\1{", texts[0])
        rows = range(value.count("\n"))
        return Literal(value, at, tuple((at.line + 1 + row, indent + 1) for row in rows))
    written = (part for part in texts if part)
    return Text(
        tuple(Literal(_DOUBLED.sub(r"\1{", part), at) if isinstance(part, str) else part for part in written), at
    )


def _raw_parts(reader: Reader, start: int, end: int, pieces: list[Piece]) -> list[str | Expression]:
    parts: list[str | Expression] = []
    for piece in pieces:
        parts += [reader.between(start, piece.start), piece.value]
        start = piece.end
    return [*parts, reader.between(start, end)]


def _indent(parts: list[str | Expression]) -> int:
    """The spaces that every line with anything in it begins with."""
    return min((len(line) - len(line.lstrip(" ")) for line in _lines(parts) if line.strip()), default=0)


def _lines(parts: list[str | Expression]) -> Iterator[str]:
    return iter("".join(part if isinstance(part, str) else "x" for part in parts).split("\n"))


def _dedented(text: str, indent: int, *, begins: bool) -> str:
    """A part without the indentation of the lines that begin in it."""
    first, *others = text.split("\n")
    lines = [first[indent:] if begins else first, *(line[indent:] for line in others)]
    return "\n".join(lines)
