"""Terraform's arguments in CloudFormation's words: a table says which property each is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from typing import TypeAlias

from msgspec import Struct

from lambdalint.documents.hcl_tree import Array, Attribute, Block, Body, Expression, Literal, Name, Object
from lambdalint.documents.tree import Entry, Mapping, Node, Sequence
from lambdalint.frameworks.terraform.evaluate import evaluate
from lambdalint.frameworks.terraform.json_text import parsed
from lambdalint.frameworks.terraform.nodes import is_nothing, mapping, text, unknown
from lambdalint.frameworks.terraform.shapes import HIDDEN, elements
from lambdalint.frameworks.terraform.world import Resource, Scope
from lambdalint.model.source import Span


class Given(Struct, frozen=True):
    """The arguments of a resource or of a block in it, seen from where they are evaluated."""

    scope: Scope
    body: Body
    at: Span

    @classmethod
    def of(cls, resource: Resource) -> Given:
        """The arguments of a resource."""
        return cls(resource.scope, resource.block.body, resource.at)

    def value(self, name: str) -> Node | None:
        """An argument; None when there is none, or it is null."""
        attribute = self.body.attribute(name)
        node = evaluate(self.scope, attribute.value) if attribute else None
        return None if is_nothing(node) else node

    def blocks(self, name: str) -> tuple[Given, ...] | None:
        """The blocks of a name, written so or as objects; None when nobody knows which there are."""
        written = [Given(self.scope, block.body, block.at) for block in self.body.of_type(name)]
        attribute = self.body.attribute(name)
        if attribute is not None:
            bodies = _bodies(attribute.value)
            if bodies is None:
                return None
            written += [Given(self.scope, body, attribute.name_at) for body in bodies]
        for block in self.body.of_type("dynamic"):
            if block.labels == (name,):
                made = self._dynamic(block)
                if made is None:
                    return None
                written += made
        return tuple(written)

    def _dynamic(self, block: Block) -> list[Given] | None:
        for_each, iterator = block.body.attribute("for_each"), block.body.attribute("iterator")
        found = elements(evaluate(self.scope, for_each.value)) if for_each else None
        content = next(block.body.of_type("content"), None)
        name = iterator.value.name if iterator and isinstance(iterator.value, Name) else block.labels[0]
        if found is None or content is None:
            return None
        each = [mapping({"key": key, "value": value}, block.at) for key, value in found]
        return [Given(self.scope.binding({name: one}), content.body, content.at) for one in each]


def _bodies(expression: Expression) -> list[Body] | None:
    items = expression.items if isinstance(expression, Array) else (expression,)
    bodies = [_body(item) for item in items if isinstance(item, Object)]
    return bodies if len(bodies) == len(items) else None


def _body(written: Object) -> Body:
    named = ((str(key.value) if isinstance(key, Literal) else HIDDEN, key.at, value) for key, value in written.entries)
    return Body(tuple(Attribute(*each) for each in named))


How: TypeAlias = str | Callable[[Given], Node | None]
"""The argument that a property is, or what makes it of the arguments."""
Words: TypeAlias = Map[str, How]
"""CloudFormation's properties, and how each is made."""


def worded(given: Given, words: Words) -> dict[str, Node]:
    """The properties that are there."""
    return dict(_properties(given, words))


def _properties(given: Given, words: Words) -> Iterator[tuple[str, Node]]:
    hidden = given.value(HIDDEN)
    if hidden is not None:
        yield HIDDEN, hidden
    for name, how in words.items():
        node = given.value(how) if isinstance(how, str) else how(given)
        if node is not None:
            yield name, node


def one(block: str, words: Words) -> How:
    """A block that is there once or not."""

    def make(given: Given) -> Node | None:
        blocks = given.blocks(block)
        if blocks is None:
            return unknown(block, given.at)
        return mapping(worded(blocks[0], words), blocks[0].at) if blocks else None

    return make


def each(block: str, words: Words) -> How:
    """A block that is there any number of times."""

    def make(given: Given) -> Node | None:
        blocks = given.blocks(block)
        if blocks is None:
            return unknown(block, given.at)
        return (
            Sequence(tuple(mapping(worded(inner, words), inner.at) for inner in blocks), given.at) if blocks else None
        )

    return make


def json(argument: str) -> How:
    """An argument that is JSON, as text or by `jsonencode`."""

    def make(given: Given) -> Node | None:
        node = given.value(argument)
        return None if node is None else parsed(node) or node

    return make


def unless(argument: str, *absent: str) -> How:
    """An argument of which some values mean that there is none."""

    def make(given: Given) -> Node | None:
        node = given.value(argument)
        return None if node is None or text(node) in absent else node

    return make


def entry(name: str, node: Node) -> Entry:
    """A property at its value's place."""
    return Entry(name, node.at, node)


def properties(words: Map[str, Node], at: Span) -> Mapping:
    """All properties of a resource."""
    return Mapping(tuple(entry(name, node) for name, node in words.items()), at)
