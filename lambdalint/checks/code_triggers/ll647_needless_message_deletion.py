"""LL647 needless-message-deletion. See rules/LL647-needless-message-deletion.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.model.code import Confidence, Path, Phase, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import QueueTrigger

_HANDLE = "receiptHandle"


class NeedlessMessageDeletion(Struct, frozen=True):
    """Report messages deleted by hand that Lambda deletes itself."""

    code: ClassVar[str] = "LL647"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each deletion of a message that came with the event."""
        code = function.code
        trigger = next((one for one in function.triggers if isinstance(one, QueueTrigger)), None)
        if code is None or trigger is None:
            return
        for call in code.calls_in(Phase.INVOKE):
            if _deletes(call):
                yield Finding(
                    self.code,
                    "Lambda deletes the messages of a batch that succeeded; leave this out, and report those that failed as "
                    "`batchItemFailures`",
                    at=call.at,
                    function=function.name,
                    label="Lambda does this",
                    notes=(Note(trigger.at, f"`{trigger.name}` reads the queue"), *way(function, code, call.reach)),
                )


def _deletes(call: ReachedCall) -> bool:
    aws = call.aws
    if aws is None or aws.operation not in ("DeleteMessage", "DeleteMessageBatch"):
        return False
    return aws.confidence is not Confidence.LOW and any(map(_is_handle, (*call.paths, *call.held)))


def _is_handle(path: Path | None) -> bool:
    return path is not None and path[:1] == ("Records",) and path[2:] == (_HANDLE,)
