"""LL811 wrong-batch-event-type. See rules/LL811-wrong-batch-event-type.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.batches import batch_triggers
from lambdalint.checks.suite import calls_of
from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import QueueTrigger, StreamKind, StreamTrigger

_STREAMS = {StreamKind.KINESIS: "KinesisDataStreams", StreamKind.DYNAMODB: "DynamoDBStreams"}
_KNOWN = ("SQS", *_STREAMS.values())


class WrongBatchEventType(Struct, frozen=True):
    """Report batch processors for another kind of record than the function gets."""

    code: ClassVar[str] = "LL811"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for the only processor of a function whose triggers all send something else."""
        code, triggers = function.code, list(batch_triggers(function))
        made = [] if code is None else list(calls_of(code, r"(?:Async)?BatchProcessor|SqsFifoPartialProcessor"))
        if code is None or len(made) != 1 or not triggers or not function.triggers_complete:
            return
        reads, sent = _reads(made[0], code), {_sends(one) for one in triggers}
        if reads is not None and None not in sent and reads not in sent:
            right = next(one for one in (_sends(trigger) for trigger in triggers) if one)
            yield Finding(
                self.code,
                f"this processor reads records of `EventType.{reads}`, but `{triggers[0].name}` sends others, "
                f"so every batch fails; use `EventType.{right}`",
                at=made[0].at,
                function=function.name,
                label=f"for `{reads}`",
                notes=(Note(triggers[0].at, "sends the records"),),
            )


def _reads(made: ReachedCall, code: Code) -> str | None:
    if (made.target or "").endswith("SqsFifoPartialProcessor"):
        return "SQS"
    name = dotted(made.call.argument(0, "event_type"), code.modules[made.reach.module]).rpartition("EventType.")[2]
    return name if name in _KNOWN else None


def _sends(trigger: QueueTrigger | StreamTrigger) -> str | None:
    return "SQS" if isinstance(trigger, QueueTrigger) else _STREAMS.get(trigger.kind)
