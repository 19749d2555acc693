"""The CloudFormation template that a CDK app would write, as far as its source tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct, field

from lambdalint.documents import tree
from lambdalint.documents.tree import Document, Entry, Node, Scalar
from lambdalint.frameworks.cdk.values import Construct, Place
from lambdalint.frameworks.programs.values import Given, Instance, Joined, Made, Ref, Thing, Unknown
from lambdalint.model.source import Anchor, Span

_UNDECIDED = "CDK::Undecided"
_CONNECTING = frozenset({
    "AWS::ApiGateway::Method",
    "AWS::ApiGatewayV2::Integration",
    "AWS::Events::Rule",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Url",
    "AWS::SNS::Subscription",
})  # fmt: skip
"""Types that matter for the functions they name: one that may not be there is no more than a doubt about these."""
_ALPHABET = re.compile(r"[^A-Za-z0-9_-]")
_LEFT_OUT = frozenset({"Resource", "Default"})
"""Ids that leave no trace in a logical id, as in CDK's own."""


class Resource(Struct, eq=False):
    """A resource; `at` is where it gets its name, `whole` is the call that makes it."""

    name: str
    type: str
    at: Anchor
    whole: Anchor
    place: Place
    within: Place
    """The construct that makes it."""
    properties: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    doubtful: bool = False
    """A condition on making it is unknown."""


class Template(Struct):
    """All resources of an app, by name."""

    resources: dict[str, Resource] = field(default_factory=dict)

    def add(self, place: Place, type_name: str, at: Anchor, whole: Anchor, properties: dict[str, Any]) -> Resource:
        """A new resource, named as CDK names it, less its hash."""
        resource = Resource(self._unused(place), type_name, at, whole, place, place, properties)
        self.resources[resource.name] = resource
        return resource

    def _unused(self, place: Place) -> str:
        name = "".join(_ALPHABET.sub("", part) for part in place.path if part not in _LEFT_OUT) or "Resource"
        candidates = (name, f"{_ALPHABET.sub('', place.stack.replace('/', '-'))}-{name}")
        free = next((one for one in candidates if one not in self.resources), None)
        number = 2
        while free is None:
            free = f"{name}{number}" if f"{name}{number}" not in self.resources else None
            number += 1
        return free

    def document(self, path: str, spans: Mapping[Anchor, Span]) -> Document:
        """The template as a document, with every value where its source is."""
        writer = _Writer(path, spans)
        return Document(path, writer.template(self.resources.values()))

    def anchors(self) -> Iterator[Anchor]:
        """All places that the document will name."""
        for resource in self.resources.values():
            yield resource.at
            yield resource.whole
            yield from _anchors(resource.properties)
            yield from _anchors(resource.metadata)


def _anchors(value: Thing) -> Iterator[Anchor]:
    match value:
        case Given(value=inner, at=at):
            yield at
            yield from _anchors(inner)
        case dict():
            for one in value.values():
                yield from _anchors(one)
        case list():
            for one in value:
                yield from _anchors(one)
        case _:
            return


class _Writer(Struct, frozen=True):
    path: str
    spans: Mapping[Anchor, Span]

    def template(self, resources: Iterable[Resource]) -> Node:
        """The whole template."""
        at = Span.of_line(self.path)
        entries = tuple(Entry(one.name, self._span(one.at), self._resource(one)) for one in resources)
        return tree.Mapping((Entry("Resources", at, tree.Mapping(entries, at)),), at)

    def _resource(self, resource: Resource) -> Node:
        at = self._span(resource.at)
        whole = self._span(resource.whole)
        undecided = resource.doubtful and resource.type in _CONNECTING
        parts = {"Type": _UNDECIDED if undecided else resource.type, "Metadata": resource.metadata}
        entries = [Entry(key, at, self.node(value, at)) for key, value in parts.items() if value]
        return tree.Mapping((*entries, Entry("Properties", whole, self.node(resource.properties, whole))), whole)

    def node(self, value: Thing, at: Span) -> Node:
        """A value as CloudFormation would write it."""
        match value:
            case Given(value=inner, at=anchor):
                return self.node(inner, self._span(anchor, at))
            case dict():
                return tree.Mapping(tuple(self._entry(str(key), one, at) for key, one in value.items()), at)
            case list():
                return tree.Sequence(tuple(self.node(one, at) for one in value), at)
            case None:
                return Scalar(None, at)
            case bool() | int() | float() | str() | PurePosixPath():
                plain = str(value) if isinstance(value, PurePosixPath) else value
                return Scalar(plain, at, str(value))
            case _:
                return self._symbolic(value, at)

    def _symbolic(self, value: Thing, at: Span) -> Node:
        """A value that the template names by a function."""
        match value:
            case Ref(name=name, attribute=attribute):
                written = f"{name}.{attribute}" if attribute else name
                return Scalar(written, at, written, "!GetAtt" if attribute else "!Ref")
            case Construct(name=name) | Instance(base=Construct(name=name)):
                return Scalar(name, at, name, "!Ref")
            case Joined(parts=parts):
                pieces = tree.Sequence(tuple(self.node(part, at) for part in parts), at)
                return tree.Sequence((Scalar("", at), pieces), at, "!Join")
            case Made() if mentioned := list(mentions(value)):
                return _unknown_holding(mentioned, at)
            case Unknown(name=name):
                return _unknown(name, at)
            case _:
                return _unknown("CDK", at)

    def _entry(self, key: str, value: Thing, at: Span) -> Entry:
        return Entry(key, self._span(value.at, at) if isinstance(value, Given) else at, self.node(value, at))

    def _span(self, anchor: Anchor, otherwise: Span | None = None) -> Span:
        return self.spans.get(anchor) or otherwise or Span.of_line(anchor.module)


def _unknown(name: str, at: Span) -> Node:
    pseudo = name.startswith("AWS::")
    return Scalar(name, at, name, "!Ref" if pseudo else "!ImportValue")


def _unknown_holding(names: Iterable[str], at: Span) -> Node:
    """Something that is not known, but which resources it refers to."""
    return tree.Sequence(tuple(Scalar(name, at, name, "!Ref") for name in names), at, "!Cidr")


def mentions(value: Thing, depth: int = 0) -> Iterator[str]:
    """The resources that a value refers to anywhere inside it."""
    if depth > 12:  # noqa: PLR2004  # deeper than anybody nests properties
        return
    match value:
        case Construct(name=name) | Ref(name=name):
            yield name
        case Given(value=inner) | Instance(base=Construct() as inner):
            yield from mentions(inner, depth)
        case Made(arguments=arguments, of=of):
            for inner in (of, *arguments.positional, *arguments.named.values()):
                yield from mentions(inner, depth + 1)
        case dict():
            for inner in value.values():
                yield from mentions(inner, depth + 1)
        case list() | Joined():
            for inner in value.parts if isinstance(value, Joined) else value:
                yield from mentions(inner, depth + 1)
        case _:
            return
