"""`# lambdalint: handler`: the comment by which people say that a definition is a Lambda handler."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from msgspec import Struct, field

from lambdalint.model.source import Span

WORD = b"lambdalint: handler"
"""What a file with such a comment contains."""

_MARK = re.compile(r"#\s*lambdalint:[ \t]*handler\b")
_ENOUGH = 4
"""Words of a statement that tell what it defines: `async def handler (`."""


class Mark(Struct, frozen=True):
    """One such comment, and the name that the definition in or below it has; None when it marks no definition."""

    at: Span
    name: str | None


class _Reading(Struct):
    """The statements of a file by their first words, those in a block as None; the marks with the statement that follows."""

    statements: list[list[str] | None] = field(default_factory=list)
    marks: list[tuple[Span, int]] = field(default_factory=list)


def marks(path: str, text: str) -> Iterator[Mark]:
    """The marks of a Python file, in order; none where it does not tokenize, which is reported when it is parsed."""
    import tokenize

    try:
        reading = _read(path, text)
    except (tokenize.TokenError, SyntaxError):
        return
    for at, index in reading.marks:
        yield Mark(at, _defined(reading.statements[index:]))


def _read(path: str, text: str) -> _Reading:
    import tokenize

    reading = _Reading()
    depth = 0
    words: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        match token.type:
            case tokenize.COMMENT:
                found = _MARK.search(token.string)
                if found is not None:
                    is_inside = not words and token.start[1] > 0
                    at = _span(path, token.start[0], token.start[1] + found.start(), len(found.group()))
                    reading.marks.append((at, len(reading.statements) if not is_inside else -1))
            case tokenize.INDENT:
                depth += 1
            case tokenize.DEDENT:
                depth -= 1
            case tokenize.NEWLINE:
                reading.statements.append(None if depth else words[:_ENOUGH])
                words = []
            case tokenize.NL | tokenize.ENDMARKER:
                pass
            case _:
                words.append(token.string)
    reading.statements.append(None)
    return reading


def _span(path: str, line: int, offset: int, length: int) -> Span:
    return Span(path, line, offset + 1, line, offset + 1 + length)


def _defined(statements: list[list[str] | None]) -> str | None:
    """The name that the first statement defines that is no decorator."""
    for words in statements:
        match words:
            case ["@", *_]:
                continue
            case ["def" | "class", name, *_] | ["async", "def", name, *_] | [name, "=" | ":", *_]:
                return name
            case _:
                return None
    return None
