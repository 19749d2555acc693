"""Lines of one file with what is marked in them, and `...` where lines are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from lambdalint.model.source import Span
from lambdalint.reporters.marks import Row, Underline, rows
from lambdalint.reporters.screen import Screen, Style
from lambdalint.reporters.strip import Strip, strip

_LARGEST_GAP_SHOWN = 4
_LANE = 2
"""Columns of the bracket beside a finding of several lines."""


class Mark(Struct, frozen=True):
    """A span to be marked, inside the text. Only a primary one may have several lines: a bracket shows them."""

    at: Span
    label: str
    style: Style
    primary: bool = False

    def underline(self, shown: Strip, indent: int) -> Underline:
        """Where it stands under its line."""
        start = indent + shown.offset(self.at.column)
        end = max(start + 1, indent + shown.offset(self.at.end_column))
        return Underline(start, end, self.label, self.style, "^" if self.primary else "-")


class Snippet(Struct, frozen=True):
    """Marked lines of one file; `gutter` is the width of its line numbers. Later marks are drawn over earlier ones."""

    lines: Sequence[str]
    marks: Sequence[Mark]
    gutter: int
    screen: Screen

    def draw(self) -> Iterator[str]:
        """The snippet, line by line."""
        previous = 0
        for number in self._numbers():
            if previous and number > previous + 1:
                yield self._framed("...", self._lane(number))
            yield from self._draw_line(number)
            previous = number

    def _numbers(self) -> Sequence[int]:
        marked = sorted({line for mark in self.marks for line in (mark.at.line, mark.at.end_line)})
        shown = marked[:1]
        for number in marked[1:]:
            small = number - shown[-1] - 1 <= _LARGEST_GAP_SHOWN
            shown.extend(range(shown[-1] + 1, number + 1) if small else (number,))
        return shown

    def _draw_line(self, number: int) -> Iterator[str]:
        shown = strip(self.lines[number - 1], self._focus(number), self._room - self._indent, self.screen)
        yield self._framed(f"{number:>{self.gutter}} |", self._lane(number) + shown.text)
        for row in self._rows(number, shown):
            yield self._framed(" " * self.gutter + " |", row.render(self.screen))

    def _rows(self, number: int, shown: Strip) -> Iterator[Row]:
        bracket = self._bracket
        if bracket and bracket.at.line == number and not self._opens_at_indentation(bracket):
            yield _corner(" ", Row(), bracket, shown.offset(bracket.at.column))
        marks = [mark for mark in self.marks if mark.at.line == number and mark is not bracket]
        underlines = [mark.underline(shown, self._indent) for mark in marks]
        for row in rows(underlines, self._room) if underlines else ():
            if bracket and bracket.at.line <= number <= bracket.at.end_line:
                row.put(0, "|", bracket.style)
            yield row
        if bracket and bracket.at.end_line == number:
            last = shown.offset(bracket.at.end_column - 1)
            end = Underline(_LANE + last, _LANE + last + 1, bracket.label, bracket.style, "^")
            first, *rest = rows((end,), self._room)
            yield _corner("|", first, bracket, last)
            yield from rest

    @property
    def _bracket(self) -> Mark | None:
        return next((mark for mark in self.marks if mark.at.end_line > mark.at.line), None)

    @property
    def _indent(self) -> int:
        return _LANE if self._bracket else 0

    @property
    def _room(self) -> int:
        return self.screen.width - self.gutter - 3

    def _framed(self, head: str, body: str) -> str:
        padding = " " * (self.gutter + 3 - len(head))
        return (self.screen.paint(head, Style.FRAME) + padding + body).rstrip()

    def _lane(self, number: int) -> str:
        bracket = self._bracket
        if not bracket:
            return ""
        sign = " "
        if bracket.at.line < number <= bracket.at.end_line:
            sign = "|"
        elif number == bracket.at.line and self._opens_at_indentation(bracket):
            sign = "/"
        return self.screen.paint(sign, bracket.style) + " "

    def _opens_at_indentation(self, bracket: Mark) -> bool:
        return not self.lines[bracket.at.line - 1][: bracket.at.column - 1].strip()

    def _focus(self, number: int) -> tuple[int, int]:
        """The columns of a line that must be seen: of what is drawn last, and so on top."""
        for mark in reversed(self.marks):
            if mark.at.line == mark.at.end_line == number:
                return mark.at.column, mark.at.end_column
            if mark.at.line == number:
                return mark.at.column, mark.at.column + 1
            if mark.at.end_line == number:
                return mark.at.end_column - 1, mark.at.end_column
        return 1, 1


def _corner(lane: str, row: Row, bracket: Mark, offset: int) -> Row:
    """Lead a row's `^` at an offset of the source to the bracket's lane."""
    row.put(0, lane + "_" * (_LANE - 1 + offset) + "^", bracket.style)
    return row
