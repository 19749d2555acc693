"""The sections of one module, by name. Nothing is evaluated yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Map

from msgspec import Struct

from lambdalint.documents.hcl_tree import Attribute, Block, Body

ROOTS = frozenset({"var", "local", "data", "module", "each", "count", "path", "self", "terraform"})
"""What references begin with that are not to resources; a resource of such a name is called by its full address."""


class Module(Struct, frozen=True):
    """One folder; `path` is one of its files, which stands for all of them."""

    path: str
    resources: Map[str, Block]
    """By address: `aws_sqs_queue.jobs`, `data.aws_region.current`."""
    names: Map[str, str]
    """What people call each: its label, where no other has the same."""
    variables: Map[str, Block]
    locals: Map[str, Attribute]
    calls: Map[str, Block]
    outputs: Map[str, Block]
    given: Map[str, Attribute]
    """What files of values say."""
    complete: bool = True
    """False when a part of it could not be read."""


def parse(path: str, body: Body, *, complete: bool) -> Module:
    """The module that a folder is."""
    resources = {address: block for block in body.blocks if (address := _address(block))}
    return Module(
        path,
        resources,
        _names(resources),
        _labelled(body, "variable"),
        {each.name: each for block in body.of_type("locals") for each in block.body.attributes},
        _labelled(body, "module"),
        _labelled(body, "output"),
        {each.name: each for each in body.attributes},
        complete,
    )


def _address(block: Block) -> str | None:
    match block:
        case Block(type="resource", labels=(kind, label)):
            return f"{kind}.{label}"
        case Block(type="data", labels=(kind, label)):
            return f"data.{kind}.{label}"
        case _:
            return None


def _labelled(body: Body, kind: str) -> dict[str, Block]:
    return {block.labels[0]: block for block in body.of_type(kind) if len(block.labels) == 1}


def _names(resources: Map[str, Block]) -> dict[str, str]:
    managed = {address: block.labels for address, block in resources.items() if block.type == "resource"}
    shared = Counter(label for _, label in managed.values())
    functions = {label for kind, label in managed.values() if kind == "aws_lambda_function"}
    return {
        address: label
        for address, (kind, label) in managed.items()
        if label not in ROOTS and (kind == "aws_lambda_function" or (shared[label] == 1 and label not in functions))
    }
