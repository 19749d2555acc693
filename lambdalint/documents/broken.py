"""The first place of a file that breaks its grammar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lambdalint.documents.tree import Problem
from lambdalint.model.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from lambdalint.documents.node_text import NodeText


def problem(text: NodeText, root: Node, language: str, closing: Mapping[str, str]) -> Problem:
    """What is wrong in a tree with an error; `closing` are the tokens that end what was begun, as they are written."""
    broken = _first_error(root)
    missing = closing.get(broken.type) if broken.is_missing else None
    words = text.text(broken).split()
    if missing:
        # What is missing at the end of the file is missed by what was begun further up.
        broken = _around(broken)
        message = f"this is never closed by `{missing}`"
    else:
        message = f"cannot read `{words[0][:40]}` here" if words else "something is missing here"
    at = text.span(broken)
    place = Span(at.path, at.line, at.column, at.line, at.column)
    return Problem("LL001", f"not valid {language}: {message}", place, fatal=True)


def _around(node: Node) -> Node:
    while node.start_byte == node.end_byte and node.parent is not None:
        node = node.parent
    return node


def _first_error(root: Node) -> Node:
    node = root
    while not (node.is_error or node.is_missing):
        inner = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inner is None:
            break
        node = inner
    return node
