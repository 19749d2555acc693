"""Policy documents: written as JSON, or put together by a data source."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents.tree import Mapping, Node, Sequence
from lambdalint.frameworks.terraform.json_text import parsed
from lambdalint.frameworks.terraform.nodes import mapping, referred, scalar, unknown
from lambdalint.frameworks.terraform.wording import Given, How, Words, one, worded

DEEPEST = 8

STATEMENT: Words = {
    "Effect": lambda given: given.value("effect") or scalar("Allow", given.at),
    "Action": "actions",
    "NotAction": "not_actions",
    "Resource": "resources",
    "NotResource": "not_resources",
    "Condition": one("condition", {"test": "test"}),
}


def document(argument: str) -> How:
    """An argument that is a policy document."""
    return lambda given: followed(given, given.value(argument))


def followed(given: Given, node: Node | None, depth: int = 0) -> Node | None:
    """A policy document, also one that a data source puts together."""
    source = given.scope.instance.world.resources.get(referred(node) or "")
    if source is not None and source.type == "aws_iam_policy_document" and depth < DEEPEST:
        of = Given.of(source)
        return mapping({"Statement": Sequence(tuple(_statements(of, depth)), source.at)}, source.at)
    return None if node is None else parsed(node) or node


def _statements(given: Given, depth: int) -> Iterator[Node]:
    for argument in ("source_policy_documents", "override_policy_documents"):
        documents = given.value(argument)
        for item in documents.items if isinstance(documents, Sequence) else () if documents is None else (documents,):
            found = followed(given, item, depth + 1)
            statement = found.get("Statement") if isinstance(found, Mapping) else None
            yield from statement.items if isinstance(statement, Sequence) else (statement or unknown("…", item.at),)
    blocks = given.blocks("statement")
    if blocks is None:
        yield unknown("statement", given.at)
    for block in blocks or ():
        yield mapping(worded(block, STATEMENT), block.at)
