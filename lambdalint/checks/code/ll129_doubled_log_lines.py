"""LL129 doubled-log-lines. See rules/LL129-doubled-log-lines.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.logs import asks_for_handlers, replaces_handlers
from lambdalint.checks.notes import way
from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Attribute, Constant, Global, Result, Value

_CONSOLE = (None, "sys.stdout", "sys.stderr")


class DoubledLogLines(Struct, frozen=True):
    """Report handlers that write to the console beside the one that the runtime has installed."""

    code: ClassVar[str] = "LL129"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each console handler that is added while modules are loaded."""
        code = function.code
        if code is None or replaces_handlers(code) or _stops_propagation(code):
            return
        for call in code.calls_in(Phase.INIT):
            if call.target == "logging.getLogger().addHandler" and _adds_console(call, code):
                yield Finding(
                    self.code,
                    "the root logger has a handler of the runtime already, so each line is written twice; "
                    "leave this one out, or set `propagate = False`",
                    at=call.at,
                    function=function.name,
                    label="writes each line a second time",
                    notes=way(function, code, call.reach),
                )


def _adds_console(call: ReachedCall, code: Code) -> bool:
    module = code.modules[call.reach.module]
    added: Value | None = call.call.argument(0, "hdlr")
    if isinstance(added, Global):
        added = module.variables.get(added.name)
    if not isinstance(added, Result) or asks_for_handlers(call, code):
        return False
    made = module.calls[added.call]
    stream = made.argument(0, "stream")
    is_console = stream is None or dotted(stream, module) in _CONSOLE
    return dotted(made.callee, module) == "logging.StreamHandler" and is_console


def _stops_propagation(code: Code) -> bool:
    return any(
        isinstance(one.store.target, Attribute)
        and one.store.target.name == "propagate"
        and one.store.value != Constant(True)
        for one in code.stores
    )
