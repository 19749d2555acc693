"""What a node of a template stands for, once its intrinsic functions are followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct

from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Span


class Reference(Struct, frozen=True):
    """A resource of the project, as `!Ref` (attribute `Ref`) or `!GetAtt` names it."""

    id: ResourceId
    attribute: str
    at: Span


class Unknown(Struct, frozen=True):
    """What only the deployment knows; `name` is what the template calls it (`AWS::Region`, `Stage`, `Fn::ImportValue`)."""

    name: str
    at: Span


LONGEST = 1_000_000
"""Characters of a text put together from others; longer ones, as nested stacks can make of little, are unknown."""

Part: TypeAlias = str | Reference | Unknown


class Composite(Struct, frozen=True):
    """Text of which parts are resources or unknown: `!Sub ${Bucket}-${AWS::Region}`."""

    parts: tuple[Part, ...]
    at: Span


Value: TypeAlias = Scalar | Mapping | Sequence | Reference | Composite | Unknown
"""A mapping or list is only the outermost shape: what is inside it is yet to be followed."""


def text_of(scalar: Scalar) -> str:
    """A scalar as the text CloudFormation makes of it."""
    value = scalar.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return scalar.text or str(value)


def compose(values: Iterable[Value | str], at: Span) -> Value:
    """Text put together from values; neighbouring texts are one, and a lone reference stays what it is."""
    parts: list[Part] = []
    length = 0
    for part in _parts(values):
        length += len(part) if isinstance(part, str) else 1
        if length > LONGEST:
            return Unknown("…", at)
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part != "":
            parts.append(part)
    match parts:
        case []:
            return Scalar("", at)
        case [str(text)]:
            return Scalar(text, at)
        case [Reference() | Unknown() as only]:
            return only
        case _:
            return Composite(tuple(parts), at)


def _parts(values: Iterable[Value | str]) -> Iterator[Part]:
    for value in values:
        match value:
            case Scalar():
                yield text_of(value)
            case Composite(parts=parts):
                yield from parts
            case Mapping(at=at) | Sequence(at=at):
                yield Unknown("…", at)
            case _:
                yield value


def parts_of(value: Value | None) -> tuple[Part, ...]:
    """The parts of a text value; nothing for a mapping or list."""
    match value:
        case Scalar():
            return (text_of(value),)
        case Composite(parts=parts):
            return parts
        case Reference() | Unknown():
            return (value,)
        case _:
            return ()


def pattern_of(value: Value | None) -> str | None:
    """A value as text with ids for resources and `${…}` for unknown parts; None when nothing of it is known.

    An ARN built around a resource begins with the id, as that resource's own ARN would: `template.yaml#Bucket/*`.
    """
    parts = parts_of(value)
    if not parts or (len(parts) == 1 and isinstance(parts[0], Unknown)):
        return None
    if isinstance(parts[0], str) and parts[0].startswith("arn:"):
        first = next((index for index, part in enumerate(parts) if isinstance(part, Reference)), 0)
        parts = parts[first:]
    return "".join(map(_spelled, parts))


def spelling_of(value: Value | None) -> str:
    """As `pattern_of`, with its name for what is not known at all."""
    return pattern_of(value) or (_spelled(value) if isinstance(value, Unknown) else "*")


def _spelled(part: Part) -> str:
    match part:
        case Reference(id=identifier):
            return identifier
        case Unknown(name=name):
            return f"${{{name}}}"
        case text:
            return text


def call_in(node: Node) -> tuple[str, Node] | None:
    """The intrinsic function a node calls, without `Fn::`, and its argument; None when it is plain data."""
    tag = node.tag
    if tag is not None and tag.startswith("!"):
        return tag[1:], _untagged(node)
    if type(node) is Mapping and len(node.entries) == 1:
        entry = node.entries[0]
        if entry.key.startswith("Fn::"):
            return entry.key[4:], entry.value
        if entry.key == "Ref":
            return "Ref", entry.value
    return None


def _untagged(node: Node) -> Node:
    match node:
        case Scalar():
            return Scalar(node.value, node.at, node.text, None, node.lines)
        case Mapping():
            return Mapping(node.entries, node.at)
        case Sequence():
            return Sequence(node.items, node.at)
