"""LL122 log-handler-per-invocation. See rules/LL122-log-handler-per-invocation.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.logs import asks_for_handlers, replaces_handlers
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_ADDERS = frozenset({"logging.getLogger().addHandler", "loguru.logger.add"})


class LogHandlerPerInvocation(Struct, frozen=True):
    """Report loggers that get one more handler with every invocation."""

    code: ClassVar[str] = "LL122"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each handler that is added and never taken away."""
        code = function.code
        if code is None or replaces_handlers(code):
            return
        for call in code.calls_in(Phase.INVOKE):
            if call.target in _ADDERS and not asks_for_handlers(call, code) and not _is_taken_back(call, code):
                yield Finding(
                    self.code,
                    "every invocation adds one more handler, and each then writes every line again; "
                    "add it once, outside the handler",
                    at=call.at,
                    function=function.name,
                    label="the logger outlives the invocation",
                    notes=way(function, code, call.reach),
                )


def _is_taken_back(call: ReachedCall, code: Code) -> bool:
    return call.target == "loguru.logger.add" and any(one.target == "loguru.logger.remove" for one in code.calls)
