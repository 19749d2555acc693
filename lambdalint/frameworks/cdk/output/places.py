"""Where the source makes what a synthesised template holds, by paths in the tree of constructs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.documents.tree import Entry, Mapping
from lambdalint.frameworks.cdk.template import Resource
from lambdalint.frameworks.cdk.values import Place
from lambdalint.frameworks.nodes import text
from lambdalint.model.source import Span

_APART = ("AWS::Lambda::Function",)
"""Types that are only found by the whole of their path."""
_UNSPOKEN = re.compile(r"[^A-Za-z0-9*]")


class Written(Struct, frozen=True):
    """A resource as the source writes it."""

    resource: Resource
    entry: Entry
    pattern: re.Pattern[str]
    within: re.Pattern[str]
    """The construct that makes it."""
    known: int
    """How many letters of its path are known."""
    certain: bool
    """All of its path is known, from the stack on."""


class Found(Struct, frozen=True):
    """What the source has for a resource: the same one, or only where it comes from."""

    at: Span
    whole: Span
    same: Written | None = None


class Places(Struct):
    """Answers for one app. `traces` say where constructs were made, where the output knows it."""

    written: tuple[Written, ...] = ()
    traces: Map[str, Span] = field(default_factory=dict)
    pairs: list[tuple[Written, Mapping]] = field(default_factory=list)
    """What of the source was found, with what the output has for it."""
    _by_end: dict[str, list[Written]] = field(default_factory=dict)
    _used: set[tuple[str, str]] = field(default_factory=set)
    """Template and name of what was found before."""

    @classmethod
    def of(cls, resources: Iterable[Resource], entries: Iterable[Entry]) -> Places:
        """The places of what a source writes."""
        known = {entry.key: entry for entry in entries}
        places = cls(tuple(_written(one, known[one.name]) for one in resources))
        for one in places.written:
            for place in dict.fromkeys((one.resource.place, one.resource.within)):
                end = (_spoken(place) or ("",))[-1]
                places._by_end.setdefault("*" if "*" in end else end, []).append(one)
        return places

    @property
    def met(self) -> set[str]:
        """The names of what of the source was found."""
        return {one.resource.name for one, _ in self.pairs}

    def find(self, path: str, body: Mapping, template: str) -> Found | None:
        """Where a resource comes from; the nearest construct around it when it is not in the source."""
        found = self._find(path, text(body.get("Type")) or "", template)
        if found is not None and found.same is not None:
            self.pairs.append((found.same, body))
        return found

    def _find(self, path: str, kind: str, template: str) -> Found | None:
        parts = tuple(_spoken_parts(path.split("/")))
        exact = [
            one
            for one in self._candidates(parts)
            if one.resource.type == kind and one.pattern.fullmatch("/".join(parts))
        ]
        if exact:
            return _found(max(exact, key=lambda one: one.known), same=True)
        for length in range(len(parts), 0, -1):
            around = "/".join(parts[:length])
            near = [
                one
                for one in self._candidates(parts[:length])
                if one.within.fullmatch(around) or one.pattern.fullmatch(around)
            ]
            alike = (one for one in near if kind not in _APART and one.resource.type == kind)
            found = next((one for one in alike if self._is_new(one, template)), None)
            if near:
                return _found(found or near[0], same=found is not None)
        return self._traced(path)

    def _candidates(self, parts: tuple[str, ...]) -> Iterator[Written]:
        """What may be at a path, told by the last part of it."""
        yield from self._by_end.get(parts[-1] if parts else "", ())
        yield from self._by_end.get("*", ())

    def _is_new(self, one: Written, template: str) -> bool:
        """Whether something of the source stands for nothing else of this template yet."""
        key = (template, one.resource.name)
        is_new = not one.certain or key not in self._used
        self._used.add(key)
        return is_new

    def _traced(self, path: str) -> Found | None:
        at = self.traces.get(path)
        return None if at is None else Found(replace(at, end_line=at.line, end_column=at.column), at)


def _found(one: Written, *, same: bool) -> Found:
    return Found(one.entry.key_at, one.entry.value.at, one if same else None)


def _written(resource: Resource, entry: Entry) -> Written:
    parts = _spoken(resource.place)
    known = sum(len(part.replace("*", "")) for part in parts)
    certain = bool(resource.place.stack) and not any("*" in part for part in parts)
    return Written(resource, entry, _pattern(parts), _pattern(_spoken(resource.within)), known, certain)


def _pattern(parts: Iterable[str]) -> re.Pattern[str]:
    """What a path may be; stages may stand before what the source knows of it."""
    return re.compile("(?:.*/)?" + "/".join(part.replace("*", "[^/]*") for part in parts))


def _spoken(place: Place) -> tuple[str, ...]:
    return tuple(_spoken_parts((*filter(None, place.stack.split("/")), *place.path)))


def _spoken_parts(parts: Iterable[str]) -> Iterator[str]:
    """The parts of a path without what the tree and the source spell in different ways."""
    return (_UNSPOKEN.sub("", part) for part in parts if part not in ("Default", "Resource"))
