"""LL642 malformed-authorizer-answer. See rules/LL642-malformed-authorizer-answer.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.answers import Fault, type_of
from lambdalint.checks.sole import lacks, refused, sole
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.trigger import ApiKind, AuthorizerTrigger
from lambdalint.model.value import Constant, Dictionary, Value, entry

_FATE = "so every such request fails with 500"


class MalformedAuthorizerAnswer(Struct, frozen=True):
    """Report authorizers whose answer API Gateway does not understand."""

    code: ClassVar[str] = "LL642"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each answer that is neither the policy nor the simple response that is waited for."""
        triggers = sole(function, AuthorizerTrigger)
        faults = {_fault_for(trigger) for trigger in triggers}
        fault = faults.pop() if len(faults) == 1 else None
        if fault is not None:
            yield from refused(self.code, function, triggers[0], fault, "API Gateway")


def _fault_for(trigger: AuthorizerTrigger) -> Fault | None:
    """What is wrong with an answer for a kind of authorizer; None where the kind is not known."""
    if trigger.api is not ApiKind.HTTP:
        return _no_policy
    match trigger.simple_responses.value if trigger.simple_responses is not None else None:
        case True:
            return _no_simple_response
        case False:
            return _no_policy_of_http_api
        case _:
            return None


def _no_policy(value: Value) -> str | None:
    if lacks(value, "principalId") and not lacks(value, "policyDocument"):
        return f"the answer of an authorizer has no `principalId`, {_FATE}; add who it is that asks"
    return _no_document(value, "")


def _no_policy_of_http_api(value: Value) -> str | None:
    return _no_document(value, ", or set `EnableSimpleResponses`")


def _no_document(value: Value, otherwise: str) -> str | None:
    if value == Constant(None):
        return f"the authorizer answers nothing here, {_FATE}; return a policy that denies, or raise `Unauthorized`"
    if lacks(value, "policyDocument"):
        simple = isinstance(value, Dictionary) and not lacks(value, "isAuthorized")
        remedy = f"return a policy{otherwise if simple else ''}"
        return f"the answer of this authorizer has no `policyDocument`, {_FATE}; {remedy}"
    if type_of(value) in ("bool", "int", "list", "str"):
        return f"this authorizer answers with a {type_of(value)} instead of a policy, {_FATE}; return a policy"
    return None


def _no_simple_response(value: Value) -> str | None:
    if value == Constant(None):
        return f'the authorizer answers nothing here, {_FATE}; return `{{"isAuthorized": False}}`'
    if lacks(value, "isAuthorized"):
        return f"`EnableSimpleResponses` is set but this answer has no `isAuthorized`, {_FATE}; return it, or a policy without that setting"
    held = entry(value, Constant("isAuthorized")) if isinstance(value, Dictionary) else None
    if held is not None and type_of(held) == "str":
        return f"`isAuthorized` is a boolean but this is text, {_FATE}; write `True` or `False`"
    return None
