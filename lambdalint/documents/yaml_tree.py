"""YAML to a tree with positions: merge keys merged, aliases shared, short tags kept."""

from __future__ import annotations

from itertools import chain

import yaml

from lambdalint.documents.block_text import literal_lines
from lambdalint.documents.duplicates import settle
from lambdalint.documents.expansion import MAX_EXPANDED, expands_too_far
from lambdalint.documents.text import Unreadable
from lambdalint.documents.tree import Document, Entry, Mapping, Node, Problem, Scalar, Sequence
from lambdalint.documents.yaml_source import YamlNode, documents
from lambdalint.documents.yaml_types import MERGE, NULL, STRING, short_tag, value_of
from lambdalint.model.source import Span


def parse(path: str, text: str) -> Document:
    """The tree of the first document with content in a YAML file; raises `Unreadable`."""
    roots = [root for root in documents(path, text) if root.tag != NULL]
    if not roots:
        return Document(path, None)
    builder = _Builder(path, text)
    tree = builder.tree(roots[0])
    builder.refuse_bomb()
    return Document(path, tree, (*builder.problems, *(_unread(path, root) for root in roots[1:2])))


def _unread(path: str, root: YamlNode) -> Problem:
    mark = root.start_mark
    at = Span(path, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1)
    return Problem(
        "LL001", "only the first document of a file is read, not what begins here; give it a file of its own", at
    )


class _Builder:
    """Turns the nodes of one document into our tree."""

    __slots__ = ("_aliased", "_built", "_collections", "_merged", "_path", "_text", "problems")

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._built: dict[int, Node | None] = {}
        self._aliased: set[int] = set()
        self._collections: list[Mapping | Sequence] = []
        self._merged = 0
        self.problems: list[Problem] = []

    def tree(self, node: YamlNode) -> Node:
        """The tree of a node; the same object for each of its aliases."""
        if id(node) in self._built:
            return self._alias(node)
        tree = self._scalar(node) if isinstance(node, yaml.ScalarNode) else self._collection(node)
        self._built[id(node)] = tree
        return tree

    def refuse_bomb(self) -> None:
        """Raise `Unreadable` when following the aliases leads too far."""
        if self._aliased and expands_too_far(self._collections):
            raise self._bomb(self._collections[-1].at)

    def _alias(self, node: yaml.Node) -> Node:
        self._aliased.add(id(node))
        tree = self._built[id(node)]
        if tree is None:
            raise Unreadable("an alias (`*`) stands inside its own anchor (`&`); name another", self._span(node))
        return tree

    def _bomb(self, at: Span) -> Unreadable:
        return Unreadable(f"its aliases nest too deep or stand for more than {MAX_EXPANDED:,} values; write fewer", at)

    def _scalar(self, node: yaml.ScalarNode) -> Scalar:
        text = node.value
        if node.style in {"|", ">"}:
            return self._block_scalar(node)
        if node.tag == STRING:
            return Scalar(text, self._span(node), text)
        return Scalar(value_of(node), self._span(node), text, short_tag(node.tag))

    def _block_scalar(self, node: yaml.ScalarNode) -> Scalar:
        start = node.start_mark
        source = self._text[start.index : node.end_mark.index]
        lines = literal_lines(source, node.value, start.line + 1) if node.style == "|" else ()
        return Scalar(value_of(node), self._span(node, self._content_end(node)), node.value, short_tag(node.tag), lines)

    def _collection(self, node: yaml.SequenceNode | yaml.MappingNode) -> Mapping | Sequence:
        self._built[id(node)] = None
        tree = self._mapping(node) if isinstance(node, yaml.MappingNode) else self._sequence(node)
        self._collections.append(tree)
        return tree

    def _sequence(self, node: yaml.SequenceNode) -> Sequence:
        items = tuple([self.tree(item) for item in node.value])
        end = self._end(node, node.value[-1], items[-1]) if items else None
        return Sequence(items, self._span(node, end), short_tag(node.tag))

    def _mapping(self, node: yaml.MappingNode) -> Mapping:
        own: list[Entry] = []
        merged: list[Entry] = []
        value: Node | None = None
        for key_node, value_node in node.value:
            value = self.tree(value_node)
            if key_node.tag == MERGE:
                merged += self._merge(value)
            else:
                own.append(Entry(self._key(key_node), self._span(key_node), value))
        entries = settle(own, self.problems)
        if merged:
            entries = tuple({entry.key: entry for entry in chain(merged, entries)}.values())
        end = self._end(node, node.value[-1][1], value) if value is not None else None
        return Mapping(entries, self._span(node, end), short_tag(node.tag))

    def _key(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        raise Unreadable(
            "a key cannot be a list or a mapping; quote a value that begins with `{` or `[`", self._span(node)
        )

    def _merge(self, value: Node) -> list[Entry]:
        """What a merge key brings; the first of several mappings wins, so it comes last."""
        sources = value.items[::-1] if isinstance(value, Sequence) else (value,)
        entries: list[Entry] = []
        for source in sources:
            if not isinstance(source, Mapping):
                raise Unreadable("`<<` takes a mapping or a list of mappings; quote it to mean a key", source.at)
            entries += source.entries
            self._merged += len(source.entries)
            if self._merged > MAX_EXPANDED:
                raise self._bomb(source.at)
        return entries

    def _end(self, node: yaml.CollectionNode, last: yaml.Node, last_tree: Node) -> tuple[int, int] | None:
        """Where a collection ends when PyYAML says where the next token begins: with the last thing in it."""
        if node.flow_style:
            return None
        if id(last) in self._aliased:
            return self._content_end(node)
        return last_tree.at.end_line, last_tree.at.end_column

    def _content_end(self, node: yaml.Node) -> tuple[int, int]:
        start = node.start_mark
        lines = self._text[start.index : node.end_mark.index].rstrip().splitlines()
        before = start.column if len(lines) == 1 else 0
        return start.line + len(lines), before + len(lines[-1]) + 1

    def _span(self, node: yaml.Node, end: tuple[int, int] | None = None) -> Span:
        start = node.start_mark
        line, column = end or (node.end_mark.line + 1, node.end_mark.column + 1)
        return Span(self._path, start.line + 1, start.column + 1, line, column)
