"""Text as a tree whose every value knows its span. Knows no AWS: tags such as `!Sub` are kept, not understood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from lambdalint.model.source import Span

if TYPE_CHECKING:
    from lambdalint.documents.hcl_tree import Body


class Scalar(Struct, frozen=True):
    """A string, number, boolean or null. `text` is as written, before YAML gave it a type."""

    value: str | int | float | bool | None
    at: Span
    text: str = ""
    tag: str | None = None
    """An explicit short tag (`!Ref`); None for the types YAML resolves itself."""
    lines: tuple[tuple[int, int], ...] = ()
    """For a literal block (`|`): the (line, column) in the file where each line of `value` begins."""


class Entry(Struct, frozen=True):
    """One key of a mapping with its value."""

    key: str
    key_at: Span
    value: Node


class Mapping(Struct, frozen=True):
    """A mapping, in the order written; merge keys (`<<`) are already merged."""

    entries: tuple[Entry, ...]
    at: Span
    tag: str | None = None

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        entry = self.entry(key)
        return entry.value if entry else None

    def entry(self, key: str) -> Entry | None:
        """The entry of a key, or None. The last one wins when a key is written twice."""
        return next((entry for entry in reversed(self.entries) if entry.key == key), None)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    at: Span
    tag: str | None = None

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


Node: TypeAlias = Scalar | Mapping | Sequence


class Problem(Struct, frozen=True):
    """Something wrong with a document. `fatal`: there is no tree. `code` is the LL0xx rule it breaks."""

    code: str
    message: str
    at: Span
    fatal: bool = False


class Document(Struct, frozen=True):
    """A parsed file. `root` is None when a problem was fatal."""

    path: str
    root: Node | None
    problems: tuple[Problem, ...] = ()
    body: Body | None = None
    """For a folder of Terraform's files: what they say together. `path` is then one of them."""
    alternatives: tuple[Values, ...] = ()
    """For such a folder: what files of values say that are only taken when somebody names them."""


class Values(Struct, frozen=True):
    """A file that gives values to variables."""

    path: str
    body: Body
