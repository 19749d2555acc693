"""LL649 task-token-unanswered. See rules/LL649-task-token-unanswered.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import StateMachineTrigger

_HARMLESS = ("builtins.", "json.", "logging.", "datetime.", "time.")
_SHOWS = frozenset({"debug", "error", "exception", "get", "info", "items", "print", "warning"})


class TaskTokenUnanswered(Struct, frozen=True):
    """Report tasks that wait for a token which nobody sends back."""

    code: ClassVar[str] = "LL649"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each waiting task whose token goes nowhere."""
        code = function.code
        if code is None or not code.complete or not code.direct or _may_go_on(code):
            return
        for trigger in function.triggers:
            if isinstance(trigger, StateMachineTrigger) and trigger.waits_for_token:
                yield Finding(
                    self.code,
                    f"`{trigger.state or trigger.name}` waits for its task token, which `{code.handler_name}` neither sends back "
                    "nor hands on; call `send_task_success` and `send_task_failure` with it",
                    at=code.handler,
                    function=function.name,
                    label="the token ends here",
                    notes=(Note(trigger.at, "this task waits until the token comes back"),),
                )


def _may_go_on(code: Code) -> bool:
    """Whether anything of the event leaves the function: the token may be part of it."""
    return any(call.phase is Phase.INVOKE and _hands_on(call) for call in code.calls)


def _hands_on(call: ReachedCall) -> bool:
    name = call.target or ""
    return call.reads_event and not call.internal and not name.startswith(_HARMLESS) and call.name not in _SHOWS
