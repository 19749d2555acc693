"""LL171 event-run-as-code. See rules/LL171-event-run-as-code.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.injection import injected, named_sinks
from lambdalint.model.code import ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class EventRunAsCode(Struct, frozen=True):
    """Report Python code and templates that the sender of an event writes."""

    code: ClassVar[str] = "LL171"

    functions: Mapping[str, int]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each evaluation of text from the event."""
        return injected(self.code, function, named_sinks(self.functions), _says)


def _says(call: ReachedCall, text: str) -> str:
    return f"{text} is run as code by `{call.name}`, with all that the execution role may do; parse it as data instead"
