"""Which function a call invokes, and whether it waits for it, as several checks ask."""

from __future__ import annotations

from collections.abc import Iterable

from lambdalint.model.code import Confidence, ReachedCall
from lambdalint.model.function import Function
from lambdalint.model.value import Constant

_OPERATIONS = frozenset({"Invoke", "InvokeWithResponseStream"})


def waits_for_answer(call: ReachedCall) -> bool:
    """Whether it invokes a function and surely waits; without an InvocationType, the answer is waited for."""
    aws = call.aws
    if aws is None or aws.service != "lambda" or aws.operation not in _OPERATIONS or aws.confidence is Confidence.LOW:
        return False
    kind = call.call.argument(-1, "InvocationType")
    return kind == Constant("RequestResponse") if kind is not None else not call.call.unpacks


def invoked(call: ReachedCall, caller: Function, functions: Iterable[Function]) -> Function | None:
    """The function of the project that a call names: by the variable that hands its name over, or as it is deployed."""
    named = call.names.get("FunctionName", ())
    if len(named) != 1:
        return None
    variable = caller.configuration.environment.variables.get(named[0].variable or "")
    name = variable.value.value if variable is not None else named[0].constant
    found = {
        one.id: one
        for one in functions
        if (variable is not None and variable.names == one.id) or (name is not None and name == one.called)
    }
    return next(iter(found.values())) if len(found) == 1 else None
