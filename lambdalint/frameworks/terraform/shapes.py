"""Lists and objects of which a part may be hidden."""

from __future__ import annotations

from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.terraform.nodes import is_known, referred

HIDDEN = "Fn::Transform"
"""A key that stands for others which can't be seen; CloudFormation's reader takes it so too."""
SEVERAL = "…several"
"""The name of an unknown item that stands for any number of items."""


def whole(node: Node) -> bool:
    """Whether all keys or items of a value are there to be seen."""
    match node:
        case Mapping():
            return is_known(node) and not any(entry.key == HIDDEN for entry in node)
        case Sequence():
            return not any(referred(item) == SEVERAL for item in node)
        case _:
            return True


def elements(node: Node) -> list[tuple[Node, Node]] | None:
    """The keys and values that a loop goes over, objects in the order of their keys; None when they are not known."""
    if not whole(node):
        return None
    match node:
        case Mapping():
            entries = sorted({entry.key: entry for entry in node}.values(), key=lambda entry: entry.key)
            return [(Scalar(entry.key, entry.key_at, entry.key), entry.value) for entry in entries]
        case Sequence():
            return [(Scalar(index, item.at), item) for index, item in enumerate(node)]
        case _:
            return None


def spread(arguments: list[Node]) -> list[Node] | None:
    """Arguments of which the last is a list of more; None when that is not known."""
    last = arguments[-1] if arguments else None
    if not isinstance(last, Sequence) or not whole(last):
        return None
    return [*arguments[:-1], *last]
