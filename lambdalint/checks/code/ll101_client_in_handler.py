"""LL101 client-in-handler. See rules/LL101-client-in-handler.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.rarely import runs_rarely
from lambdalint.model.code import Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Attribute, Constant, Result

_CLIENTS = ("boto3.client", "boto3.resource")


class ClientInHandler(Struct, frozen=True):
    """Report clients, connections, sessions and models that are built on every invocation."""

    code: ClassVar[str] = "LL101"

    factories: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each factory that the handler reaches without a guard."""
        if function.code is None or runs_rarely(function, function.code):
            return
        rebuilt = {_key(call): call for call in function.code.calls_in(Phase.INVOKE) if self._rebuilds_the_same(call)}
        covered = {key for call in function.code.calls for key in _closes_or_builds_upon(call, _key(call) in rebuilt)}
        for key, call in rebuilt.items():
            if key not in covered:
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


def _key(call: ReachedCall) -> tuple[str, int]:
    return call.reach.module, call.number


def _closes_or_builds_upon(call: ReachedCall, reported: bool) -> Iterator[tuple[str, int]]:
    """The objects that `with closing(…)` ends, and the session behind a client that is reported itself."""
    callee = call.call.callee
    closed = [argument.value for argument in call.call.arguments] if call.call.scoped else []
    for value in (*closed, *([callee.of] if reported and isinstance(callee, Attribute) else [])):
        if isinstance(value, Result):
            yield call.reach.module, value.call


def _written(call: ReachedCall) -> str:
    """The call as the code has it, with the service but with no other argument: it may hold a password."""
    service = call.call.argument(0, "service_name") if call.target in _CLIENTS else None
    return f"{call.target}({service.value!r})" if isinstance(service, Constant) else f"{call.target}()"
