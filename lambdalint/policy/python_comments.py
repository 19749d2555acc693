"""The comments of Python code, each with the statement or block it belongs to."""

from __future__ import annotations

import io
from collections.abc import Iterator

from msgspec import Struct, field

from lambdalint.policy.suppression import NOWHERE, Comment


class _Statement(Struct, frozen=True):
    """A simple statement, or the header of a block."""

    first: int
    last: int
    column: int
    depth: int
    decorator: bool


class _Reading(Struct):
    statements: list[_Statement] = field(default_factory=list)
    comments: list[tuple[str, int, int, int, bool]] = field(default_factory=list)
    """Text, line, column, the index of the statement it is in or stands before, and whether it stands alone."""


def read(text: str) -> Iterator[Comment]:
    """Every comment with the lines of its statement or, on or above a header or decorator, of its whole block.

    Text that is no Python is read line by line.
    """
    import tokenize

    try:
        reading = _tokenized(text)
    except (tokenize.TokenError, SyntaxError):
        yield from _line_by_line(text)
        return
    for comment, line, column, index, alone in reading.comments:
        belongs = index < len(reading.statements) and (not alone or reading.statements[index].column == column)
        # A comment that is indented otherwise than the next statement ends a block rather than announcing what follows.
        yield Comment(comment, line, column, _extent(reading.statements, index) if belongs else NOWHERE)


def _tokenized(text: str) -> _Reading:
    import tokenize

    reading = _Reading()
    depth = 0
    first: tokenize.TokenInfo | None = None
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        line, offset = token.start
        match token.type:
            case tokenize.COMMENT:
                reading.comments.append((token.string, line, offset + 1, len(reading.statements), first is None))
            case tokenize.INDENT:
                depth += 1
            case tokenize.DEDENT:
                depth -= 1
            case tokenize.NEWLINE if first:
                start = first.start
                reading.statements.append(_Statement(start[0], token.end[0], start[1] + 1, depth, first.string == "@"))
                first = None
            case tokenize.NL | tokenize.NEWLINE | tokenize.ENDMARKER:
                pass
            case _:
                first = first or token
    return reading


def _extent(statements: list[_Statement], index: int) -> tuple[int, int]:
    first = header = index
    while first and statements[first - 1].decorator and statements[first - 1].depth == statements[index].depth:
        first -= 1
    while statements[header].decorator and header + 1 < len(statements):
        header += 1
    last = header
    while last + 1 < len(statements) and statements[last + 1].depth > statements[header].depth:
        last += 1
    return statements[first].first, statements[last].last


def _line_by_line(text: str) -> Iterator[Comment]:
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        column = line.find("#")
        if column >= 0:
            alone = not line[:column].strip()
            yield Comment(line[column:], number, column + 1, _next_code(lines, number) if alone else (number, number))


def _next_code(lines: list[str], number: int) -> tuple[int, int]:
    rest = enumerate(lines[number:], start=number + 1)
    return next(((each, each) for each, line in rest if line.strip() and not line.lstrip().startswith("#")), NOWHERE)
