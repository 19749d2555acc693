"""Terraform's JSON syntax (`.tf.json`) to the tree of its HCL: objects nest by label, strings are templates."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents import hcl, json_tree
from lambdalint.documents.hcl_tree import Array, Attribute, Block, Body, Expression, Literal, Object
from lambdalint.documents.tree import Entry, Mapping, Node, Problem, Scalar, Sequence
from lambdalint.model.source import Span

LABELS = {"resource": 2, "data": 2, "module": 1, "variable": 1, "output": 1, "provider": 1, "locals": 0, "terraform": 0}
"""How many names stand between the type of a block and its body."""


def parse(path: str, text: str) -> tuple[Body, tuple[Problem, ...]]:
    """What a file says; raises `Unreadable`."""
    document = json_tree.parse(path, text)
    root = document.root
    if not isinstance(root, Mapping):
        return Body(), document.problems
    blocks = (block for entry in root if entry.key in LABELS for block in _blocks(entry))
    values = (entry for entry in root if entry.key not in LABELS and not entry.key.startswith("//"))
    return Body(tuple(map(_attribute, values)), tuple(blocks)), document.problems


def _blocks(entry: Entry) -> Iterator[Block]:
    levels: list[tuple[tuple[str, ...], Span, Node]] = [((), entry.key_at, entry.value)]
    for _ in range(LABELS[entry.key]):
        levels = [
            ((*labels, inner.key), inner.key_at, inner.value)
            for labels, _, node in levels
            for mapping in _mappings(node)
            for inner in mapping
        ]
    for labels, at, node in levels:
        for mapping in _mappings(node):
            yield Block(entry.key, labels, Body(tuple(map(_attribute, mapping))), at)


def _mappings(node: Node) -> Iterator[Mapping]:
    """An object, or each of a list of them."""
    items = node.items if isinstance(node, Sequence) else (node,)
    return (item for item in items if isinstance(item, Mapping))


def _attribute(entry: Entry) -> Attribute:
    return Attribute(entry.key, entry.key_at, _expression(entry.value))


def _expression(node: Node) -> Expression:
    match node:
        case Scalar(value=str(text)) if "${" in text or "%{" in text:
            return hcl.template(text, node.at)
        case Scalar(value=value):
            return Literal(value, node.at)
        case Sequence(items=items):
            return Array(tuple(map(_expression, items)), node.at)
        case Mapping(entries=entries):
            return Object(tuple((Literal(each.key, each.key_at), _expression(each.value)) for each in entries), node.at)
