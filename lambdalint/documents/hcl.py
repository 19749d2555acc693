"""HCL to a tree with positions. The grammar is tree-sitter's: it is ten times as fast as parsers written in Python."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from lambdalint.documents.broken import problem
from lambdalint.documents.hcl_expressions import Reader
from lambdalint.documents.hcl_tree import Attribute, Block, Body, Expression, Literal, Opaque, Text
from lambdalint.documents.text import MAX_DEPTH
from lambdalint.documents.tree import Problem
from lambdalint.model.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node, Parser


_MARK = "LAMBDALINT_END"


@cache
def _parser() -> Parser:
    import tree_sitter_hcl
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_hcl.language()))


def parse(path: str, text: str) -> tuple[Body, tuple[Problem, ...]]:
    """What a file says, without the blocks that break the syntax, and the first place that does."""
    data = text.encode(errors="replace")
    root = _parser().parse(data).root_node
    reader = Reader(path, data)
    body = next((child for child in root.children if child.type == "body"), None)
    problems = (problem(reader.source, root, "HCL", CLOSING),) if root.has_error else ()
    return _body(reader, body) if body is not None else Body(), problems


def template(text: str, at: Span) -> Expression:
    """A string with `${…}` in it, as JSON holds it: everything in it is said to stand where the string does."""
    data = f"x = <<{_MARK}\n{text}\n{_MARK}\n".encode(errors="replace")  # a heredoc: it has no escapes
    root = _parser().parse(data).root_node
    body = None if root.has_error else _body(Reader(at.path, data, at), root.children[0])
    value = body.attributes[0].value if body is not None and body.attributes else None
    return Text(tuple(_without_end(value.parts)), at) if isinstance(value, Text) else Opaque(at)


def _without_end(parts: tuple[Expression, ...]) -> Iterator[Expression]:
    """The parts of a heredoc without the line end before its mark."""
    for index, part in enumerate(parts):
        if index + 1 < len(parts) or not isinstance(part, Literal):
            yield part
        elif part.value != "\n":
            yield Literal(str(part.value).removesuffix("\n"), part.at)


CLOSING = {"quoted_template_end": '"', "}": "}", "]": "]", ")": ")"}


def _body(reader: Reader, node: Node, depth: int = 0) -> Body:
    attributes = tuple(_attribute(reader, child) for child in _sound(node, "attribute"))
    blocks = _sound(node, "block") if depth < MAX_DEPTH else iter(())
    return Body(attributes, tuple(_block(reader, child, depth) for child in blocks))


def _sound(node: Node, kind: str) -> Iterator[Node]:
    return (child for child in node.children if child.type == kind and not child.has_error)


def _attribute(reader: Reader, node: Node) -> Attribute:
    name, value = node.children[0], node.children[-1]
    return Attribute(reader.text(name), reader.span(name), reader.expression(value))


def _block(reader: Reader, node: Node, depth: int) -> Block:
    words = [child for child in node.children if child.type in ("identifier", "string_lit")]
    labels = tuple(reader.text(word).strip('"') for word in words[1:])
    body = next((child for child in node.children if child.type == "body"), None)
    at = reader.span(words[0], words[-1])
    return Block(reader.text(words[0]), labels, _body(reader, body, depth + 1) if body is not None else Body(), at)
