"""A source line as a terminal shows it: tabs expanded, and cut around what is marked when it is too long."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from msgspec import Struct

from lambdalint.reporters.cells import glyphs, width
from lambdalint.reporters.screen import Screen

_TAB = 4


class Strip(Struct, frozen=True):
    """The shown part of a line."""

    text: str
    first: int
    """The index in the line of the character that `offsets` begins with."""
    offsets: tuple[int, ...]
    """Where each character begins in `text`, in terminal columns from 0, and where the last one ends."""

    def offset(self, column: int) -> int:
        """Where a column of the line (1-based, in characters) begins; the edge when it was cut off."""
        return self.offsets[max(0, min(column - 1 - self.first, len(self.offsets) - 1))]


def strip(line: str, marked: tuple[int, int], room: int, screen: Screen) -> Strip:
    """Show a line in `room` terminal columns; `marked` are the columns (start, end) that must be seen."""
    # No window needs more characters than these; a minified file is one line of a megabyte.
    first = max(0, marked[0] - 1 - room)
    piece = line[first : first + 6 * room]
    shown = _expand(piece, screen)
    offsets = tuple(accumulate(map(width, shown), initial=0))
    if len(piece) == len(line) and offsets[-1] <= room:
        return Strip("".join(shown), 0, offsets)
    low, high = (offsets[max(0, min(column - 1 - first, len(piece)))] for column in marked)
    inner = room - 2 * len(screen.ellipsis)
    start = 0 if first == 0 and high <= inner else low - max(0, inner - (high - low)) // 2
    left = bisect_left(offsets, max(0, min(start, offsets[-1] - inner)))
    right = bisect_right(offsets, offsets[left] + inner) - 1
    before = screen.ellipsis if first + left > 0 else ""
    after = screen.ellipsis if first + right < len(line) else ""
    text = before + "".join(shown[left:right]) + after
    shift = offsets[left] - len(before)
    last = width(text) - (1 if after else 0)
    return Strip(text, first, tuple(max(0, min(offset - shift, last)) for offset in offsets))


def _expand(piece: str, screen: Screen) -> list[str]:
    if "\t" not in piece:
        return list(glyphs(piece, unicode=screen.unicode))
    shown = []
    offset = 0
    for character, glyph in zip(piece, glyphs(piece, unicode=screen.unicode), strict=True):
        shown.append(" " * (_TAB - offset % _TAB) if character == "\t" else glyph)
        offset += width(shown[-1])
    return shown
