"""Values as the tree CloudFormation's reader takes: data, references to resources, and what only the deployment knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.values import LONGEST, call_in, text_of
from lambdalint.model.source import Span

NAMELESS = "…"
"""Stands in the name of what is unknown and that nobody named."""


def unknown(name: str, at: Span) -> Node:
    """What only the deployment knows, by what the module calls it."""
    return _call("Ref", Scalar(name, at, name), at)


def reference(identifier: str, at: Span, attribute: str | None = None) -> Node:
    """A resource, or an attribute of it that says more than which resource it is."""
    if attribute is None:
        return unknown(identifier, at)
    return _call("Fn::GetAtt", Sequence((Scalar(identifier, at), Scalar(attribute, at)), at), at)


def _call(name: str, argument: Node, at: Span) -> Node:
    return Mapping((Entry(name, at, argument),), at)


def nothing(at: Span) -> Node:
    """`null`: as if it were not written."""
    return Scalar(None, at, "null")


def is_nothing(node: Node | None) -> bool:
    """Whether there is no value."""
    return node is None or (isinstance(node, Scalar) and node.value is None)


def is_known(node: Node) -> bool:
    """Whether a node's outermost shape is data."""
    return call_in(node) is None


def referred(node: Node | None) -> str | None:
    """What a reference names: a resource, or something unknown."""
    match call_in(node) if node is not None else None:
        case ("Ref", Scalar(value=str(name))) | ("GetAtt", Sequence(items=(Scalar(value=str(name)), _))):
            return name
        case _:
            return None


def text(node: Node | None) -> str | None:
    """A known value as text."""
    return text_of(node) if isinstance(node, Scalar) and node.value is not None else None


def scalar(value: str | float | bool | None, at: Span) -> Node:
    """A plain value."""
    return Scalar(value, at, value if isinstance(value, str) else "")


def mapping(entries: dict[str, Node], at: Span) -> Node:
    """An object whose keys stand where their values do."""
    return Mapping(tuple(Entry(key, value.at, value) for key, value in entries.items()), at)


def moved(node: Node, at: Span) -> Node:
    """The same value, said to stand where it is used."""
    match node:
        case Scalar():
            return Scalar(node.value, at, node.text, None, node.lines)
        case Mapping():
            return Mapping(node.entries, at)
        case Sequence():
            return Sequence(node.items, at)


def joined(nodes: Iterable[Node], at: Span) -> Node:
    """Text put together from values; what is not known stays a part of it."""
    parts = list(_parts(nodes, at))
    if not parts:
        return Scalar("", at)
    if len(parts) == 1:
        return moved(parts[0], at)
    if sum(len(text_of(part)) if isinstance(part, Scalar) else 1 for part in parts) > LONGEST:
        return unknown("…", at)
    return _call("Fn::Join", Sequence((Scalar("", at), Sequence(tuple(parts), at)), at), at)


def _parts(nodes: Iterable[Node], at: Span) -> Iterator[Node]:
    """Neighbouring texts as one."""
    gathered: list[str] = []
    for node in (part for each in nodes for part in pieces(each)):
        if isinstance(node, Scalar):
            gathered.append("" if node.value is None else text_of(node))
            continue
        if gathered:
            yield Scalar("".join(gathered), at)
            gathered = []
        yield node
    if gathered:
        yield Scalar("".join(gathered), at)


def pieces(node: Node) -> tuple[Node, ...]:
    """The parts that a text was put together from."""
    match call_in(node):
        case "Join", Sequence(items=(_, Sequence(items=parts))):
            return parts
        case _:
            return (node,)


def shape(node: Node | None) -> object:
    """What a value says, wherever it stands: equal shapes are equal values."""
    match node:
        case Scalar():
            return text_of(node)
        case Sequence():
            return tuple(map(shape, node))
        case Mapping():
            return tuple((entry.key, shape(entry.value)) for entry in node)
        case None:
            return None


def same(one: Node | None, other: Node | None) -> bool:
    """Whether two values surely are the same, also where both are the same unknown; what has no name of its own may be anything."""
    said = shape(one)
    return said is not None and said == shape(other) and NAMELESS not in str(said)
