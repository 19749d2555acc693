"""Parts of a CloudFormation template, for the dialects that are said again in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec.structs import replace

from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.values import call_in, text_of
from lambdalint.model.source import Span

HIDDEN = "Fn::Transform"
"""A key that says: there may be more than can be seen."""


Properties: TypeAlias = Iterable[tuple[str, Node | None]]
"""What a mapping is made of; None is left out."""


def scalar(value: str | int | bool, at: Span) -> Scalar:
    """A value that stands there, or nearest to there."""
    return Scalar(value, at, value if isinstance(value, str) else str(value))


def unknown(name: str, at: Span) -> Scalar:
    """What only the deployment knows: a call of a function that CloudFormation cannot have, for its colon."""
    return Scalar(name, at, name, f"!{name}" if ":" in name else f"!{name}:")


def is_unknown(node: Node | None) -> bool:
    """Whether a node is nothing but what only the deployment knows."""
    return isinstance(node, Scalar) and node.tag is not None and ":" in node.tag


def mapping(at: Span, entries: Properties) -> Mapping:
    """A mapping of what there is."""
    return Mapping(tuple(Entry(key, value.at, value) for key, value in entries if value is not None), at)


def listed(*items: Node) -> Sequence:
    """A list of at least one item."""
    return Sequence(items, items[0].at)


def joined(parts: Iterable[Node], at: Span) -> Mapping:
    """Text of which some parts are unknown."""
    return mapping(at, [("Fn::Join", Sequence((scalar("", at), Sequence(tuple(parts), at)), at))])


def reference(name: str, at: Span) -> Mapping:
    """A resource of the template."""
    return mapping(at, [("Ref", scalar(name, at))])


def attribute(name: str, what: str, at: Span) -> Mapping:
    """An attribute of a resource of the template."""
    return mapping(at, [("Fn::GetAtt", Sequence((scalar(name, at), scalar(what, at)), at))])


def resource(name: str, at: Span, kind: str, properties: Properties, **more: Node | None) -> Entry:
    """A resource of the template; `at` is what people would call its name."""
    body: Properties = [("Type", scalar(kind, at)), ("Properties", mapping(at, properties)), *more.items()]
    return Entry(name, at, mapping(at, body))


def hidden(at: Span) -> Entry:
    """More than can be seen, in a mapping."""
    return Entry(HIDDEN, at, unknown("hidden", at))


def find(node: Node | None, *keys: str) -> Node | None:
    """The value at the end of several keys; None when there is none or it is null."""
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) and not call_in(node) else node if is_unknown(node) else None
    return None if isinstance(node, Scalar) and node.value is None else node


def text(node: Node | None) -> str | None:
    """What is written as plain text."""
    if isinstance(node, Scalar) and node.tag is None and node.value is not None:
        return text_of(node)
    return None


def texts(node: Node | None) -> Iterator[str]:
    """Every text in a node, those of its functions' arguments too."""
    match node:
        case Scalar(value=str(value)):
            yield value
        case Sequence(items=inner):
            for item in inner:
                yield from texts(item)
        case Mapping(entries=inner_entries):
            for entry in inner_entries:
                yield from texts(entry.value)


def is_plain(node: Node | None) -> bool:
    """Whether a node is a mapping of settings, not a call of a function."""
    return isinstance(node, Mapping) and not call_in(node)


def entries(node: Node | None) -> tuple[Entry, ...]:
    """The keys of a mapping of settings."""
    return node.entries if isinstance(node, Mapping) and not call_in(node) else ()


def items(node: Node | None) -> Iterator[Node]:
    """The items of a list; a value that is no list is its only item."""
    if isinstance(node, Sequence) and not call_in(node):
        yield from node
    elif node is not None:
        yield node


def overlaid(parts: Iterable[Node | None], at: Span) -> Mapping | None:
    """Mappings over one another, the last on top; None when there is none."""
    known: dict[str, Entry] = {}
    present = [part for part in parts if part is not None]
    for part in present:
        known.update({entry.key: entry for entry in entries(part)} if is_plain(part) else {HIDDEN: hidden(part.at)})
    return Mapping(tuple(known.values()), present[0].at if len(present) == 1 else at) if present else None


def merged(below: Node, above: Node) -> Node:
    """Two settings of the same thing, mappings key by key all the way down."""
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)) or call_in(below) or call_in(above):
        return above
    known = {entry.key: entry for entry in below}
    for entry in above:
        under = known.get(entry.key)
        known[entry.key] = Entry(entry.key, entry.key_at, merged(under.value, entry.value) if under else entry.value)
    return Mapping(tuple(known.values()), above.at)


def over(made: dict[str, Entry], written: Node | None, names: dict[str, str], at: Span) -> Mapping:
    """The resources that people write, over those that a framework makes, which keep their place and their type.

    `names` are those of the framework's resources where they have another one in the template.
    """
    unseen = () if written is None or not is_unknown(written) else (hidden(written.at),)
    known = dict(made)
    for entry in entries(written):
        name = names.get(entry.key, entry.key)
        below = known.get(name)
        known[name] = replace(below, value=merged(below.value, _untyped(entry.value))) if below else entry
    return Mapping((*known.values(), *unseen), at)


def _untyped(body: Node) -> Node:
    if not isinstance(body, Mapping):
        return body
    return Mapping(tuple(entry for entry in body if entry.key != "Type"), body.at)
