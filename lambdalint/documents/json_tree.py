"""JSON to a tree with positions.

The standard library's parser gives no positions, and the libraries that do take seconds for a megabyte; its string
scanner, written in C, does the dear part here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # documented in its docstring, missing in typeshed

from lambdalint.documents.duplicates import settle
from lambdalint.documents.text import MAX_DEPTH, Unreadable, line_starts
from lambdalint.documents.tree import Document, Entry, Mapping, Node, Problem, Scalar, Sequence
from lambdalint.model.source import Span

_SPACE = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}


def parse(path: str, text: str) -> Document:
    """The tree of a JSON file; raises `Unreadable`."""
    reader = _Reader(path, text)
    start = reader.skip_space(0)
    if start == len(text):
        return Document(path, None)
    root, end = reader.value(start)
    rest = reader.skip_space(end)
    if rest != len(text):
        raise reader.unreadable("expected the end of the file", rest)
    return Document(path, root, tuple(reader.problems))


class _Reader:
    """Reads one text by recursive descent; every method takes an offset and gives what it read and the offset after it."""

    __slots__ = ("_depth", "_path", "_starts", "_text", "problems")

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._starts = line_starts(text)
        self._depth = 0
        self.problems: list[Problem] = []

    def skip_space(self, start: int) -> int:
        match = _SPACE.match(self._text, start)
        return match.end() if match else start

    def value(self, start: int) -> tuple[Node, int]:
        character = self._text[start : start + 1]
        if character == '"':
            text, end = self._string(start)
            return Scalar(text, self._span(start, end), text), end
        if character in {"{", "["}:
            return self._collection(start, character)
        return self._literal(start)

    def _collection(self, start: int, opening: str) -> tuple[Node, int]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.unreadable(f"nested deeper than {MAX_DEPTH} levels", start)
        node, end = self._mapping(start) if opening == "{" else self._sequence(start)
        self._depth -= 1
        return node, end

    def _mapping(self, start: int) -> tuple[Mapping, int]:
        entries: list[Entry] = []
        at = self.skip_space(start + 1)
        more = not self._text.startswith("}", at)
        while more:
            entry, at = self._entry(at)
            entries.append(entry)
            at, more = self._separator(at, "}")
        at += 1
        return Mapping(settle(entries, self.problems), self._span(start, at)), at

    def _entry(self, start: int) -> tuple[Entry, int]:
        if not self._text.startswith('"', start):
            raise self.unreadable("expected a name in double quotes", start)
        key, key_end = self._string(start)
        colon = self.skip_space(key_end)
        if not self._text.startswith(":", colon):
            raise self.unreadable("expected `:`", colon)
        value, end = self.value(self.skip_space(colon + 1))
        return Entry(key, self._span(start, key_end), value), end

    def _sequence(self, start: int) -> tuple[Sequence, int]:
        items: list[Node] = []
        at = self.skip_space(start + 1)
        more = not self._text.startswith("]", at)
        while more:
            item, at = self.value(at)
            items.append(item)
            at, more = self._separator(at, "]")
        at += 1
        return Sequence(tuple(items), self._span(start, at)), at

    def _separator(self, start: int, closing: str) -> tuple[int, bool]:
        """Where the next item or the closing bracket stands, and whether it is an item."""
        at = self.skip_space(start)
        if self._text.startswith(closing, at):
            return at, False
        if not self._text.startswith(",", at):
            raise self.unreadable(f"expected `,` or `{closing}`", at)
        following = self.skip_space(at + 1)
        if self._text.startswith(closing, following):
            raise self.unreadable("a comma after the last item; remove it", at)
        return following, True

    def _string(self, start: int) -> tuple[str, int]:
        try:
            value, end = scanstring(self._text, start + 1, True)  # strict: refuse control characters
            value.encode()
        except JSONDecodeError as error:
            raise self.unreadable(error.msg.lower().replace(" at", " here"), error.pos) from None
        except UnicodeEncodeError:
            raise self.unreadable("half of a surrogate pair, which is no character", start) from None
        return value, end

    def _literal(self, start: int) -> tuple[Scalar, int]:
        match = _LITERAL.match(self._text, start)
        if match is None:
            raise self.unreadable("expected a value", start)
        text = match.group()
        at = self._span(start, match.end())
        if text in _WORDS:
            return Scalar(_WORDS[text], at, text), match.end()
        return Scalar(_number(text, whole=match.lastindex is None), at, text), match.end()

    def _span(self, start: int, end: int) -> Span:
        starts = self._starts
        line, end_line = bisect_right(starts, start), bisect_right(starts, end)
        return Span(self._path, line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)

    def unreadable(self, message: str, offset: int) -> Unreadable:
        """What is wrong at an offset."""
        if self._text.startswith(("//", "/*", "#"), offset):
            message = "it has no comments; remove this one"
        return Unreadable(f"not valid JSON: {message}", self._span(offset, offset))


def _number(text: str, *, whole: bool) -> int | float | str:
    try:
        return int(text) if whole else float(text)
    except ValueError:  # Python refuses to convert thousands of digits; nothing compares with such a number
        return text
