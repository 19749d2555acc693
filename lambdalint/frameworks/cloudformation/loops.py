"""`Fn::ForEach` of the AWS::LanguageExtensions transform, written out as CloudFormation would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Map

from msgspec import Struct, field

from lambdalint.documents.tree import Entry, Mapping, Node, Problem, Scalar, Sequence
from lambdalint.frameworks.cloudformation.values import call_in, text_of

PREFIX = "Fn::ForEach::"
MOST_COPIES = 1000


class Loops(Struct):
    """Writes the loops of one template out. A loop that can't be is kept as it is, and is a problem."""

    lists: Map[str, tuple[str, ...]]
    """The items of list parameters, by their defaults."""
    problems: list[Problem] = field(default_factory=list)
    copies: int = 0

    def expand(self, node: Node, variables: Map[str, str] | None = None) -> Node:
        """A tree without its loops, in which loop variables are replaced by their values."""
        known = variables or {}
        match node:
            case Scalar():
                return _replaced(node, known)
            case Sequence():
                return Sequence(tuple(self.expand(item, known) for item in node), node.at, node.tag)
            case Mapping():
                call = call_in(node)
                if call and call[0] == "Ref" and isinstance(call[1], Scalar) and text_of(call[1]) in known:
                    return Scalar(known[text_of(call[1])], node.at)
                entries = (new for entry in node for new in self._entries(entry, known))
                return Mapping(tuple(entries), node.at, node.tag)

    def _entries(self, entry: Entry, known: Map[str, str]) -> Iterator[Entry]:
        if not entry.key.startswith(PREFIX):
            yield Entry(_filled(entry.key, known), entry.key_at, self.expand(entry.value, known))
            return
        loop = self._loop(entry.value, known)
        if loop is None:
            message = f"`{entry.key}` repeats over a list that only the deployment knows: what it defines is not read"
            self.problems.append(Problem("LL008", message, entry.key_at))
            yield entry
            return
        variable, values, body = loop
        for value in values:
            self.copies += 1
            if self.copies > MOST_COPIES:
                message = f"`{entry.key}` makes more than {MOST_COPIES} copies: the rest is not read"
                self.problems.append(Problem("LL008", message, entry.key_at))
                return
            for inner in body:
                yield from self._entries(inner, {**known, variable: value})

    def _loop(self, node: Node, known: Map[str, str]) -> tuple[str, tuple[str, ...], Mapping] | None:
        match node:
            case Sequence(items=(Scalar() as variable, over, Mapping() as body)):
                values = self._values(over, known)
                return None if values is None else (text_of(variable), values, body)
            case _:
                return None

    def _values(self, over: Node, known: Map[str, str]) -> tuple[str, ...] | None:
        call = call_in(over)
        if call:
            named = call[0] == "Ref" and isinstance(call[1], Scalar)
            return self.lists.get(text_of(call[1])) if named and isinstance(call[1], Scalar) else None
        if not isinstance(over, Sequence):
            return None
        items = [_replaced(item, known) for item in over if isinstance(item, Scalar)]
        literal = len(items) == len(over.items) and not any(map(call_in, items))
        return tuple(map(text_of, items)) if literal else None


def _replaced(scalar: Scalar, known: Map[str, str]) -> Scalar:
    if not known or not isinstance(scalar.value, str):
        return scalar
    if scalar.tag == "!Ref" and scalar.value in known:
        return Scalar(known[scalar.value], scalar.at)
    return Scalar(_filled(scalar.value, known), scalar.at, scalar.text, scalar.tag, scalar.lines)


def _filled(text: str, known: Map[str, str]) -> str:
    """`${Name}` by the value; `&{Name}` by its letters and digits."""
    for name, value in known.items():
        text = text.replace(f"${{{name}}}", value).replace(f"&{{{name}}}", re.sub(r"\W|_", "", value))
    return text
