"""The terminal a report is shown in: how wide it is, and whether it knows colour, links and Unicode."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from lambdalint.model.rule import Severity
from lambdalint.reporters.cells import glyphs


class Style(Enum):
    """What a piece of a report is. The value is its ANSI rendition."""

    ERROR = "1;31"
    WARNING = "1;33"
    INFO = "1;36"
    FRAME = "1;34"
    CLEAR = "1;32"
    STRONG = "1"

    @classmethod
    def of(cls, severity: Severity) -> Style:
        """The style of a severity."""
        return {Severity.ERROR: cls.ERROR, Severity.WARNING: cls.WARNING, Severity.INFO: cls.INFO}[severity]


class Screen(Struct, frozen=True):
    """What the terminal can do; `width` in columns."""

    color: bool
    width: int
    unicode: bool = True

    @property
    def ellipsis(self) -> str:
        """The sign for what was left out."""
        return "…" if self.unicode else "..."

    def paint(self, text: str, style: Style | None) -> str:
        """A text in its style."""
        return f"\x1b[{style.value}m{text}\x1b[0m" if self.color and style and text else text

    def link(self, text: str, url: str) -> str:
        """A text that opens a page (OSC 8), on terminals with colour."""
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if self.color else text

    def show(self, text: str) -> str:
        """A text with nothing in it that could control the terminal."""
        return "".join(glyphs(text, unicode=self.unicode))

    def one_line(self, text: str) -> str:
        """The same, for prose: its line breaks become spaces."""
        return self.show(" ".join(text.split()))
