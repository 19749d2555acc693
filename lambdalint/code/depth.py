"""How deeply a text nests, from its tokens alone: asked before the parser, which deep nesting would kill.

libcst's parser is native and recursive: a few thousand levels overflow its stack and end the process,
and some statements cost it exponential time. Whatever could become a level is counted as one, so the
measure is never too low for a text that the parser accepts.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct, field

DEEPEST = 500
"""Levels that are parsed: more than people write, a sixth of what the parser survives on a stack of 8 MB, and few
enough for libcst's printer in Python 3.12, which takes two of its 1,500 C frames for each."""

_BRACKET = 3
_SCOPE = 5
"""A bracket, and a `lambda` or `for`, take as much of the parser's stack as so many operators."""

_STEEP = DEEPEST // 8
"""In `case` and `del` each further bracket multiplies the parser's time by two to four."""

_CODE = re.compile(
    r"""
      (?P<formatted> (?: [rR]?[fFtT] | [fFtT][rR] ) (?: \"{3} | '{3} | ["'] ) )
    | (?P<scope> (?: lambda | for ) \b )
    | (?P<steep> del \b )
    | (?P<operator> [-+*/%@&|^~.] | << | >> | (?: and | or | not | if | await ) \b
        | \"{3} [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* \"{3}
        | '{3} [^'\\]* (?: (?: \\. | '(?!'') ) [^'\\]* )* '{3}
        | " [^"\\\r\n]* (?: \\. [^"\\\r\n]* )* "
        | ' [^'\\\r\n]* (?: \\. [^'\\\r\n]* )* ' )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<comma> , )
    | (?P<colon> : )
    | (?P<newline> [\r\n] \s* (?P<case> case\b (?! \s* [=.,:)\]] ) )? )
    | \w+
    | \# [^\r\n]*
    | \\ (?: \r\n? | \n )
    """,
    re.VERBOSE | re.DOTALL,
)
"""A string counts as an operator, because those side by side are joined."""

_TEXT = {
    quote: re.compile(rf"\\[^{{}}]|\{{\{{|(?P<open>\{{)|(?P<close>{quote})", re.DOTALL)
    for quote in ("'", '"', "'''", '"""')
}
"""A formatted string outside of its replacement fields, by the quote that ends it."""

_FORMAT = re.compile(r"(?P<open>\{)|(?P<close>\})")
"""What follows the colon in a replacement field."""


_MARKS: dict[str, int] = (
    dict.fromkeys("([{", _BRACKET + 1)
    | dict.fromkeys((*"-+*/%@&|^~.\"'", "<<", ">>", "and", "or", "not", "if", "await"), 1)
    | dict.fromkeys(("lambda", "for"), _SCOPE)
)
"""How many levels each occurrence is at most, wherever it stands."""

_STEEP_STATEMENT = re.compile(r"(?:^|[:;])[ \t\f]*(?:case|del)\b", re.MULTILINE)


class _Level(Struct):
    """What stands in one bracket, formatted string or replacement field, or in a statement outside of all."""

    pattern: re.Pattern[str] = _CODE
    """How to read it."""
    bracket: int = _BRACKET
    """How many levels a bracket in it counts for."""
    is_field: bool = False
    operators: int = 0
    inner: int = 0
    """The deepest bracket since the last comma."""
    before: int = 0
    """The deepest part before the last comma."""
    scopes: int = 0
    """Levels that no comma ends."""

    def depth(self) -> int:
        return max(self.before, self.operators + self.inner) + self.scopes


def too_deep_at(text: str) -> int | None:
    """The offset of the first statement that nests more than `DEEPEST` levels deep; None when there is none."""
    if _is_shallow(text):
        return None
    if text.count("elif") > DEEPEST:  # each stands within the one before
        return text.index("elif")
    measure = _Measure()
    at = 0
    while at < len(text):
        at = measure.read(text, at)
    return measure.end()


def _is_shallow(text: str) -> bool:
    """Whether the whole text has too few marks to nest deeply, which spares most texts a closer look."""
    if ("case" in text or "del" in text) and _STEEP_STATEMENT.search(text):
        return False
    return sum(weight * text.count(mark) for mark, weight in _MARKS.items()) <= DEEPEST


@contextmanager
def room_to_recurse() -> Iterator[None]:
    """Let Python functions recurse over a tree `DEEPEST` levels deep, with a dozen frames a level."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 12 * DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


class _Measure(Struct):
    """Where in its levels the text stands that was read so far, and the first statement that was too deep."""

    found: int | None = None
    start: int = 0
    """Where the statement begins."""
    levels: list[_Level] = field(default_factory=lambda: [_Level()])

    def read(self, text: str, at: int) -> int:
        """Take tokens until others are to be looked for, and say from where on."""
        level = self.levels[-1]
        pattern = level.pattern
        for match in pattern.finditer(text, at):
            kind = match.lastgroup
            if kind == "operator":
                level.operators += 1
            elif kind:
                self._take(kind, match)
                level = self.levels[-1]
                if level.pattern is not pattern:
                    return match.end()
        return len(text)

    def end(self) -> int | None:
        while len(self.levels) > 1:
            self._close()
        self._end_statement()
        return self.found

    def _take(self, kind: str, match: re.Match[str]) -> None:
        level = self.levels[-1]
        match kind:
            case "comma":
                level.before = max(level.before, level.operators + level.inner)
                level.operators = level.inner = 0
            case "open":
                level.operators += 1  # a call or a subscript is a level above what it follows
                self.levels.append(_Level(bracket=level.bracket, is_field=level.pattern is not _CODE))
            case "close":
                self._close()
            case "newline" if len(self.levels) == 1:
                self._end_statement()
                self.start = match.end()
                level.bracket = _STEEP if match["case"] else _BRACKET
            case "formatted":
                level.operators += 1
                self.levels.append(_Level(_TEXT[match.group().lstrip("rRfFtT")], level.bracket))
            case "colon" if level.is_field:
                level.pattern = _FORMAT
            case "scope":
                level.scopes += _SCOPE
            case "steep":
                level.bracket = _STEEP

    def _close(self) -> None:
        if len(self.levels) > 1:
            closed = self.levels.pop()
            level = self.levels[-1]
            level.inner = max(level.inner, closed.depth() + level.bracket)

    def _end_statement(self) -> None:
        statement = self.levels[0]
        if self.found is None and statement.depth() > DEEPEST:
            self.found = self.start
        statement.operators = statement.inner = statement.before = statement.scopes = 0
