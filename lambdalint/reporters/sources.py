"""The user's files as reporters need them: read once, by line, with spans that stay inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias

from lambdalint.errors import InternalError
from lambdalint.model.source import Place, Span

Texts: TypeAlias = Callable[[str], str | None]
"""Path to text; None when the file cannot be read."""
Lines: TypeAlias = Callable[[str], Sequence[str] | None]
"""Path to lines without their ends; None when there is nothing to show."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def span_of(place: Place) -> Span:
    """The span of a place in a report, where every anchor is already located."""
    if isinstance(place, Span):
        return place
    raise InternalError(f"a finding was reported before it was located: {place}")


def texts_of(sources: Callable[[str], str]) -> Texts:
    """Ask for each file once, and live with those that cannot be read."""

    @cache
    def text(path: str) -> str | None:
        try:
            return sources(path)
        except (OSError, ValueError, LookupError):
            return None

    return text


def lines_of(texts: Texts) -> Lines:
    """Split each file once; a file that is empty has nothing to show."""

    @cache
    def lines(path: str) -> Sequence[str] | None:
        text = texts(path)
        if not text:
            return None
        *all_but_last, last = _LINE_END.split(text)
        return [*all_but_last, last] if last else all_but_last

    return lines


def clamp(span: Span, lines: Sequence[str]) -> Span:
    """The part of a span that the text has, without the blank rest of a block that ends in empty lines."""
    start = _inside(span.line, span.column, lines)
    end_line, end_column = _inside(span.end_line, span.end_column, lines)
    while end_line > start[0] and not lines[end_line - 1][: end_column - 1].strip():
        end_line -= 1
        end_column = len(lines[end_line - 1].rstrip()) + 1
    return Span(span.path, *start, *max(start, (end_line, end_column)))


def first_line(span: Span, lines: Sequence[str] | None) -> Span:
    """The part of a span on its first line, at least one column wide."""
    line, column = max(span.line, 1), max(span.column, 1)
    end = span.end_column
    if span.end_line > line:
        end = len(lines[line - 1].rstrip()) + 1 if lines and line <= len(lines) else 0
    return Span(span.path, line, column, line, max(end, column + 1))


def _inside(line: int, column: int, lines: Sequence[str]) -> tuple[int, int]:
    if line > len(lines):
        return len(lines), len(lines[-1]) + 1
    line = max(line, 1)
    return line, max(1, min(column, len(lines[line - 1]) + 1))
