"""Values of an app's code as parts of the template."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from lambdalint.documents import tree
from lambdalint.documents.tree import Entry, Node
from lambdalint.frameworks.chalice.registry import Registered
from lambdalint.frameworks.nodes import joined, mapping, scalar, unknown
from lambdalint.frameworks.programs.values import Given, Joined, Made, Thing
from lambdalint.model.source import Anchor, Span

_ARN = re.compile(r"arn:aws[a-z-]*:")


class Call(Struct, frozen=True):
    """The call of a decorator, and where everything stands."""

    made: Registered
    spans: Mapping[Anchor, Span]

    @property
    def name_at(self) -> Span:
        """The function's name."""
        return self.span(self.made.at)

    @property
    def at(self) -> Span:
        """The decorator."""
        return self.span(self.made.decorator)

    def span(self, anchor: Anchor) -> Span:
        """Where an anchor stands."""
        return self.spans.get(anchor) or Span.of_line(anchor.module)

    def get(self, name: str, position: int = -1, default: Thing = None) -> Node | None:
        """An argument, or what the decorator takes in its place."""
        given = self.made.arguments.given(position, name)
        if given is None and not self.made.arguments.complete:
            return unknown(name, self.at)
        if given is None or given.value is None:
            return None if default is None else node(default, self.at)
        return node(given.value, self.span(given.at))

    def value(self, name: str, position: int = -1) -> Given | None:
        """An argument as it is in the program."""
        return self.made.arguments.given(position, name)

    def arn(self, name: str, position: int, service: str, prefix: str = "") -> Node | None:
        """An argument that names something of this account and region, as its ARN."""
        given = self.value(name, position)
        written = self.get(name, position)
        if given is None or not isinstance(given.value, str) or _ARN.match(given.value):
            return written
        pattern = f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{prefix}{given.value}"
        at = self.span(given.at)
        return mapping(at, [("Fn::Sub", scalar(pattern, at))])


def node(value: Thing, at: Span) -> Node:
    """A value of the program as the template would have it."""
    match value:
        case Given(value=inner):
            return node(inner, at)
        case bool() | int() | str():
            return scalar(value, at)
        case list():
            return tree.Sequence(tuple(node(one, at) for one in value), at)
        case dict():
            return tree.Mapping(tuple(Entry(str(key), at, node(one, at)) for key, one in value.items()), at)
        case Joined(parts=parts):
            return joined((node(part, at) for part in parts), at)
        case Made() if value.last in _CLOCKS:
            return _clock(value, at)
        case _:
            return unknown("a value", at)


def _clock(value: Made, at: Span) -> Node:
    """`Rate(5, Rate.MINUTES)` and `Cron(…)` as expressions."""
    parts = [value.arguments.get(position, name) for position, name in enumerate(_CLOCKS[value.last])]
    known = [getattr(part, "last", part) for part in parts]
    if not all(isinstance(part, str | int) for part in known):
        return unknown("a schedule", at)
    if value.last == "Cron":
        return scalar(f"cron({' '.join(map(str, known))})", at)
    amount, unit = known[0], str(known[1]).lower()
    return scalar(f"rate({amount} {unit.removesuffix('s') if str(amount) == '1' else unit})", at)


_CLOCKS = {"Rate": ("value", "unit"), "Cron": ("minutes", "hours", "day_of_month", "month", "day_of_week", "year")}
