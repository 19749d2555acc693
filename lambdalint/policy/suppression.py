"""What a suppression says: `# lambdalint: ignore[LL101, client-in-handler] -- reason`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from lambdalint.errors import did_you_mean
from lambdalint.model.source import Span

MENTION = "lambdalint"
"""What a file with a suppression contains; one without it is not read any further."""

_DIRECTIVE = re.compile(
    r"#\s*lambdalint:[ \t]*(?P<verb>[\w-]*)[ \t]*(?:\[(?P<words>[^\]#]*)\])?[ \t]*(?:--[ \t]*(?P<reason>[^#]*))?"
)
_ON_LINES = "ignore"
_IN_FILE = "ignore-file"
_MARK = "handler"
"""Says that a definition is a Lambda handler, and hides nothing."""


class Word(Struct, frozen=True):
    """What stands for a rule in a suppression."""

    text: str
    at: Span


class Suppression(Struct, frozen=True):
    """A comment or an entry of `Metadata` that hides findings of the rules it names."""

    at: Span
    words: tuple[Word, ...]
    covers: Span | None
    """Where it hides findings; None: in the whole file."""
    reason: str = ""
    misread: str | None = None
    """Why it cannot be understood, and what to write."""

    def hides_at(self, at: Span) -> bool:
        """Whether a finding with this primary place is in its reach."""
        return self.covers is None or holds(self.covers, at)


class Comment(Struct, frozen=True):
    """A comment, and the first and last line of the code that it belongs to."""

    text: str
    line: int
    column: int
    lines: tuple[int, int]


NOWHERE = (1, 0)
"""The lines of a comment that belongs to no code."""


def holds(outer: Span, inner: Span) -> bool:
    """Whether the beginning of a span is within another."""
    return (outer.line, outer.column) <= (inner.line, inner.column) < (outer.end_line, outer.end_column)


def suppressions(path: str, comment: Comment) -> Iterator[Suppression]:
    """The suppressions in a comment: one comment may hold several, beside other tools' (`# noqa  # lambdalint: …`)."""
    first, last = comment.lines
    covers = Span(path, first, 1, last + 1, 1)
    for match in (found for found in _DIRECTIVE.finditer(comment.text) if found["verb"] != _MARK):
        at = _part(path, comment, *_trimmed(match.group(), match.start()))
        words = tuple(_words(path, comment, match))
        reason = (match["reason"] or "").strip()
        in_file = match["verb"] == _IN_FILE
        yield Suppression(at, words, None if in_file else covers, reason, _misread(match["verb"]))


def _misread(verb: str) -> str | None:
    if verb in (_ON_LINES, _IN_FILE):
        return None
    if not verb:
        return "this says nothing to lambdalint; write `ignore[LL101]`"
    return (
        f"`{verb}` is nothing lambdalint knows; {did_you_mean(verb, (_ON_LINES, _IN_FILE)) or 'write `ignore[LL101]`'}"
    )


def _words(path: str, comment: Comment, match: re.Match[str]) -> Iterator[Word]:
    start = match.start("words")
    for item in (match["words"] or "").split(","):
        if item.strip():
            begin = start + len(item) - len(item.lstrip())
            yield Word(item.strip(), _part(path, comment, begin, begin + len(item.strip())))
        start += len(item) + 1


def _trimmed(text: str, start: int) -> tuple[int, int]:
    return start, start + len(text.rstrip())


def _part(path: str, comment: Comment, start: int, end: int) -> Span:
    return Span(path, comment.line, comment.column + start, comment.line, comment.column + end)
