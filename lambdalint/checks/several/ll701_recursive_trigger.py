"""LL701 recursive-trigger. See rules/LL701-recursive-trigger.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.always import runs_for_every_event
from lambdalint.checks.notes import way
from lambdalint.checks.sending import Sent, sent_to
from lambdalint.model.code import Code, Confidence, Phase, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.rule import Severity
from lambdalint.model.trigger import StreamTrigger, Trigger


class RecursiveTrigger(Struct, frozen=True):
    """Report functions that write to what invokes them."""

    code: ClassVar[str] = "LL701"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that surely invokes the function again."""
        code, allowed = function.code, function.configuration.recursive_loop
        # `Allow` says that the loop is meant, and what only the deployment knows may say so.
        if code is None or (allowed is not None and allowed.value != "Terminate"):
            return
        if not code.direct and len({type(trigger) for trigger in function.triggers}) > 1:
            return  # a framework may give each kind of event to code of its own
        for call in code.calls_in(Phase.INVOKE):
            if call.aws is None or call.aws.confidence is Confidence.LOW or not runs_for_every_event(call, code):
                continue
            for trigger in function.triggers:
                sent = sent_to(trigger, call, function)
                if sent is not None:
                    yield _finding(function, code, call, trigger, sent)


def _finding(function: Function, code: Code, call: ReachedCall, trigger: Trigger, sent: Sent) -> Finding:
    # Lambda's own detection of loops knows queues, topics and buckets; a table gives no record of what did not change.
    return Finding(
        RecursiveTrigger.code,
        f"`{call.name}` writes to {sent.where}, which invokes `{function.name}` again, and so on without end; {sent.instead}",
        at=call.at,
        function=function.name,
        label="invokes this function again",
        notes=(Note(trigger.at, f"`{trigger.name}` invokes `{function.name}`"), *way(function, code, call.reach)),
        severity=Severity.WARNING if isinstance(trigger, StreamTrigger) else None,
    )
