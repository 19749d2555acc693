"""LL603 swallowed-batch-error. See rules/LL603-swallowed-batch-error.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.batches import batch_triggers, failure_report
from lambdalint.checks.notes import way
from lambdalint.checks.swallowing import Swallowing
from lambdalint.model.code import Code, Phase, ReachedFunction
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.module import Except
from lambdalint.model.trigger import QueueTrigger, StreamTrigger


class SwallowedBatchError(Struct, frozen=True):
    """Report handlers of queues and streams that catch every error and report success."""

    code: ClassVar[str] = "LL603"

    tells_only: frozenset[str]
    parses_only: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each `except` that turns a failed record into a deleted one."""
        code, triggers = function.code, list(batch_triggers(function))
        # Whoever else invokes the function may read its answer, so catching all may be right for them.
        if code is None or not triggers or len(triggers) < len(function.triggers) or failure_report(code) is not None:
            return
        for reached in code.functions:
            if reached.reach.phase is Phase.INVOKE and reached.event_parameters:
                module = code.modules[reached.reach.module]
                looking = Swallowing(self.tells_only, self.parses_only, code, module, reached)
                yield from (_finding(function, code, triggers[0], reached, clause) for clause in looking.clauses())


def _finding(
    function: Function, code: Code, trigger: QueueTrigger | StreamTrigger, reached: ReachedFunction, clause: Except
) -> Finding:
    fate = "the messages are deleted" if isinstance(trigger, QueueTrigger) else "the records are passed over"
    return Finding(
        SwallowedBatchError.code,
        f"every error is caught and `{code.handler_name}` reports success, so {fate} and never retried; "
        "raise, or return `batchItemFailures`",
        at=clause.at,
        function=function.name,
        label="the failure ends here",
        notes=(
            Note(trigger.at, f"`{trigger.name}` takes a return without an error for success"),
            *way(function, code, reached.reach),
        ),
    )
