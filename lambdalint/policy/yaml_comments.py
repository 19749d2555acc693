"""The comments of YAML, each with the entry it belongs to, found without parsing: most runs need no YAML parser."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.policy import python_comments
from lambdalint.policy.suppression import MENTION, NOWHERE, Comment

# Every pattern is linear in what it reads: nothing that it repeats can match the same text in two ways.
_BLANK = re.compile(r"[ \t]*(?P<comment>#[^\n]*)?(?:\n|\Z)")
_INDENT = re.compile(r" *")
_DASHES = re.compile(r"(?:-[ \t]+)*(?:-(?=\s|\Z))?")
_KEY = re.compile(
    r"""(?:"(?:[^"\\\n]|\\.)*"[ ]*|'(?:[^'\n]|'')*'[ ]*"""
    r"""|[^\s#'"\[\]{},|>@`%](?:[^\n#:]|:(?!\s)|(?<!\s)\#)*?):(?=\s|\Z)"""
)
_PROPERTIES = re.compile(r"[ \t]*(?:[!&][^\s,\[\]{}]*(?:[ \t]+|(?=\s|\Z)))*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?P<comment>#[^\n]*)?(?:\n|\Z)")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""", re.DOTALL)
_REST = re.compile(r"(?P<plain>(?:[^\n#]|(?<!\s)\#)*)(?P<comment>#[^\n]*)?(?:\n|\Z)")
_FLOW_PART = re.compile(
    r"""(?<=[\s\[{,:])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?P<comment>(?<=\s)\#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])""",
    re.DOTALL,
)


class _Entry(Struct, frozen=True):
    """A key, an item of a list, or the continuation of a value; its lines are those of its own value."""

    first: int
    last: int
    column: int
    """Where it begins, a list's dash included."""
    key_column: int
    item: bool
    opens: bool
    """It is a key whose value is on the lines below."""


class _Remark(Struct, frozen=True):
    """A comment before it is known what it covers."""

    text: str
    offset: int
    entry: int
    """The index of the entry that it is in, or that is below it."""
    alone: bool


class _Scan(Struct):
    """A walk through the text, entry by entry."""

    text: str
    starts: list[int]
    """The offset of each line."""
    position: int = 0
    entries: list[_Entry] = field(default_factory=list)
    remarks: list[_Remark] = field(default_factory=list)
    embedded: list[Comment] = field(default_factory=list)

    def run(self) -> None:
        while self.position < len(self.text):
            blank = _BLANK.match(self.text, self.position)
            if blank:
                self._remark(blank, alone=True)
                self.position = blank.end()
            else:
                self._entry()

    def line(self, offset: int) -> int:
        return bisect_right(self.starts, offset)

    def column(self, offset: int) -> int:
        return offset - self.starts[self.line(offset) - 1] + 1

    def _entry(self) -> None:
        begin = self._after(_INDENT, self.position)
        key_begin = self._after(_DASHES, begin)
        key = _KEY.match(self.text, key_begin)
        # An item of a list that is no mapping is as deep as its own dash.
        own = key_begin if key else max(self.text.rfind("-", begin, key_begin), begin)
        value = self._after(_PROPERTIES, key.end() if key else key_begin)
        self.position, plain = self._value(value, self.column(own))
        first, last = self.line(begin), self.line(self.position - 1)
        opens = bool(key) and not plain
        self.entries.append(_Entry(first, last, self.column(begin), self.column(own), key_begin > begin, opens))

    def _after(self, pattern: re.Pattern[str], offset: int) -> int:
        match = pattern.match(self.text, offset)
        return match.end() if match else offset

    def _value(self, offset: int, column: int) -> tuple[int, bool]:
        """Where the value and its last line end, and whether there is a value at all."""
        header = _BLOCK_HEADER.match(self.text, offset)
        if header:
            self._remark(header)
            return self._block(header.end(), column), True
        quoted = _QUOTED.match(self.text, offset)
        if quoted:
            return self._rest(quoted.end())[0], True
        if self.text[offset : offset + 1] in ("[", "{"):
            return self._rest(self._flow(offset))[0], True
        return self._rest(offset)

    def _rest(self, offset: int) -> tuple[int, bool]:
        rest = _REST.match(self.text, offset)
        if rest is None:
            return len(self.text), False
        self._remark(rest)
        return rest.end(), bool(rest["plain"].strip())

    def _flow(self, offset: int) -> int:
        """The end of a flow collection; the text's own when it is never closed."""
        depth = 0
        for part in _FLOW_PART.finditer(self.text, offset):
            self._remark(part)
            depth += 1 if part["open"] else -1 if part["close"] else 0
            if not depth:
                return part.end()
        return len(self.text)

    def _block(self, offset: int, column: int) -> int:
        """The end of a block scalar below a key in this column. What it embeds may have comments of its own."""
        content = re.compile(rf"(?:[ \t]*\n| {{{column},}}[^\n]*(?:\n|\Z))*").match(self.text, offset)
        if content is None:
            return offset
        if MENTION in content.group():
            self.embedded.extend(_shifted(content.group(), self.line(offset)))
        return content.end()

    def _remark(self, match: re.Match[str], *, alone: bool = False) -> None:
        if match["comment"]:
            self.remarks.append(_Remark(match["comment"], match.start("comment"), len(self.entries), alone))


def read(text: str) -> Iterator[Comment]:
    """Every comment with the lines of its entry and all below it; alone, of the entry beneath.

    In a block scalar, such as a function's inline code, comments are read as Python's.
    """
    scan = _Scan(text, [0, *(match.end() for match in re.finditer("\n", text))])
    scan.run()
    for remark in scan.remarks:
        line, column = scan.line(remark.offset), scan.column(remark.offset)
        yield Comment(remark.text, line, column, _lines(scan.entries, remark, column))
    yield from scan.embedded


def _lines(entries: list[_Entry], remark: _Remark, column: int) -> tuple[int, int]:
    if remark.entry == len(entries):
        return NOWHERE
    entry = entries[remark.entry]
    if remark.alone and entry.column != column:
        return NOWHERE
    return entry.first, _last(entries, remark.entry, entry.column if remark.alone else entry.key_column)


def _last(entries: list[_Entry], index: int, column: int) -> int:
    """The last line of what is deeper than a column, below an entry."""
    entry, last = entries[index], index
    while last + 1 < len(entries) and _below(
        entries[last + 1], column, beside=entry.opens and column == entry.key_column
    ):
        last += 1
    return entries[last].last


def _below(entry: _Entry, column: int, *, beside: bool) -> bool:
    """Whether an entry is deeper; a list may stand in the very column of its key."""
    return entry.column > column or (beside and entry.column == column and entry.item)


def _shifted(block: str, line: int) -> Iterator[Comment]:
    lines = block.split("\n")
    indent = min((len(each) - len(each.lstrip(" ")) for each in lines if each.strip()), default=0)
    for comment in python_comments.read("\n".join(each[indent:] for each in lines)):
        first, last = (number + line - 1 for number in comment.lines)
        yield replace(comment, line=comment.line + line - 1, column=comment.column + indent, lines=(first, last))
