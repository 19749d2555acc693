"""What of a text is safe to show in a terminal, and how many columns it takes there."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, east_asian_width

# Zero-width joiner and non-joiner, variation selectors, byte order mark, and the skin tones of emoji: terminals
# disagree on how they change the width of what stands beside them, so they are left out and marks stay in place.
_WITHOUT_A_WIDTH_OF_THEIR_OWN = frozenset(
    "\u200c\u200d\ufe0e\ufe0f\ufeff\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
)

# Controls, format characters (text direction among them), surrogates, line and paragraph separators.
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

_MOST_COMBINING_MARKS = 4


def width(text: str) -> int:
    """The terminal columns of a text that is safe to show."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def glyphs(text: str, *, unicode: bool) -> Iterator[str]:
    """What each character of a text is shown as: itself, a sign for what could control a terminal, or nothing."""
    marks = 0
    for character in text:
        glyph = _glyph(character)
        marks = marks + 1 if glyph and not width(glyph) else 0
        if marks > _MOST_COMBINING_MARKS:
            glyph = ""
        yield glyph if unicode or glyph.isascii() else "?" * width(glyph)


def wrap(text: str, room: int) -> Iterator[str]:
    """Break a line at its spaces, so that each part takes `room` columns at most, if its words allow."""
    line, *words = text.split(" ")
    for word in words:
        if width(line) + 1 + width(word) > room:
            yield line
            line = word
        else:
            line = f"{line} {word}"
    yield line


def _columns(character: str) -> int:
    if (
        category(character) in ("Mn", "Me") or "\u1160" <= character <= "\u11ff"
    ):  # combining, or within a Hangul syllable
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def _glyph(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if character in _WITHOUT_A_WIDTH_OF_THEIR_OWN:
        return ""
    if character < " ":
        return chr(0x2400 + ord(character))  # Unicode's pictures of the controls
    return "\ufffd" if category(character) in _HARMFUL else character
