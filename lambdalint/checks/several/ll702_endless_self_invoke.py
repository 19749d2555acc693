"""LL702 endless-self-invoke. See rules/LL702-endless-self-invoke.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.always import runs_for_every_event
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Confidence, Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Attribute, Parameter

_OPERATIONS = frozenset({"Invoke", "InvokeAsync", "InvokeWithResponseStream"})
_OF_ITSELF = frozenset({"function_name", "invoked_function_arn"})
_OWN_NAME = "AWS_LAMBDA_FUNCTION_NAME"


class EndlessSelfInvoke(Struct, frozen=True):
    """Report functions that invoke themselves whatever the event says."""

    code: ClassVar[str] = "LL702"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each invocation of itself that no condition ends."""
        code, allowed = function.code, function.configuration.recursive_loop
        if code is None or (allowed is not None and allowed.value != "Terminate"):
            return
        for call in code.calls_in(Phase.INVOKE):
            if _invokes(call) and _is_itself(call, function, code) and runs_for_every_event(call, code):
                yield Finding(
                    self.code,
                    f"`{function.name}` invokes itself whatever the event says, and so without end; "
                    "pass a counter on, and stop by it",
                    at=call.at,
                    function=function.name,
                    label="invokes this function again",
                    notes=way(function, code, call.reach),
                )


def _invokes(call: ReachedCall) -> bool:
    aws = call.aws
    is_known = aws is not None and aws.service == "lambda" and aws.confidence is not Confidence.LOW
    return is_known and aws is not None and aws.operation in _OPERATIONS


def _is_itself(call: ReachedCall, function: Function, code: Code) -> bool:
    named = call.names.get("FunctionName", ())
    match call.call.argument(-1, "FunctionName"):
        case Attribute(of=Parameter(function=of, name=name), name=part) if part in _OF_ITSELF:
            return (
                any(one.name == name for one in code.parameters[1:2])
                and code.entry is not None
                and of == code.entry.name
            )
    if len(named) != 1:
        return False
    variable = function.configuration.environment.variables.get(named[0].variable or "")
    is_own = variable is not None and variable.names == function.id
    return (
        named[0].variable == _OWN_NAME
        or is_own
        or (function.called is not None and named[0].constant == function.called)
    )
