"""The stages of a project, each with what it takes over from another one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from lambdalint.documents.tree import Entry, Mapping, Node
from lambdalint.frameworks.nodes import find, is_plain, overlaid, text
from lambdalint.frameworks.zappa import CALLED
from lambdalint.model.source import Span

_LONGEST_NAME = 15
"""Of a project that is called as its folder."""
_NO_WORD = re.compile(r"[^a-z0-9]+")


class Stage(Struct, frozen=True):
    """One stage with all that it takes over from others; `at` is where it names what it calls."""

    path: str
    name: str
    name_at: Span
    settings: Mapping
    at: Span

    def find(self, *keys: str) -> Node | None:
        """A setting of the stage."""
        return find(self.settings, *keys)

    def has(self, key: str, *, otherwise: bool = False) -> bool:
        """Whether something is switched on."""
        written = text(self.find(key))
        return otherwise if written is None else written.lower() == "true"

    @property
    def project(self) -> str | None:
        """What the project is called; None when only the folder that it is deployed from knows."""
        written = text(self.find("project_name"))
        folder = posixpath.basename(posixpath.dirname(self.path))
        return written or _slug(folder)[:_LONGEST_NAME] or None

    @property
    def deployed_name(self) -> str | None:
        """The name of the Lambda function."""
        return _slug(f"{self.project}-{self.name}") if self.project else None


def _slug(name: str) -> str:
    return _NO_WORD.sub("-", name.lower()).strip("-")


def stages(path: str, root: Mapping) -> Iterator[Stage]:
    """The stages that can be deployed, as they are listed."""
    written = {entry.key: entry for entry in root if is_plain(entry.value)}
    for entry in written.values():
        settings = overlaid(reversed(list(_chain(entry, written))), entry.value.at)
        named = [settings.entry(key) for key in CALLED if find(settings, key) is not None] if settings else []
        if settings is not None and named and named[0] is not None:
            yield Stage(path, entry.key, entry.key_at, settings, named[0].key_at)


def _chain(entry: Entry, written: dict[str, Entry]) -> Iterator[Node]:
    """The settings of a stage, of the one that it extends, and so on."""
    seen: set[str] = set()
    below: Entry | None = entry
    while below is not None and below.key not in seen:
        seen.add(below.key)
        yield below.value
        below = written.get(text(find(below.value, "extends")) or "")
