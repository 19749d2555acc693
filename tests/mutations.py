"""Trees with parts replaced by anything: what no reader may stumble over."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Many
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.model.source import Span

AT = Span.of_line("template.yaml")


def nodes(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    yield path
    inner = (
        [entry.value for entry in node]
        if isinstance(node, Mapping)
        else list(node)
        if isinstance(node, Sequence)
        else []
    )
    for index, child in enumerate(inner):
        yield from nodes(child, (*path, index))


def changed(node: Node, path: tuple[int, ...], new: Node) -> Node:
    if not path:
        return new
    index, rest = path[0], path[1:]
    if isinstance(node, Mapping):
        entries = list(node.entries)
        entries[index] = replace(entries[index], value=changed(entries[index].value, rest, new))
        return replace(node, entries=tuple(entries))
    assert isinstance(node, Sequence)
    items = list(node.items)
    items[index] = changed(items[index], rest, new)
    return replace(node, items=tuple(items))


@st.composite
def mutants(draw: Any, roots: Many[Node], words: Many[str], tags: Many[str | None]) -> Node:
    """One of the trees, changed in one to three places; the new parts are made of these words and tags."""
    tree: Node = draw(st.sampled_from(roots))
    places = list(nodes(tree))
    parts = st.recursive(_scalars(words, tags), lambda inner: _collections(inner, words, tags), max_leaves=6)
    for path, new in draw(st.lists(st.tuples(st.sampled_from(places), parts), min_size=1, max_size=3)):
        try:
            tree = changed(tree, path, new)
        except (IndexError, AssertionError):
            continue  # an earlier change took the place away
    return tree


@st.composite
def _scalars(draw: Any, words: Many[str], tags: Many[str | None]) -> Node:
    some = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(words), st.text(max_size=3))
    value = draw(some)
    return Scalar(value, AT, str(value), draw(st.sampled_from(tags)) if isinstance(value, str) else None)


def _collections(inner: st.SearchStrategy[Node], words: Many[str], tags: Many[str | None]) -> st.SearchStrategy[Node]:
    entries = st.builds(lambda key, value: Entry(key, AT, value), st.sampled_from(words), inner)
    return st.one_of(
        st.builds(
            lambda items, tag: Sequence(tuple(items), AT, tag), st.lists(inner, max_size=3), st.sampled_from(tags)
        ),
        st.builds(lambda items: Mapping(tuple(items), AT), st.lists(entries, max_size=2)),
    )
