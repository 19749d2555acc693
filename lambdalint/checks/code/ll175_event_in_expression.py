"""LL175 event-in-expression. See rules/LL175-event-in-expression.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.injection import index, injected
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_EXPRESSIONS = (
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "ProjectionExpression",
    "QueryFilter",
    "ScanFilter",
    "UpdateExpression",
)


class EventInExpression(Struct, frozen=True):
    """Report DynamoDB expressions that the sender of an event can rewrite."""

    code: ClassVar[str] = "LL175"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each expression whose text holds text from the event."""
        return injected(self.code, function, _expressions, _says)


def _expressions(code: Code) -> Iterator[tuple[ReachedCall, int]]:
    for call in code.calls:
        if call.aws is not None and call.aws.service == "dynamodb":
            given = (index(call, -1, name) for name in _EXPRESSIONS)
            yield from ((call, argument) for argument in given if argument is not None)


def _says(_: ReachedCall, text: str) -> str:
    return f"{text} becomes part of a DynamoDB expression; name it in `ExpressionAttributeValues` or `ExpressionAttributeNames`"
