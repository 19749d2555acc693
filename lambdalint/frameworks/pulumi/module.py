"""The Terraform module that a program writes: its resources, not yet as text would have them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from lambdalint.frameworks.programs.values import Given, Instance, Joined, Made, Ref, Thing
from lambdalint.model.source import Anchor

DEEPEST = 12
"""Values inside values deeper than anybody nests arguments."""


class Resource(Struct, eq=False):
    """A resource, or what was found of one that exists elsewhere. `at` is where it gets its name, `whole` the call."""

    type: str
    label: str
    at: Anchor
    whole: Anchor
    arguments: dict[str, Thing] = field(default_factory=dict)
    found: bool = False
    doubtful: bool = False
    """A condition on making it is unknown."""

    @property
    def address(self) -> str:
        """What references to it begin with."""
        return f"{'data.' if self.found else ''}{self.type}.{self.label}"

    def attribute(self, name: str) -> Ref:
        """An attribute, by Terraform's name."""
        return Ref(self.address, name)


class Module(Struct):
    """All resources of a program, by address."""

    resources: dict[str, Resource] = field(default_factory=dict)

    def add(self, resource: Resource) -> Resource:
        """A new resource; one whose name is taken gets a number."""
        plain, number = resource.label, 1
        while resource.address in self.resources:
            number += 1
            resource.label = f"{plain}-{number}"
        self.resources[resource.address] = resource
        return resource

    def anchors(self) -> Iterator[Anchor]:
        """All places that the text will name."""
        for resource in self.resources.values():
            yield resource.at
            yield resource.whole
            yield from _anchors(resource.arguments)


def _anchors(value: Thing, depth: int = 0) -> Iterator[Anchor]:
    if isinstance(value, Given):
        yield value.at
    for inner in _inside(value) if depth < DEEPEST else ():
        yield from _anchors(inner, depth + 1)


def mentioned(value: Thing, depth: int = 0) -> Iterator[str]:
    """The addresses of the resources that are anywhere inside a value."""
    match value:
        case Resource():
            yield value.address
        case Ref(name=name):
            yield name
        case _:
            for inner in _inside(value) if depth < DEEPEST else ():
                yield from mentioned(inner, depth + 1)


def _inside(value: Thing) -> Iterator[Thing]:
    match value:
        case Given(value=inner) | Instance(base=Resource() as inner):
            yield inner
        case Made(arguments=arguments):
            yield from (*arguments.positional, *arguments.named.values())
        case dict():
            yield from value.values()
        case list():
            yield from value
        case Joined(parts=parts):
            yield from parts
