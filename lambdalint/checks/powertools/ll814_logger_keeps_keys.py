"""LL814 logger-keeps-keys. See rules/LL814-logger-keeps-keys.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.suite import calls_of, decorated, mentions
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant

_APPENDS = r"Logger\(\)\.append_keys"
_FORGETS = ("remove_keys", "clear_state", "structure_logs")


class LoggerKeepsKeys(Struct, frozen=True):
    """Report log keys of one request that the next one may still carry."""

    code: ClassVar[str] = "LL814"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each key that only some invocations set and none takes away."""
        code = function.code
        if code is None or mentions(code, *_FORGETS) or _clears(code):
            return
        appends = list(calls_of(code, _APPENDS))
        for call in appends:
            others = {name for other in appends if other is not call for name in _keys(other)}
            kept = [name for name in _keys(call) if name not in others]
            if kept and call.phase is Phase.INVOKE and call.reads_event and call.call.context.conditions:
                yield Finding(
                    self.code,
                    f"`{kept[0]}` stays on the logger, so later invocations that do not get here log this one's; "
                    "pass `clear_state=True` to `inject_lambda_context`",
                    at=call.at,
                    function=function.name,
                    label="only set under a condition",
                    notes=way(function, code, call.reach),
                )


def _keys(call: ReachedCall) -> list[str]:
    return [argument.name for argument in call.call.arguments if argument.name is not None]


def _clears(code: Code) -> bool:
    """Whether the state is cleared before each invocation, or may be."""
    given = [one.call for _, one in decorated(code, r"Logger\(\)\.inject_lambda_context") if one.call is not None]
    given += [call.call for call in calls_of(code, r"Logger\(\)\.inject_lambda_context")]
    clears = [call.argument(3, "clear_state") for call in given]
    return any(call.unpacks for call in given) or any(one not in (None, Constant(False)) for one in clears)
