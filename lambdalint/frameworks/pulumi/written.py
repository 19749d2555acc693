"""A program's resources as the blocks that Terraform would have for them, each value at its place in the source."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from lambdalint.documents.hcl_tree import (
    Array,
    Attribute,
    Block,
    Body,
    Call,
    Expression,
    Literal,
    Member,
    Object,
    Opaque,
    Text,
)
from lambdalint.documents.hcl_tree import Name as Start
from lambdalint.frameworks.programs.paths import local
from lambdalint.frameworks.programs.values import (
    HIDDEN,
    FileText,
    Given,
    Instance,
    Joined,
    Made,
    Name,
    Ref,
    Thing,
    Unknown,
)
from lambdalint.frameworks.pulumi import names
from lambdalint.frameworks.pulumi.module import DEEPEST, Resource
from lambdalint.frameworks.pulumi.outputs import JSON
from lambdalint.model.source import Anchor, Span


class Writer(Struct, frozen=True):
    """Writes for a program that runs in `folder`."""

    folder: str
    spans: Mapping[Anchor, Span]

    def block(self, resource: Resource) -> Block:
        """A resource."""
        whole = self._span(resource.whole)
        attributes = [self._argument(resource, name, value, whole) for name, value in resource.arguments.items()]
        if resource.doubtful:
            # As one that is there, or not, by what only the deployment knows.
            attributes.append(Attribute("count", whole, Opaque(whole)))
        kind = "data" if resource.found else "resource"
        at = self._span(resource.at)
        return Block(kind, (resource.type, resource.label), Body(tuple(attributes)), at)

    def _argument(self, resource: Resource, name: str, value: Thing, whole: Span) -> Attribute:
        at = self._span(value.at, whole) if isinstance(value, Given) else whole
        return Attribute(name, at, _Expressions(self, resource.type, name).of(value, at))

    def _span(self, anchor: Anchor, otherwise: Span | None = None) -> Span:
        return self.spans.get(anchor) or otherwise or Span.of_line(anchor.module)

    span = _span


class _Expressions(Struct, frozen=True):
    """Writes what one argument of a resource holds."""

    writer: Writer
    type: str
    argument: str

    def of(self, value: Thing, at: Span, depth: int = 0) -> Expression:
        """A value."""
        if depth > DEEPEST:
            return Opaque(at)
        match value:
            case Given(value=inner, at=anchor):
                return self.of(inner, self.writer.span(anchor, at), depth)
            case None | bool() | int() | float() | str():
                return Literal(value, at)
            case PurePosixPath():
                return Literal(str(value), at)
            case dict():
                return self._object(value, at, depth)
            case list():
                return Array(tuple(self.of(one, at, depth + 1) for one in value), at)
            case Joined(parts=parts):
                return Text(tuple(self.of(part, at, depth + 1) for part in parts), at)
            case _:
                return self._symbolic(value, at, depth)

    def _object(self, value: dict[str, Thing], at: Span, depth: int) -> Expression:
        return Object(tuple((self._key(key, at), self.of(one, at, depth + 1)) for key, one in value.items()), at)

    def _key(self, key: str, at: Span) -> Expression:
        if key == HIDDEN:
            return Opaque(at)
        return Literal(names.argument(self.type, f"{self.argument}.{key}"), at)

    def _symbolic(self, value: Thing, at: Span, depth: int) -> Expression:
        """What stands for something else."""
        match value:
            case Ref(name=address, attribute=attribute):
                return _reference(address, attribute, at)
            case Resource():
                return _reference(value.address, "id", at)
            case Instance(base=Resource() as base):
                return _reference(base.address, "id", at)
            case Name(dotted=dotted):
                known = names.fixed(dotted)
                return Opaque(at) if known is None else Literal(known, at)
            case FileText(path=path):
                return Call("file", (self.of(local(path, self.writer.folder, self.writer.folder), at),), False, at)
            case Made():
                return self._made(value, at, depth)
            case Unknown(name=name):
                return Start(name, at)
            case _:
                return Opaque(at)

    def _made(self, value: Made, at: Span, depth: int) -> Expression:
        """An object of arguments, or a text of JSON."""
        if value.dotted == JSON:
            return Call("jsonencode", (self.of(value.arguments.given(0, "obj"), at, depth + 1),), False, at)
        if not value.last.endswith("Args"):
            return Opaque(at)
        held: dict[str, Thing] = dict(value.arguments.named)
        if not value.arguments.complete:
            held[HIDDEN] = Unknown("**")
        return self._object(held, at, depth)


def _reference(address: str, attribute: str, at: Span) -> Expression:
    """`type.label.attribute`, where a label may have dots."""
    found = address.startswith("data.")
    kind, _, label = address.removeprefix("data.").partition(".")
    start = Member(Start("data", at), kind, at) if found else Start(kind, at)
    return Member(Member(start, label, at), attribute, at)
