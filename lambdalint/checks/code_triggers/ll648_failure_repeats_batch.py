"""LL648 failure-repeats-batch. See rules/LL648-failure-repeats-batch.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.batches import batch_triggers, failure_report, uses_powertools_batch
from lambdalint.checks.catching import catches_all, is_caught
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import QueueTrigger


class FailureRepeatsBatch(Struct, frozen=True):
    """Report loops over a batch in which one failure makes all of it come again."""

    code: ClassVar[str] = "LL648"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for the first work on a message whose failure is that of all."""
        code = function.code
        if code is None or failure_report(code) is not None or uses_powertools_batch(code):
            return
        for trigger in batch_triggers(function):
            size, reports = trigger.batch_size.value, trigger.reports_item_failures.value
            if isinstance(trigger, QueueTrigger) and size is not None and size > 1 and reports is False:
                work = next((call for call in code.calls_in(Phase.INVOKE) if _may_end_the_loop(call, code)), None)
                if work is not None:
                    yield _finding(function, code, trigger, work, size)


def _may_end_the_loop(call: ReachedCall, code: Code) -> bool:
    works = call.aws is not None and call.reads_event and bool(call.call.context.loops)
    return works and not is_caught(call.call.context, call.reach, code, catches_all)


def _finding(function: Function, code: Code, trigger: QueueTrigger, call: ReachedCall, size: int) -> Finding:
    return Finding(
        FailureRepeatsBatch.code,
        f"when `{call.name}` fails for one of up to {size} messages, all of them come again, also those that were done; "
        "report the failed ones as `batchItemFailures`",
        at=call.at,
        function=function.name,
        label="fails all of the batch",
        notes=(
            Note(trigger.batch_size.at, f"`{trigger.name}` delivers up to {size} messages at once"),
            *way(function, code, call.reach),
        ),
    )
