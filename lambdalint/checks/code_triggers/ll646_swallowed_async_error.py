"""LL646 swallowed-async-error. See rules/LL646-swallowed-async-error.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.asynchronous import ASYNCHRONOUS, kept_at
from lambdalint.checks.notes import way
from lambdalint.checks.swallowing import Swallowing
from lambdalint.model.code import Code, Phase, ReachedFunction
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.module import Except
from lambdalint.model.trigger import Trigger
from lambdalint.model.value import Constant, Dictionary, entry

_SERVER_ERROR = 500


class SwallowedAsyncError(Struct, frozen=True):
    """Report handlers of events that catch every error, so that Lambda neither retries nor keeps the event."""

    code: ClassVar[str] = "LL646"

    tells_only: frozenset[str]
    parses_only: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each `except` that turns a failed event into a forgotten one."""
        code, triggers = function.code, function.triggers
        are_all = all(isinstance(one, ASYNCHRONOUS) for one in triggers) and function.triggers_complete
        if code is None or not triggers or not are_all or not code.direct:
            return
        for reached in code.functions:
            if reached.reach.phase is Phase.INVOKE and reached.event_parameters:
                module = code.modules[reached.reach.module]
                looking = Swallowing(self.tells_only, self.parses_only, code, module, reached)
                for clause in looking.clauses():
                    if not _answers_error(code, clause):
                        yield _finding(function, code, triggers[0], reached, clause)


def _answers_error(code: Code, clause: Except) -> bool:
    """Whether it returns a status of 500 or more, which LL620 says that nobody reads."""
    for answer in code.answers:
        status = entry(answer.value, Constant("statusCode")) if isinstance(answer.value, Dictionary) else None
        is_error = isinstance(status, Constant) and isinstance(status.value, int) and status.value >= _SERVER_ERROR
        tries = code.modules[answer.at.module].tries
        parts = (part for part in answer.context.tries if part.part == "handler")
        if is_error and any(tries[part.number].handlers[part.handler] is clause for part in parts):
            return True
    return False


def _finding(function: Function, code: Code, trigger: Trigger, reached: ReachedFunction, clause: Except) -> Finding:
    kept = kept_at(function)
    never = f"and {kept[0]} never gets it" if kept else "and nobody learns of it"
    notes = (Note(kept[1], f"{kept[0]} of `{function.name}`"),) if kept else ()
    return Finding(
        SwallowedAsyncError.code,
        f"every error is caught and `{code.handler_name}` reports success, so the event is not retried {never}; "
        "raise when the work was not done",
        at=clause.at,
        function=function.name,
        label="the failure ends here",
        notes=(
            Note(trigger.at, f"`{trigger.name}` takes a return without an error for success"),
            *notes,
            *way(function, code, reached.reach),
        ),
    )
