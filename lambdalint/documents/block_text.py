"""Where the text of a YAML block scalar (`|`, `>`) stands in its file."""

from __future__ import annotations

import re

# Tag and anchor come before the indicator, and may stand on lines of their own.
_HEADER = re.compile(r"(?:[!&]\S*\s+)*[|>]")


def literal_lines(source: str, value: str, first_line: int) -> tuple[tuple[int, int], ...]:
    """The (line, column) where each line of a literal's value begins, or nothing when they cannot be told.

    `source` is the literal from its tag to its last blank line, and `first_line` the line it begins on.
    """
    header = _HEADER.match(source)
    if header is None:
        return ()
    skipped = len(header.group().splitlines())
    written = source.splitlines()[skipped:]
    lines = value.removesuffix("\n").split("\n") if value else []
    indent = _indent(written, lines)
    if [line[indent:] for line in written[: len(lines)]] != lines:
        return ()
    return tuple((first_line + skipped + n, min(indent, len(written[n])) + 1) for n in range(len(lines)))


def _indent(written: list[str], lines: list[str]) -> int:
    pairs = zip(written, lines, strict=False)
    return next((len(source) - len(line) for source, line in pairs if line), 0)
