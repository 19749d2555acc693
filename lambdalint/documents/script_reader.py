"""What reads the nodes of a program: tables of readers by a node's type, and a limit to nesting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from lambdalint.documents.node_text import NodeText
from lambdalint.documents.script_tree import Expression, Opaque, Statement
from lambdalint.documents.text import MAX_DEPTH

if TYPE_CHECKING:
    from tree_sitter import Node

ReadExpression: TypeAlias = "Callable[[Reader, Node], Expression]"
ReadStatement: TypeAlias = "Callable[[Reader, Node], list[Statement]]"


class Reader:
    """Reads the nodes of one file."""

    __slots__ = ("_depth", "_expressions", "_statements", "source", "span", "text")

    def __init__(
        self,
        source: NodeText,
        expressions: Mapping[str, ReadExpression],
        statements: Mapping[str, ReadStatement],
    ) -> None:
        self.source = source
        self.text, self.span = source.text, source.span
        self._expressions = expressions
        self._statements = statements
        self._depth = 0

    def expression(self, node: Node | None) -> Expression:
        """An expression; nesting beyond all reason is opaque."""
        if node is None:
            raise ValueError("an expression is missing in a tree without errors")
        read = self._expressions.get(node.type)
        if read is None or self._depth >= MAX_DEPTH:
            return Opaque(self.span(node))
        self._depth += 1
        try:
            return read(self, node)
        finally:
            self._depth -= 1

    def statement(self, node: Node) -> list[Statement]:
        """What a statement says; nothing when it only declares types."""
        read = self._statements.get(node.type)
        if read is None or self._depth >= MAX_DEPTH:
            return []
        self._depth += 1
        try:
            return read(self, node)
        finally:
            self._depth -= 1

    def body(self, node: Node | None) -> tuple[Statement, ...]:
        """The statements in braces, or the single one without."""
        if node is None:
            return ()
        inner = named(node) if node.type == "statement_block" else [node]
        return tuple(each for child in inner for each in self.statement(child))


def named(node: Node) -> Iterator[Node]:
    """The parts of a node that say something."""
    return (child for child in node.named_children if child.type != "comment")


def within(node: Node, field: str) -> Node:
    """The part of a node that a tree without errors always has."""
    found = node.child_by_field_name(field)
    if found is None:
        raise ValueError(f"no {field} in a {node.type}")
    return found


def has(node: Node, token: str) -> bool:
    """Whether a keyword or sign stands directly in a node."""
    return any(child.type == token for child in node.children)
