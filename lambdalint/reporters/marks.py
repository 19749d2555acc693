"""What stands under a source line: `^^^^` and `----` with their labels, which hang when they do not fit beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct, field

from lambdalint.reporters.cells import width, wrap
from lambdalint.reporters.screen import Screen, Style

_NARROWEST_LABEL = 40


class Underline(Struct, frozen=True):
    """A marked part of a shown line, in terminal columns from 0; `label` is safe to show."""

    start: int
    end: int
    label: str
    style: Style
    sign: str


class Row(Struct):
    """One row of marks, put together piece by piece; what comes later covers what is there."""

    cells: dict[int, tuple[str, Style | None]] = field(default_factory=dict)

    def put(self, offset: int, text: str, style: Style) -> None:
        """Write a text from a column on."""
        self.cells.update((offset + number, (character, style)) for number, character in enumerate(text))

    def render(self, screen: Screen) -> str:
        """The row as text."""
        columns = range(max(self.cells, default=-1) + 1)
        runs = groupby((self.cells.get(column, (" ", None)) for column in columns), key=lambda cell: cell[1])
        return "".join(screen.paint("".join(character for character, _ in run), style) for style, run in runs)


def rows(underlines: Sequence[Underline], room: int) -> Iterator[Row]:
    """The rows under a line, in `room` columns. Of underlines that overlap, the last one is on top."""
    row = Row()
    for mark in underlines:
        row.put(mark.start, mark.sign * (mark.end - mark.start), mark.style)
    hanging = sorted((mark for mark in underlines if mark.label), key=lambda mark: mark.start)
    if hanging and _fits_beside(hanging[-1], underlines, room):
        beside = hanging.pop()
        row.put(beside.end + 1, beside.label, beside.style)
    yield row
    while hanging:
        mark = hanging.pop()
        yield from _hung(mark, hanging, room)


def _fits_beside(mark: Underline, underlines: Sequence[Underline], room: int) -> bool:
    return mark.end >= max(other.end for other in underlines) and mark.end + 1 + width(mark.label) <= room


def _hung(mark: Underline, others: Sequence[Underline], room: int) -> Iterator[Row]:
    """A label under its mark, past threads to the labels that hang lower; far to the right it ends where its mark does."""
    start = mark.start
    if start + width(mark.label) > room and room - start < _NARROWEST_LABEL:
        start = max(0, mark.end - width(mark.label))
    for text in wrap(mark.label, room - start):
        row = Row()
        for other in others:
            row.put(other.start, "|", other.style)
        row.put(start, text, mark.style)
        yield row
