"""Bytes to text, and offsets in a text to spans."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right

from lambdalint.documents.tree import Problem
from lambdalint.model.source import Span

MAX_BYTES = 5_000_000
"""CloudFormation takes templates up to 1 MB; anything far above it is data, not a template."""

MAX_DEPTH = 100
"""Levels of nesting: far above any template, far below what recursion over a tree can take."""

_LINE_BREAK = re.compile(r"\r\n?|\n")


class Unreadable(Exception):  # noqa: N818  (it never leaves this package: `load` turns it into its problem)
    """A file that gives no tree, with the problem that says why."""

    def __init__(self, message: str, at: Span, code: str = "LL001") -> None:
        super().__init__(message)
        self.problem = Problem(code, message, at, fatal=True)


def decode(path: str, data: bytes) -> str:
    """The text of a file in UTF-8 or, with a byte order mark, UTF-16; raises `Unreadable`."""
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data) / 1e6:.1f} MB and only {MAX_BYTES / 1e6:.0f} MB are read; exclude it"
        raise Unreadable(message, Span.of_line(path))
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if utf16 else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "ignore")
        message = f"not {'UTF-16' if utf16 else 'UTF-8'}: cannot read byte 0x{data[error.start]:02X}; save it as UTF-8"
        raise Unreadable(message, span(path, before, len(before))) from None


def line_starts(text: str) -> list[int]:
    """The offset where each line begins."""
    return [0, *(line_break.end() for line_break in _LINE_BREAK.finditer(text))]


def span(path: str, text: str, start: int, end: int | None = None) -> Span:
    """The span between two offsets; without an end, an empty one."""
    starts = line_starts(text)
    line = bisect_right(starts, start)
    end_line = line if end is None else bisect_right(starts, end)
    column = start - starts[line - 1] + 1
    end_column = column if end is None else end - starts[end_line - 1] + 1
    return Span(path, line, column, end_line, end_column)
