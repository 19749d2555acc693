"""LL134 closed-event-loop. See rules/LL134-closed-event-loop.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.value import Attribute, Global, walk


class ClosedEventLoop(Struct, frozen=True):
    """Report clients that are kept although each invocation runs an event loop of its own."""

    code: ClassVar[str] = "LL134"

    clients: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each client that outlives the event loop that its connections belong to."""
        code = function.code
        runs = (
            None if code is None else next((c for c in code.calls_in(Phase.INVOKE) if c.target == "asyncio.run"), None)
        )
        if code is None or runs is None:
            return
        used = {(call.reach.module, client) for call in code.calls_in(Phase.INVOKE) for client in self._kept(call)}
        for call in code.calls:
            if (call.reach.module, call.target) in used and _stays(call, code):
                yield Finding(
                    self.code,
                    f"`{call.target}` is kept, but its connections end with the event loop that `asyncio.run` makes anew for each "
                    "invocation: later ones fail with `Event loop is closed`; create it in the coroutine, or keep the loop too",
                    at=call.at,
                    function=function.name,
                    notes=(Note(runs.at, "each invocation makes and closes an event loop here"),),
                )

    def _kept(self, call: ReachedCall) -> Iterator[str]:
        """The client that a call uses, when it is one that a global variable holds."""
        callee = call.call.callee
        if isinstance(callee, Attribute) and any(isinstance(part, Global) for part in walk(callee.of)):
            yield from (one for one in self.clients if (call.target or "").startswith(f"{one}()."))


def _stays(call: ReachedCall, code: Code) -> bool:
    closes = any(other.name in ("aclose", "close") for other in code.calls_in(Phase.INVOKE))
    return call.phase is not Phase.INVOKE and not call.call.scoped and not closes
