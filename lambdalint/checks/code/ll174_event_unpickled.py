"""LL174 event-unpickled. See rules/LL174-event-unpickled.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.injection import injected, named_sinks
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Attribute, Symbol

_LOADERS = ("SafeLoader", "CSafeLoader", "BaseLoader")
"""Loaders of PyYAML that make plain values only."""


class EventUnpickled(Struct, frozen=True):
    """Report formats that run code while they are read, where the sender of an event writes them."""

    code: ClassVar[str] = "LL174"

    functions: Mapping[str, int]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each deserialisation of data from the event that can make any object."""
        return injected(self.code, function, self._loads, _says)

    def _loads(self, code: Code) -> Iterator[tuple[ReachedCall, int]]:
        return (sink for sink in named_sinks(self.functions)(code) if not _is_safe(sink[0]))


def _is_safe(call: ReachedCall) -> bool:
    match call.call.argument(1, "Loader"):
        case Symbol(name=name) | Attribute(name=name):
            return name.endswith(_LOADERS)
        case _:
            return False


def _says(call: ReachedCall, text: str) -> str:
    return f"`{call.target or call.name}` runs code that {text} may hold; take JSON from strangers instead"
