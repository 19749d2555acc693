"""LL803 unreturned-batch-response. See rules/LL803-unreturned-batch-response.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import calls_of
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_ANSWERS = r"(?:(?:async_)?process_partial_response|(?:AsyncBatch|Batch|SqsFifoPartial)Processor\(\)\.response)"


class UnreturnedBatchResponse(Struct, frozen=True):
    """Report batch responses that never reach Lambda."""

    code: ClassVar[str] = "LL803"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each response that is thrown away."""
        code = function.code
        if code is None or code.framework is not None:
            return
        answers = list(calls_of(code, _ANSWERS))
        if all(_is_lost(call, code) for call in answers):
            for call in answers:
                yield Finding(
                    self.code,
                    f"`{call.name}` says which records failed, but the handler does not return it: "
                    "failed records count as done and are deleted; return it",
                    at=call.at,
                    function=function.name,
                    label="the failures are lost",
                )


def _is_lost(call: ReachedCall, code: Code) -> bool:
    """Nobody looks at the result, or the handler that has it returns nothing at all."""
    if call.call.discarded:
        return True
    in_entry = code.entry is not None and call.call.context.function == code.entry.name
    return in_entry and code.entry is not None and not code.entry.returns and call.reach.module == code.entry.at.module
