"""Expressions of HCL, from tree-sitter's nodes to our own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from lambdalint.documents.hcl_text import Piece, heredoc, quoted
from lambdalint.documents.hcl_tree import (
    Array,
    Call,
    Choice,
    Expression,
    For,
    Index,
    Literal,
    Member,
    Name,
    Object,
    Opaque,
    Operation,
    Splat,
)
from lambdalint.documents.node_text import NodeText
from lambdalint.documents.text import MAX_DEPTH
from lambdalint.model.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

PUNCTUATION = frozenset("()[]{},")


class Reader:
    """Reads the nodes of one file, or of a text that stands at one place of it."""

    __slots__ = ("_depth", "between", "source", "span", "text")

    def __init__(self, path: str, data: bytes, at: Span | None = None) -> None:
        self.source = NodeText(path, data, at)
        self.text, self.between, self.span = self.source.text, self.source.between, self.source.span
        self._depth = 0

    def expression(self, node: Node) -> Expression:
        """An expression; nesting beyond all reason is opaque."""
        if self._depth >= MAX_DEPTH:
            return Opaque(self.span(node))
        self._depth += 1
        try:
            return self._expression(node)
        finally:
            self._depth -= 1

    def _expression(self, node: Node) -> Expression:
        parts = [child for child in node.children if child.type not in PUNCTUATION]
        while node.type in WRAPPERS and len(parts) == 1:
            node = parts[0]
            parts = [child for child in node.children if child.type not in PUNCTUATION]
        read = READERS.get(node.type)
        if read is not None:
            return read(self, node, parts)
        return self.reference(parts) if node.type in WRAPPERS and parts else Opaque(self.span(node))

    def reference(self, parts: list[Node]) -> Expression:
        """A value with the members, indexes and splats that follow it."""
        value = self.expression(parts[0])
        for part in parts[1:]:
            at = self.span(parts[0], part)
            match part.type:
                case "get_attr":
                    value = Member(value, self.text(part.children[-1]), at)
                case "index":
                    value = self._index(value, part.children[0], at)
                case "splat":
                    names = [child for child in part.children[0].children if child.type == "get_attr"]
                    value = Splat(value, tuple(self.text(name.children[-1]) for name in names), at)
                case _:
                    return Opaque(at)
        return value

    def _index(self, of: Expression, index: Node, at: Span) -> Expression:
        if index.type == "legacy_index":  # `list.0`
            digits = self.text(index).removeprefix(".")
            return Index(of, Literal(number(digits), at), at)
        key = next((child for child in index.children if child.type not in PUNCTUATION), None)
        return Opaque(at) if key is None else Index(of, self.expression(key), at)

    def pieces(self, node: Node) -> list[Piece]:
        """What is interpolated in a text, with the offsets where that begins and ends."""
        inserted = (child for child in node.children if child.type in ("template_interpolation", "template_directive"))
        return [Piece(child.start_byte, child.end_byte, self._inserted(child)) for child in inserted]

    def _inserted(self, node: Node) -> Expression:
        inner = next((child for child in node.children if child.type == "expression"), None)
        return self.expression(inner) if inner is not None else Opaque(self.span(node))


def number(text: str) -> int | float | str:
    """A number as Python's; one that is too long to convert stays text."""
    try:
        return float(text) if any(character in text for character in ".eE") else int(text)
    except ValueError:
        return text


def _number(reader: Reader, node: Node, _parts: list[Node]) -> Expression:
    return Literal(number(reader.text(node)), reader.span(node))


def _boolean(reader: Reader, node: Node, _parts: list[Node]) -> Expression:
    return Literal(reader.text(node) == "true", reader.span(node))


def _null(reader: Reader, node: Node, _parts: list[Node]) -> Expression:
    return Literal(None, reader.span(node))


def _quoted(reader: Reader, node: Node, _parts: list[Node]) -> Expression:
    return quoted(reader, node)


def _heredoc(reader: Reader, node: Node, _parts: list[Node]) -> Expression:
    return heredoc(reader, node)


def _name(reader: Reader, node: Node, _parts: list[Node]) -> Expression:
    return Name(reader.text(node), reader.span(node))


def _call(reader: Reader, node: Node, parts: list[Node]) -> Expression:
    given = parts[-1].children if parts[-1].type == "function_arguments" else []
    arguments = tuple(reader.expression(child) for child in given if child.type == "expression")
    spread = any(child.type == "ellipsis" for child in given)
    return Call(reader.text(parts[0]), arguments, spread, reader.span(node))


def _object(reader: Reader, node: Node, parts: list[Node]) -> Expression:
    elements = (part for part in parts if part.type == "object_elem")
    return Object(tuple(_element(reader, element) for element in elements), reader.span(node))


def _element(reader: Reader, element: Node) -> tuple[Expression, Expression]:
    key, value = (reader.expression(child) for child in (element.children[0], element.children[-1]))
    # A bare word is the key itself; one in parentheses is a reference.
    plain = isinstance(key, Name) and not reader.text(element.children[0]).startswith("(")
    return (Literal(key.name, key.at) if plain and isinstance(key, Name) else key), value


def _array(reader: Reader, node: Node, parts: list[Node]) -> Expression:
    return Array(tuple(reader.expression(part) for part in parts if part.type == "expression"), reader.span(node))


def _choice(reader: Reader, node: Node, parts: list[Node]) -> Expression:
    condition, yes, no = (reader.expression(part) for part in parts if part.type == "expression")
    return Choice(condition, yes, no, reader.span(node))


def _unary(reader: Reader, node: Node, parts: list[Node]) -> Expression:
    return Operation(reader.text(parts[0]), (reader.reference(parts[1:]),), reader.span(node))


def _binary(reader: Reader, node: Node, parts: list[Node]) -> Expression:
    # The grammar lays the members and indexes of operands flat beside the operator.
    middle = next(index for index, part in enumerate(parts) if not part.is_named)
    operands = (reader.reference(parts[:middle]), reader.reference(parts[middle + 1 :]))
    return Operation(reader.text(parts[middle]), operands, reader.span(node))


def _for(reader: Reader, node: Node, parts: list[Node]) -> Expression:
    intro = next(part for part in parts if part.type == "for_intro")
    names = tuple(reader.text(child) for child in intro.children if child.type == "identifier")
    of = next(child for child in intro.children if child.type == "expression")
    made = [part for part in parts if part.type == "expression"]
    condition = next((part.children[-1] for part in parts if part.type == "for_cond"), None)
    return For(
        names,
        reader.expression(of),
        reader.expression(made[0]) if len(made) > 1 else None,
        reader.expression(made[-1]),
        reader.expression(condition) if condition is not None else None,
        any(part.type == "ellipsis" for part in parts),
        reader.span(node),
    )


Read: TypeAlias = "Callable[[Reader, Node, list[Node]], Expression]"

WRAPPERS = frozenset({
    "expression", "literal_value", "template_expr", "collection_value", "variable_expr", "operation", "for_expr",
})  # fmt: skip
"""Nodes that only say what kind of expression is inside."""

READERS: dict[str, Read] = {
    "numeric_lit": _number,
    "bool_lit": _boolean,
    "null_lit": _null,
    "string_lit": _quoted,
    "quoted_template": _quoted,
    "heredoc_template": _heredoc,
    "identifier": _name,
    "function_call": _call,
    "object": _object,
    "tuple": _array,
    "conditional": _choice,
    "unary_operation": _unary,
    "binary_operation": _binary,
    "for_tuple_expr": _for,
    "for_object_expr": _for,
}
