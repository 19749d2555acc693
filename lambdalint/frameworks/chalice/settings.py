"""`.chalice/config.json`: what is set for all functions, for a stage, and for one function."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from lambdalint.documents.tree import Mapping, Node
from lambdalint.frameworks.nodes import entries, find, is_plain, overlaid, text
from lambdalint.model.source import Span

STAGE = "dev"
"""The stage that is deployed where none is named."""
FUNCTIONS = "lambda_functions"


class Stage(Struct, frozen=True):
    """The settings of one stage; `at` is its name."""

    path: str
    root: Mapping
    name: str
    at: Span
    own: Node | None = None

    @property
    def app_name(self) -> str:
        """What the app is called; a placeholder when the settings do not say it."""
        return text(find(self.root, "app_name")) or "${app}"

    def find(self, key: str, function: str = "") -> Node | None:
        """A setting of the stage, or of one of its functions."""
        places = [self.own, find(self.root, FUNCTIONS, function), self.root]
        if function:
            places.insert(0, find(self.own, FUNCTIONS, function))
        return next((found for place in places if (found := find(place, key)) is not None), None)

    def merged(self, key: str, function: str) -> Mapping | None:
        """A mapping of settings, key by key: a function's own over the stage's over all others."""
        places = (self.root, self.own, find(self.own, FUNCTIONS, function))
        return overlaid((find(place, key) for place in places), self.at)

    @property
    def shared(self) -> tuple[Span, ...]:
        """The places of settings that hold for more than one function."""
        both = (*self.root, *entries(self.own))
        return tuple(entry.value.at for entry in both if entry.key not in (FUNCTIONS, "stages"))


def stages(path: str, root: Mapping) -> Iterator[Stage]:
    """The stages of an app, first the one that is deployed where none is named."""
    written = [entry for entry in entries(find(root, "stages")) if is_plain(entry.value)]
    for entry in sorted(written, key=lambda each: each.key != STAGE):
        yield Stage(path, root, entry.key, entry.key_at, entry.value)
    if not written:
        yield Stage(path, root, STAGE, root.at)
