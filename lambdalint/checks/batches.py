"""What code does with the records of a batch, as several checks ask."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.function import Function
from lambdalint.model.module import Module
from lambdalint.model.source import Place
from lambdalint.model.trigger import QueueTrigger, StreamKind, StreamTrigger
from lambdalint.model.value import Choice, Constant, Dictionary, Global, Item, Result, Text, Value, walk

FAILURES = "batchItemFailures"
_POWERTOOLS = "aws_lambda_powertools.utilities.batch"
_HARMLESS = ("builtins.", "json.", "logging.", "pprint.", "copy.")
_SHOWS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log", "print"})


def batch_triggers(function: Function) -> Iterator[QueueTrigger | StreamTrigger]:
    """The triggers that hand over several records at once and retry them when the function fails."""
    for trigger in function.triggers:
        if isinstance(trigger, QueueTrigger | StreamTrigger) and trigger.enabled.value is not False:
            yield trigger


def streams(function: Function, kind: StreamKind) -> list[StreamTrigger]:
    """The triggers that read a stream of one kind."""
    return [one for one in function.triggers if isinstance(one, StreamTrigger) and one.kind is kind]


def failure_report(code: Code) -> Place | None:
    """Where code builds a partial batch response; None when nothing in it does."""
    for reached in code.functions:
        for found in reached.definition.returns:
            if _names_failures(found.value, code.modules[reached.reach.module]):
                return found.at
    for store in code.stores:
        module = code.modules[store.reach.module]
        if _names_failures(store.store.value, module) or _is_failures_key(store.store.target, module):
            return store.store.at
    for call in code.calls:
        if any(target.startswith(_POWERTOOLS) for target in call.targets) or _mentions(call, code):
            return call.at
    return None


def uses_powertools_batch(code: Code) -> bool:
    """Whether Powertools processes the batch, which answers for each record by itself."""
    return any(name.startswith(_POWERTOOLS) for name in code.imports)


def may_report(code: Code) -> bool:
    """Whether a partial batch response may come from code that is not read, or is built in a way we do not follow."""
    if not code.complete or code.entry is None or uses_powertools_batch(code):
        return True
    if any(hands_event_over(call) for call in code.calls_in(Phase.INVOKE)):
        return True
    return any(_is_built_elsewhere(found.value, code) for found in code.entry.returns)


def hands_event_over(call: ReachedCall) -> bool:
    """The whole event goes to code outside the project that does more than show it."""
    if () not in call.paths or call.internal:
        return False
    return call.name not in _SHOWS and not any(target.startswith(_HARMLESS) for target in call.targets)


def _is_built_elsewhere(value: Value, code: Code) -> bool:
    match value:
        case Constant() | Dictionary() | Text():
            return False
        case Result(call=number):
            calls = [one for one in code.calls if one.number == number and one.reach.module == code.module]
            return not all(one.internal or any(name.startswith(_HARMLESS) for name in one.targets) for one in calls)
        case Choice(options=options):
            return any(_is_built_elsewhere(option, code) for option in options)
        case _:
            return True


def _mentions(call: ReachedCall, code: Code) -> bool:
    module = code.modules[call.reach.module]
    return any(argument.name == FAILURES or _names_failures(argument.value, module) for argument in call.call.arguments)


def _names_failures(value: Value, module: Module) -> bool:
    return any(
        _is_failures(key, module) for part in walk(value) if isinstance(part, Dictionary) for key, _ in part.entries
    )


def _is_failures_key(target: Value, module: Module) -> bool:
    return isinstance(target, Item) and _is_failures(target.key, module)


def _is_failures(key: Value | None, module: Module) -> bool:
    held = module.variables.get(key.name) if isinstance(key, Global) else key
    return held == Constant(FAILURES)
