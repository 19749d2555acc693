"""LL603 swallowed-batch-error. See rules/LL603-swallowed-batch-error.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from lambdalint.checks.batches import batch_triggers, failure_report
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Phase, ReachedCall, ReachedFunction
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.module import Context, Except, Module, TryPart
from lambdalint.model.trigger import QueueTrigger, StreamTrigger
from lambdalint.model.value import Attribute, Constant, Symbol

_BROAD = frozenset({"builtins.Exception", "builtins.BaseException"})


@dataclass(frozen=True, slots=True)
class SwallowedBatchError:
    """Report handlers of queues and streams that catch every error and report success."""

    code: ClassVar[str] = "LL603"

    tells_only: frozenset[str]
    parses_only: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each `except` that turns a failed record into a deleted one."""
        code = function.code
        trigger = next(batch_triggers(function), None)
        if code is None or trigger is None or failure_report(code) is not None:
            return
        for reached in code.functions:
            if reached.reach.phase is Phase.INVOKE and reached.event_parameters:
                yield from self._swallows(function, code, trigger, reached)

    def _swallows(
        self, function: Function, code: Code, trigger: QueueTrigger | StreamTrigger, reached: ReachedFunction
    ) -> Iterator[Finding]:
        module = code.modules[reached.reach.module]
        for number, statement in enumerate(module.tries):
            if statement.context.function != reached.definition.name:
                continue
            for position, handler in enumerate(statement.handlers):
                part = TryPart(number, "handler", position)
                if _is_broad(handler) and self._loses_work(code, module, reached, part):
                    yield _finding(function, code, trigger, reached, handler)

    def _loses_work(self, code: Code, module: Module, reached: ReachedFunction, part: TryPart) -> bool:
        calls = [call for call in code.calls if call.reach.module == module.key]
        attempted = [call for call in calls if TryPart(part.number, "body") in call.call.context.tries]
        answered = [call for call in calls if part in call.call.context.tries]
        works = any(self._works(call) for call in attempted)
        return works and all(self._only_tells(call) for call in answered) and _carries_on(code, reached, module, part)

    def _works(self, call: ReachedCall) -> bool:
        """Something is done with the record, beyond taking it apart."""
        name = call.target or (call.call.callee.name if isinstance(call.call.callee, Attribute) else "")
        return (
            call.reads_event
            and not name.startswith(("builtins.", "logging."))
            and not self._is_named(call, self.parses_only | self.tells_only)
        )

    def _only_tells(self, call: ReachedCall) -> bool:
        """The answer to the error is a log line or a metric: nobody keeps the record."""
        return (call.target or "").startswith(("builtins.", "logging.", "traceback.")) or self._is_named(
            call, self.tells_only
        )

    def _is_named(self, call: ReachedCall, names: frozenset[str]) -> bool:
        method = call.call.callee.name if isinstance(call.call.callee, Attribute) else ""
        return method in names or call.target in names


def _is_broad(handler: Except) -> bool:
    return not handler.types or any(isinstance(one, Symbol) and one.name in _BROAD for one in handler.types)


def _carries_on(code: Code, reached: ReachedFunction, module: Module, part: TryPart) -> bool:
    """After the error the invocation still succeeds: nothing is stored to be looked at later, and no result tells."""
    if any(not _is_elsewhere(raised.context, part) for raised in reached.raises):
        return False
    is_entry = code.entry is not None and reached.definition.name == code.entry.name and module.key == code.module
    if any(part in store.store.context.tries for store in code.stores if store.reach.module == module.key):
        return False
    answers = [found for found in reached.definition.returns if part in found.context.tries]
    return is_entry or not any(_tells_caller(found.value) for found in answers)


def _is_elsewhere(context: Context, part: TryPart) -> bool:
    """Whether a `raise` stands where this clause catches it, or in a clause beside it: any other one may reckon up at the end."""
    return any(one.number == part.number and one != part for one in context.tries)


def _tells_caller(value: object) -> bool:
    return not (isinstance(value, Constant) and value.value is None)


def _finding(
    function: Function, code: Code, trigger: QueueTrigger | StreamTrigger, reached: ReachedFunction, handler: Except
) -> Finding:
    fate = "the messages are deleted" if isinstance(trigger, QueueTrigger) else "the records are passed over"
    return Finding(
        SwallowedBatchError.code,
        f"every error is caught and `{code.handler_name}` reports success, so {fate} and never retried; "
        "raise, or return `batchItemFailures`",
        at=handler.at,
        function=function.name,
        label="the failure ends here",
        notes=(Note(trigger.at, f"`{trigger.name}` takes success for an answer"), *way(function, code, reached.reach)),
    )
