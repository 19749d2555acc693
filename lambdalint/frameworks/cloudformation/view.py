"""A template's values as settings: what is written, where, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec import Struct

from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.intrinsics import evaluate
from lambdalint.frameworks.cloudformation.loops import PREFIX
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.values import Unknown, Value, pattern_of, text_of
from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Origin, Setting, Span

T = TypeVar("T")

HIDING = (PREFIX, "Fn::Transform")
"""Keys that stand for others, which can't be seen."""


class View(Struct, frozen=True):
    """A value seen from a scope; `value` is None when there is none. Anything that is not what it should be is unknown."""

    scope: Scope
    value: Value | None
    at: Span
    """The value, or the thing it is missing from."""

    @classmethod
    def of(cls, scope: Scope, node: Node | None, at: Span) -> View:
        """A node seen from a scope; `at` is for when there is none."""
        if node is None:
            return cls(scope, None, at)
        value = evaluate(scope, node)
        return cls(scope, value, at if value is None else value.at)

    @property
    def present(self) -> bool:
        """Whether there is anything, known or not."""
        return self.value is not None

    @property
    def written(self) -> bool:
        """Whether there is something that can be seen."""
        return self.value is not None and self.known

    @property
    def known(self) -> bool:
        """Whether the outermost shape is known (it may be: nothing)."""
        return not isinstance(self.value, Unknown)

    @property
    def complete(self) -> bool:
        """Whether the keys or items that can be seen are all there are."""
        match self.value:
            case Mapping(entries=entries):
                return not any(entry.key.startswith(HIDING) for entry in entries)
            case Sequence():
                return all(item.known for item in self.items())
            case _:
                return self.known

    def get(self, key: str) -> View:
        """The value of a key of a mapping."""
        value = self.value
        if value is None:
            return self
        if not isinstance(value, Mapping):
            return View(self.scope, Unknown(key, self.at), self.at)
        entry = value.entry(key)
        if entry is not None:
            return View.of(self.scope, entry.value, self.at)
        return View(self.scope, None if self.complete else Unknown(key, self.at), self.at)

    def path(self, *keys: str) -> View:
        """The value at the end of several keys."""
        view = self
        for key in keys:
            view = view.get(key)
        return view

    def entries(self) -> Iterator[tuple[Entry, View]]:
        """The keys of a mapping with their values, without those that are absent."""
        if isinstance(self.value, Mapping):
            for entry in self.value:
                if not entry.key.startswith(HIDING):
                    view = View.of(self.scope, entry.value, entry.key_at)
                    if view.present:
                        yield entry, view

    def items(self) -> Iterator[View]:
        """The items of a list, without those that are absent; a value that is no list is its only item."""
        if isinstance(self.value, Sequence):
            for item in self.value:
                view = View.of(self.scope, item, self.at)
                if view.present:
                    yield view
        elif self.value is not None:
            yield self

    def read(self, convert: Callable[[Value], T | None]) -> Setting[T] | None:
        """The value as a setting; None when there is none."""
        if self.value is None:
            return None
        known = convert(self.value)
        if known is None:
            return Setting.unknown(self.at)
        return Setting(known, self.at, Origin.INHERITED if self.scope.inherits(self.at) else Origin.WRITTEN)

    def text(self) -> Setting[str] | None:
        """The value as text."""
        return self.read(as_text)

    def integer(self) -> Setting[int] | None:
        """The value as a whole number, which may be written as text."""
        return self.read(_as_integer)

    def flag(self) -> Setting[bool] | None:
        """The value as true or false, which may be written as text."""
        return self.read(_as_flag)

    def pattern(self) -> Setting[ResourceId] | None:
        """The value as the id of a resource, or as text that keeps the names of its unknown parts."""
        return self.read(pattern_of)

    def texts(self) -> Setting[tuple[str, ...]] | None:
        """The value as a list of texts; unknown when any of them is."""
        if self.value is None:
            return None
        texts = [as_text(item.value) for item in self.items()]
        known = tuple(text for text in texts if text is not None)
        return self.read(lambda _: known if len(known) == len(texts) and self.known else None)


def as_text(value: Value | None) -> str | None:
    """A value as text when all of it is known."""
    return text_of(value) if isinstance(value, Scalar) else None


def _as_integer(value: Value) -> int | None:
    if not isinstance(value, Scalar) or isinstance(value.value, bool):
        return None
    try:
        number = float(text_of(value))
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _as_flag(value: Value) -> bool | None:
    return {"true": True, "false": False}.get((as_text(value) or "").lower())
