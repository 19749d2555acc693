"""LL101 client-in-handler. See rules/LL101-client-in-handler.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from lambdalint.checks.notes import way
from lambdalint.model.code import Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant


@dataclass(frozen=True, slots=True)
class ClientInHandler:
    """Report clients, connections, sessions and models that are built on every invocation."""

    code: ClassVar[str] = "LL101"

    factories: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each factory that the handler reaches without a guard."""
        if function.code is None:
            return
        for call in function.code.calls_in(Phase.INVOKE):
            if self._rebuilds_the_same(call):
                yield Finding(
                    self.code,
                    f"`{_written(call)}` runs on every invocation; create it once, outside the handler",
                    at=call.at,
                    function=function.name,
                    label="built again for each event",
                    notes=way(function, function.code, call.reach),
                )

    def _rebuilds_the_same(self, call: ReachedCall) -> bool:
        # What depends on the event (a tenant's region or role) cannot be shared, a `with` block
        # closes what it opens on purpose, and after an error a new connection is the remedy.
        recovers = any(part.part == "handler" for part in call.call.context.tries)
        return call.target in self.factories and call.static and not call.call.scoped and not recovers


def _written(call: ReachedCall) -> str:
    first = call.call.arguments[0].value if call.call.arguments else None
    argument = repr(first.value) if isinstance(first, Constant) and isinstance(first.value, str) else ""
    return f"{call.target}({argument})"
