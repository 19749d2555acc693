"""LL809 idempotency-without-context. See rules/LL809-idempotency-without-context.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import calls_of, decorated, mentions
from lambdalint.model.code import Code, Phase
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class IdempotencyWithoutContext(Struct, frozen=True):
    """Report idempotent functions that cannot know when the invocation times out."""

    code: ClassVar[str] = "LL809"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each idempotent function where nothing registers the context."""
        code = function.code
        if code is None or code.entry is None or not code.complete or _knows_context(code):
            return
        for reached, decoration in decorated(code, "idempotent_function"):
            unpacks = decoration.call is None or decoration.call.unpacks
            if reached.reach.phase is Phase.INVOKE and not unpacks:
                yield Finding(
                    self.code,
                    "after a timeout this stays in progress until its record expires, and every retry is refused; "
                    "call `register_lambda_context(context)` of its config in the handler",
                    at=decoration.at,
                    function=function.name,
                    label="does not know the remaining time",
                )


def _knows_context(code: Code) -> bool:
    """Whether anything hands the context over; the decorator for handlers does it by itself."""
    if mentions(code, "register_lambda_context") or any(decorated(code, "idempotent")):
        return True
    return any(
        call.call.unpacks or call.call.argument(-1, "lambda_context") for call in calls_of(code, "IdempotencyConfig")
    )
