"""The comments of languages with brackets, each with the lines of what it belongs to, found without parsing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from lambdalint.policy.suppression import NOWHERE, Comment


def read(text: str, token: re.Pattern[str]) -> Iterator[Comment]:
    """Every comment: behind code, with all that begins on its line; alone, with what begins beneath.

    `token` tells a `comment`, one that stands `aside`, what is an `open` or `close` bracket, and all else.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    last, comments = _scanned(text, starts, token)
    written = sorted(last)
    for line, column, comment in comments:
        alone = line not in last
        after = bisect_right(written, line)
        below = written[after] if after < len(written) else None
        of = below if alone else line
        lines = NOWHERE if of is None else (of, last[of])
        yield Comment(comment, line, column, lines)


def _scanned(
    text: str, starts: list[int], language: re.Pattern[str]
) -> tuple[dict[int, int], list[tuple[int, int, str]]]:
    """The last line of what begins on each line with code, and the comments with their line and column."""
    last: dict[int, int] = {}
    comments: list[tuple[int, int, str]] = []
    opened: list[int] = []
    for token in language.finditer(text):
        line = bisect_right(starts, token.start())
        if token["comment"]:
            # Both kinds of comments are read as one.
            comments.append((line, token.start() - starts[line - 1] + 1, re.sub(r"\A//", " #", token["comment"])))
        elif not token["aside"]:
            first = line if not token["close"] or not opened else opened.pop()
            last[first] = max(last.get(first, first), bisect_right(starts, token.end() - 1))
            last.setdefault(line, line)
            if token["open"]:
                opened.append(line)
    return last, comments
