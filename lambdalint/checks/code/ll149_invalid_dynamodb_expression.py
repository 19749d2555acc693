"""LL149 invalid-dynamodb-expression. See rules/LL149-invalid-dynamodb-expression.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.dynamodb_expressions import EXPRESSIONS, RESERVED
from lambdalint.checks.notes import way
from lambdalint.model.code import Confidence, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant, Dictionary, is_open

_PLACEHOLDER = re.compile(r"[:#]\w+")
_NAME = re.compile(r"(?<![\w:#])[A-Za-z_]\w*(?!\w|\s*\()")
"""A name that is neither a placeholder nor a function's."""
_VALUES = "ExpressionAttributeValues"
_NAMES = "ExpressionAttributeNames"


class InvalidDynamodbExpression(Struct, frozen=True):
    """Report expressions that DynamoDB refuses whatever is in the table."""

    code: ClassVar[str] = "LL149"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call whose expressions and placeholders do not go together."""
        code = function.code
        for call in code.calls if code is not None else ():
            problem = _problem(call)
            if code is not None and problem is not None:
                yield Finding(
                    self.code,
                    problem,
                    at=call.at,
                    function=function.name,
                    label="DynamoDB refuses this",
                    notes=way(function, code, call.reach),
                )


def _problem(call: ReachedCall) -> str | None:
    aws = call.aws
    if aws is None or aws.service != "dynamodb" or aws.confidence is Confidence.LOW or call.call.unpacks:
        return None
    if aws.method == "scan" and call.call.argument(-1, "KeyConditionExpression") is not None:
        return "`scan` has no `KeyConditionExpression`; call `query`, or name it `FilterExpression`"
    given = [value for name in EXPRESSIONS if (value := call.call.argument(-1, name)) is not None]
    texts = [value.value for value in given if isinstance(value, Constant) and isinstance(value.value, str)]
    reserved = next((word for text in texts for word in _NAME.findall(text) if word.upper() in RESERVED), None)
    if reserved is not None:
        return f"`{reserved}` is a reserved word; write `#{reserved}`, and name the attribute in `{_NAMES}`"
    return _of_placeholders(call, texts) if len(texts) == len(given) else None


def _of_placeholders(call: ReachedCall, texts: list[str]) -> str | None:
    """What is used and not given, or given and not used; None when not all of both is known."""
    used = {one for text in texts for one in _PLACEHOLDER.findall(text)}
    for sign, parameter in ((":", _VALUES), ("#", _NAMES)):
        given = _keys(call, parameter)
        wanted = {one for one in used if one.startswith(sign)}
        if given is None:
            continue
        for missing in sorted(wanted - given):
            return f"`{missing}` is not in `{parameter}`; give it there"
        for unused in sorted(given - wanted):
            return f"`{unused}` is in `{parameter}`, but no expression uses it; take it out"
    return None


def _keys(call: ReachedCall, parameter: str) -> set[str] | None:
    given = call.call.argument(-1, parameter)
    if given is None:
        return set()
    if not isinstance(given, Dictionary) or is_open(given):
        return None
    return {key.value for key, _ in given.entries if isinstance(key, Constant) and isinstance(key.value, str)}
