"""LL620 unread-error-response. See rules/LL620-unread-error-response.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.answers import WrongAnswer, faults
from lambdalint.checks.asynchronous import ASYNCHRONOUS
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import QueueTrigger, StreamTrigger, Trigger
from lambdalint.model.value import Constant, Dictionary, Value, entry

_SERVER_ERROR = 500
_BATCHES = QueueTrigger | StreamTrigger


class UnreadErrorResponse(Struct, frozen=True):
    """Report answers that tell of an error to somebody who only looks whether there was an exception."""

    code: ClassVar[str] = "LL620"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each status of 500 and above that nobody reads."""
        code, trigger = function.code, _only_ones_that_read_nothing(function)
        if code is None or trigger is None:
            return
        for wrong in faults(code, _status):
            # An error of a batch that is caught and forgotten is LL603's.
            if isinstance(trigger, ASYNCHRONOUS) or not _is_caught(wrong):
                yield _finding(function, code, trigger, wrong)


def _only_ones_that_read_nothing(function: Function) -> Trigger | None:
    triggers = function.triggers
    are_all = all(isinstance(one, ASYNCHRONOUS | _BATCHES) for one in triggers)
    return triggers[0] if triggers and are_all and function.triggers_complete else None


def _status(value: Value) -> str | None:
    match entry(value, Constant("statusCode")) if isinstance(value, Dictionary) else None:
        case Constant(value=int(status)) if status >= _SERVER_ERROR:
            return str(status)
        case _:
            return None


def _is_caught(wrong: WrongAnswer) -> bool:
    return any(part.part == "handler" for part in wrong.answer.context.tries)


def _finding(function: Function, code: Code, trigger: Trigger, wrong: WrongAnswer) -> Finding:
    return Finding(
        UnreadErrorResponse.code,
        f"nobody reads this {wrong.what}: to `{trigger.name}` it is a success, so nothing is retried, kept or alarmed about; "
        "raise instead",
        at=wrong.at,
        function=function.name,
        label="counts as success",
        notes=(Note(trigger.at, f"`{trigger.name}` looks only for an exception"), *wrong.notes(function, code)),
    )
