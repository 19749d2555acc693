"""LL182 sync-lambda-invoke. See rules/LL182-sync-lambda-invoke.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.invoking import waits_for_answer
from lambdalint.checks.notes import way
from lambdalint.model.code import Phase
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class SyncLambdaInvoke(Struct, frozen=True):
    """Report functions that wait, and pay, while another one runs."""

    code: ClassVar[str] = "LL182"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each invocation of a function whose answer is waited for."""
        code = function.code
        if code is None or code.is_durable:
            return
        for call in code.calls_in(Phase.INVOKE):
            if waits_for_answer(call):
                yield Finding(
                    self.code,
                    "both functions are paid for while this one waits for the other; invoke it as an `Event`, send a message, "
                    "or leave the order of the two to Step Functions",
                    at=call.at,
                    function=function.name,
                    label="waits for another function",
                    notes=way(function, code, call.reach),
                )
