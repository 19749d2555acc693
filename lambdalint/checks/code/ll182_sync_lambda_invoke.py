"""LL182 sync-lambda-invoke. See rules/LL182-sync-lambda-invoke.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.model.code import Confidence, Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant

_OPERATIONS = frozenset({"Invoke", "InvokeWithResponseStream"})


class SyncLambdaInvoke(Struct, frozen=True):
    """Report functions that wait, and pay, while another one runs."""

    code: ClassVar[str] = "LL182"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each invocation of a function whose answer is waited for."""
        code = function.code
        if code is None or code.is_durable:
            return
        for call in code.calls_in(Phase.INVOKE):
            if _waits(call):
                yield Finding(
                    self.code,
                    "both functions are paid for while this one waits for the other; invoke it as an `Event`, send a message, "
                    "or leave the order of the two to Step Functions",
                    at=call.at,
                    function=function.name,
                    label="waits for another function",
                    notes=way(function, code, call.reach),
                )


def _waits(call: ReachedCall) -> bool:
    aws = call.aws
    if aws is None or aws.service != "lambda" or aws.operation not in _OPERATIONS or aws.confidence is Confidence.LOW:
        return False
    kind = call.call.argument(-1, "InvocationType")
    # Without an InvocationType, the answer is waited for.
    return kind == Constant("RequestResponse") if kind is not None else not call.call.unpacks
