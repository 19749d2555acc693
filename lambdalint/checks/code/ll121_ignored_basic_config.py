"""LL121 ignored-basic-config. See rules/LL121-ignored-basic-config.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.logs import asks_for_handlers, replaces_handlers
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant


class IgnoredBasicConfig(Struct, frozen=True):
    """Report `logging.basicConfig`, which the handler that the runtime has installed turns into nothing."""

    code: ClassVar[str] = "LL121"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that is meant to configure something."""
        code = function.code
        if code is None or replaces_handlers(code):
            return
        for call in code.calls:
            if call.target == "logging.basicConfig" and _wants_something(call, code):
                yield Finding(
                    self.code,
                    "the runtime has configured the root logger before, so `basicConfig` does nothing; "
                    + ("set the level with `logging.getLogger().setLevel(…)`" if _levels(call) else "add `force=True`"),
                    at=call.at,
                    function=function.name,
                    label="has no effect in Lambda",
                    notes=way(function, code, call.reach),
                )


def _wants_something(call: ReachedCall, code: Code) -> bool:
    force = call.call.argument(-1, "force")
    if call.call.unpacks or not call.call.arguments or force not in (None, Constant(False)):
        return False
    return not asks_for_handlers(call, code) and not (_levels(call) and _sets_level(code))


def _levels(call: ReachedCall) -> bool:
    return {argument.name for argument in call.call.arguments} <= {"level", "force"}


def _sets_level(code: Code) -> bool:
    """The root logger gets its level in another way."""
    return any(call.target == "logging.getLogger().setLevel" for call in code.calls)
