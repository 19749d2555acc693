"""LL810 idempotency-keyed-on-event. See rules/LL810-idempotency-keyed-on-event.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import calls_of, decorated
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import HttpTrigger, QueueTrigger

_DIFFERS = {
    HttpTrigger: "each request has its own `requestContext`",
    QueueTrigger: "each delivery has its own `receiptHandle`",
}


class IdempotencyKeyedOnEvent(Struct, frozen=True):
    """Report handlers whose idempotency key is an event that never comes twice."""

    code: ClassVar[str] = "LL810"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for an idempotent handler without a key of its own."""
        code = function.code
        trigger = next((one for one in function.triggers if isinstance(one, HttpTrigger | QueueTrigger)), None)
        if code is None or trigger is None or _has_key(code):
            return
        for reached, decoration in decorated(code, "idempotent"):
            if reached.definition == code.entry and decoration.call is not None and not decoration.call.unpacks:
                yield Finding(
                    self.code,
                    f"the whole event is the key, and {_DIFFERS[type(trigger)]}: no retry is ever recognised; "
                    "name what identifies it in `event_key_jmespath`",
                    at=decoration.at,
                    function=function.name,
                    label="no `event_key_jmespath`",
                    notes=(Note(trigger.at, f"`{trigger.name}` sends the event"),),
                )


def _has_key(code: Code) -> bool:
    """Whether some configuration has a key, or is made in a way that may give it one."""
    configured = any(
        decoration.call and decoration.call.argument(-1, "config") for _, decoration in decorated(code, "idempotent")
    )
    made = list(calls_of(code, "IdempotencyConfig"))
    if configured and not made:
        return True
    return any(one.call.unpacks or one.call.argument(0, "event_key_jmespath") for one in made)
