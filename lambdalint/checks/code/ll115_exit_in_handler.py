"""LL115 exit-in-handler. See rules/LL115-exit-in-handler.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.catching import catches_any, is_caught
from lambdalint.checks.notes import way
from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, Phase, Reach
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.module import Context, Except, Module
from lambdalint.model.source import Anchor
from lambdalint.model.value import Result, Value

_RAISES = frozenset({"sys.exit", "builtins.exit", "builtins.quit"})
_KILLS = frozenset({"os._exit", "os.abort"})
_CAUGHT = frozenset({"builtins.SystemExit", "builtins.BaseException"})


class ExitInHandler(Struct, frozen=True):
    """Report what ends the process that the runtime runs in."""

    code: ClassVar[str] = "LL115"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each exit that an invocation reaches and nobody catches."""
        if function.code is None:
            return
        for what, context, at, reach in _exits(function.code):
            if what in _KILLS or not is_caught(context, reach, function.code, _catches):
                yield Finding(
                    self.code,
                    f"`{what}` ends the runtime's process: the invocation fails, and the next one starts cold; "
                    "return or raise an error",
                    at=at,
                    function=function.name,
                    notes=way(function, function.code, reach),
                )


def _exits(code: Code) -> Iterator[tuple[str, Context, Anchor, Reach]]:
    # A process that forks must end its child in this way.
    forks = any(call.target in ("os.fork", "os.forkpty") for call in code.calls)
    for call in code.calls:
        if call.phase is not Phase.INIT and call.target in (_RAISES if forks else _RAISES | _KILLS):
            yield call.target, call.call.context, call.at, call.reach
    for reached in code.functions:
        module = code.modules[reached.reach.module]
        for raised in reached.raises if reached.reach.phase is not Phase.INIT else ():
            if raised.value is not None and _named(raised.value, module) == "builtins.SystemExit":
                yield "raise SystemExit", raised.context, raised.at, reached.reach


def _named(value: Value, module: Module) -> str:
    return dotted(module.calls[value.call].callee if isinstance(value, Result) else value, module)


def _catches(clause: Except, module: Module) -> bool:
    return catches_any(clause, module, _CAUGHT)
