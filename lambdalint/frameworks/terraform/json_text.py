"""JSON written as text, with references inside: policies, patterns and definitions in heredocs."""

from __future__ import annotations

import re

from lambdalint.documents import load
from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.values import text_of
from lambdalint.frameworks.terraform.nodes import is_known, joined, pieces
from lambdalint.model.source import Span

_MARK = re.compile("\ue000([0-9]+)\ue001")
"""Stands in the text for a part that is no text; both characters are of Unicode's private use area."""


def parsed(node: Node) -> Node | None:
    """The value that a JSON text describes, all of it said to stand where the text does; None when it is no JSON."""
    if not isinstance(node, Scalar) and is_known(node):
        return node
    parts = pieces(node)
    text = "".join(
        text_of(part) if isinstance(part, Scalar) else f"\ue000{index}\ue001" for index, part in enumerate(parts)
    )
    if not text.lstrip().startswith(("{", "[")):
        return None
    document = load("text.json", text.encode(errors="replace"))
    return None if document.root is None else _restored(document.root, parts, node.at)


def _restored(node: Node, parts: tuple[Node, ...], at: Span) -> Node:
    match node:
        case Scalar(value=str(text)):
            return _filled(text, parts, at)
        case Scalar(value=value, text=text):
            return Scalar(value, at, text)
        case Sequence(items=items):
            return Sequence(tuple(_restored(item, parts, at) for item in items), at)
        case Mapping(entries=entries):
            return Mapping(tuple(Entry(each.key, at, _restored(each.value, parts, at)) for each in entries), at)


def _filled(text: str, parts: tuple[Node, ...], at: Span) -> Node:
    # Every other piece is the number of a part.
    found = _MARK.split(text)
    return joined(
        (
            parts[int(piece)] if odd % 2 and int(piece) < len(parts) else Scalar(piece, at)
            for odd, piece in enumerate(found)
        ),
        at,
    )
