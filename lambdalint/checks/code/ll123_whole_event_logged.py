"""LL123 whole-event-logged. See rules/LL123-whole-event-logged.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.logs import log_calls
from lambdalint.checks.notes import way
from lambdalint.checks.values import dotted, shown
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.module import Module
from lambdalint.model.source import Anchor
from lambdalint.model.value import Constant, Parameter, Result, Value

_KEYS = frozenset({"builtins.list", "builtins.set", "builtins.sorted", "builtins.tuple"})
_MESSAGE = "the whole event goes to the log, with whatever it holds of users and tokens; log the parts you need"


class WholeEventLogged(Struct, frozen=True):
    """Report log lines that hold the whole event."""

    code: ClassVar[str] = "LL123"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that shows the event, and for a decorator that does."""
        if function.code is None:
            return
        for call in log_calls(function.code):
            # Debug lines are for a developer, and off in production.
            if not call.name.endswith("debug") and _shows_event(call, function.code):
                yield self._finding(function, function.code, call)
        for at in _decorators(function.code):
            yield Finding(self.code, _MESSAGE, at=at, function=function.name)

    def _finding(self, function: Function, code: Code, call: ReachedCall) -> Finding:
        return Finding(self.code, _MESSAGE, at=call.at, function=function.name, notes=way(function, code, call.reach))


def _shows_event(call: ReachedCall, code: Code) -> bool:
    module = code.modules[call.reach.module]
    values = [argument.value for argument in call.call.arguments]
    if any(path == () and not _is_of_keys(value, module) for value, path in zip(values, call.paths, strict=True)):
        return True
    return any(_is_event(part, module, code) for value in values for part in shown(value, module))


def _is_of_keys(value: Value, module: Module) -> bool:
    """`sorted(event)` shows the names of its parts only."""
    return isinstance(value, Result) and dotted(module.calls[value.call].callee, module) in _KEYS


def _is_event(value: Value, module: Module, code: Code) -> bool:
    match value:
        case Parameter(function=function, name=name) if code.entry is not None and code.framework is None:
            names = [one.name for one in code.parameters[:1]]
            return (module.key, function, [name]) == (code.entry.at.module, code.entry.name, names)
        case Result(call=number):
            dumps = (one for one in code.calls if one.number == number and one.reach.module == module.key)
            return any(one.name == "dumps" and () in one.paths for one in dumps)
        case _:
            return False


def _decorators(code: Code) -> Iterator[Anchor]:
    """`@logger.inject_lambda_context(log_event=True)`."""
    if code.entry is None:
        return
    module = code.modules[code.entry.at.module]
    for decorator in code.entry.decorators:
        call = module.calls[decorator.call] if isinstance(decorator, Result) else None
        is_injecting = call is not None and getattr(call.callee, "name", "") == "inject_lambda_context"
        if call is not None and is_injecting and call.argument(-1, "log_event") == Constant(True):
            yield call.at
