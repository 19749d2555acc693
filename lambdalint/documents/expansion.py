"""How far a tree with shared nodes reaches when every alias is followed."""

from __future__ import annotations

from collections.abc import Iterable

from lambdalint.documents.text import MAX_DEPTH
from lambdalint.documents.tree import Mapping, Node, Sequence

MAX_EXPANDED = 200_000
"""Values a walk over one tree may meet: more than any template has, less than a bomb."""


def expands_too_far(collections: Iterable[Mapping | Sequence]) -> bool:
    """Whether the last of these collections, each after those it holds, is too large or too deep to walk."""
    reach: dict[int, tuple[int, int]] = {}
    for collection in collections:
        inner = [reach.get(id(child), (1, 0)) for child in _children(collection)]
        size = 1 + sum(size for size, _ in inner)
        depth = 1 + max((depth for _, depth in inner), default=0)
        if size > MAX_EXPANDED or depth > MAX_DEPTH:
            return True
        reach[id(collection)] = size, depth
    return False


def _children(collection: Mapping | Sequence) -> Iterable[Node]:
    if isinstance(collection, Sequence):
        return collection.items
    return (entry.value for entry in collection.entries)
