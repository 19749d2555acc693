"""The stages of a service that its own files name: by parameters, and by settings that are kept for each."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents.tree import Entry, Mapping, Node
from lambdalint.frameworks.nodes import entries, find
from lambdalint.model.source import Span

MOST_STAGES = 12
"""More stages of one service are not tried."""
EVERY = "default"
"""What holds for stages that are not named."""


def stages_of(root: Node) -> Iterator[tuple[str, Span]]:
    """The stages that have parameters of their own."""
    for entry in (*entries(find(root, "params")), *entries(find(root, "stages"))):
        if entry.key != EVERY:
            yield entry.key, entry.key_at


def stages_beside(settings: Mapping, stage: str, *, is_shared: bool) -> Iterator[tuple[str, Span]]:
    """The stages that have settings where one has its own, and not only `is_shared` with other things."""
    own = settings.get(stage)
    for entry in settings:
        if own is not None and entry.key not in (stage, EVERY) and _is_alike(own, entry, is_shared=is_shared):
            yield entry.key, entry.key_at


def _is_alike(own: Node, other: Entry, *, is_shared: bool) -> bool:
    """Whether two values seem to say the same of two stages."""
    if isinstance(own, Mapping) and isinstance(other.value, Mapping):
        return not {entry.key for entry in own}.isdisjoint(entry.key for entry in other.value)
    return not is_shared and type(own) is type(other.value)
