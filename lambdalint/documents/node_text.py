"""Where the nodes of a grammar stand in a file, and what is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdalint.model.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node


class NodeText:
    """The text of one file, or of a text that stands at one place of it."""

    __slots__ = ("_ascii", "_at", "_data", "_lines", "_path")

    def __init__(self, path: str, data: bytes, at: Span | None = None) -> None:
        self._path = path
        self._data = data
        self._at = at
        self._ascii = data.isascii()
        self._lines = [] if self._ascii else data.split(b"\n")

    def text(self, node: Node) -> str:
        """A node as it is written."""
        return self.between(node.start_byte, node.end_byte)

    def between(self, start: int, end: int) -> str:
        """The file's text between two offsets in bytes."""
        return self._data[start:end].decode()

    def span(self, node: Node, last: Node | None = None) -> Span:
        """Where a node is, or all from one to another."""
        if self._at is not None:
            return self._at
        (line, column), (end_line, end_column) = node.start_point, (last or node).end_point
        return Span(self._path, line + 1, self._column(line, column), end_line + 1, self._column(end_line, end_column))

    def _column(self, line: int, column: int) -> int:
        """tree-sitter counts bytes, we count characters."""
        return column + 1 if self._ascii else len(self._lines[line][:column].decode(errors="replace")) + 1
