"""LL139 gone-connection. See rules/LL139-gone-connection.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.catching import is_caught
from lambdalint.checks.notes import way
from lambdalint.model.code import Confidence, Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.module import Except, Module


class GoneConnection(Struct, frozen=True):
    """Report messages to many WebSocket clients of which the first that has left ends the round."""

    code: ClassVar[str] = "LL139"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each message sent in a loop whose failure nothing catches."""
        code = function.code
        if code is None:
            return
        for call in code.calls_in(Phase.INVOKE):
            if _posts_to_many(call) and not is_caught(call.call.context, call.reach, code, _catches_something):
                yield Finding(
                    self.code,
                    "the first client that has left ends this loop by a `GoneException`, and the others get nothing; "
                    "catch it, and forget the connection",
                    at=call.at,
                    function=function.name,
                    label="fails for a client that has left",
                    notes=way(function, code, call.reach),
                )


def _posts_to_many(call: ReachedCall) -> bool:
    aws = call.aws
    is_post = aws is not None and aws.operation == "PostToConnection" and aws.confidence is not Confidence.LOW
    return is_post and bool(call.call.context.loops)


def _catches_something(_: Except, __: Module) -> bool:
    """The exception's class belongs to the client, so that its name can seldom be followed."""
    return True
