"""LL807 event-resolver-mismatch. See rules/LL807-event-resolver-mismatch.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.http import Format, only_format
from lambdalint.checks.suite import calls_of
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import ApiKind

_RESOLVERS = r"(?:APIGateway(?:Rest|Http)Resolver|ApiGatewayResolver|ALBResolver|LambdaFunctionUrlResolver)"
_READS: Mapping[str, str] = {
    "APIGatewayRestResolver": "httpMethod",
    "ALBResolver": "httpMethod",
    "APIGatewayHttpResolver": "requestContext.http",
    "LambdaFunctionUrlResolver": "requestContext.http",
}
"""The key that each resolver reads of every event."""
_HAS: Mapping[Format, tuple[str, str]] = {
    Format.REST: ("httpMethod", "APIGatewayRestResolver"),
    Format.HTTP_1_0: ("httpMethod", "APIGatewayRestResolver"),
    Format.HTTP_2_0: ("requestContext.http", "APIGatewayHttpResolver"),
    Format.LOAD_BALANCER: ("httpMethod", "ALBResolver"),
}
"""The key that each format has, and the resolver for it."""


class EventResolverMismatch(Struct, frozen=True):
    """Report resolvers that read another kind of event than the function gets."""

    code: ClassVar[str] = "LL807"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for a resolver that every request of the function makes fail."""
        code, found = function.code, only_format(function)
        made = [] if code is None else list(calls_of(code, _RESOLVERS))
        if code is None or found is None or len(made) != 1 or not _gets_event(code):
            return
        trigger, form = found
        reads = _READS.get(_name(made[0]))
        has, right = _HAS[form]
        if reads is not None and reads != has:
            right = "LambdaFunctionUrlResolver" if trigger.kind is ApiKind.FUNCTION_URL else right
            yield Finding(
                self.code,
                f"`{_name(made[0])}` reads `{reads}`, which the event of {form.value} does not have: every request raises "
                f"KeyError; use `{right}`",
                at=made[0].at,
                function=function.name,
                label="for another kind of event",
                notes=(Note(trigger.at, f"`{trigger.name}` sends the event of {form.value}"),),
            )


def _name(made: ReachedCall) -> str:
    """The resolver; the general one is that for REST APIs, unless it is told otherwise."""
    name = (made.target or "").rpartition(".")[2]
    general = name == "ApiGatewayResolver" and not made.call.arguments
    return "APIGatewayRestResolver" if general else name


def _gets_event(code: Code) -> bool:
    """Whether the resolver is the handler, or surely gets the handler's own event."""
    if code.entry is None:
        return True
    resolves = list(calls_of(code, rf"{_RESOLVERS}\(\)(?:\.resolve)?"))
    return bool(resolves) and all(call.paths[:1] == ((),) for call in resolves)
