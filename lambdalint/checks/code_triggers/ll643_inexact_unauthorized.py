"""LL643 inexact-unauthorized. See rules/LL643-inexact-unauthorized.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.catching import catches_all, is_caught
from lambdalint.checks.notes import way
from lambdalint.checks.sole import sole
from lambdalint.model.code import Code, Phase, ReachedFunction
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.module import Module, Raise
from lambdalint.model.trigger import ApiKind, AuthorizerTrigger
from lambdalint.model.value import Constant, Result

_UNDERSTOOD = "Unauthorized"
_MEANT = re.compile(r"\W*(?:401\W*)?(?:un-?authori[sz]ed|not authori[sz]ed)\W*", re.IGNORECASE)


class InexactUnauthorized(Struct, frozen=True):
    """Report errors of authorizers that should be a 401 and are a 500."""

    code: ClassVar[str] = "LL643"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each message that nearly is the one that API Gateway understands."""
        triggers = sole(function, AuthorizerTrigger)
        code = function.code
        if code is None or not triggers or any(trigger.api is not ApiKind.REST for trigger in triggers):
            return
        for reached in code.functions:
            if reached.reach.phase is Phase.INVOKE:
                yield from _inexact(function, code, reached, triggers[0])


def _inexact(function: Function, code: Code, reached: ReachedFunction, trigger: AuthorizerTrigger) -> Iterator[Finding]:
    for one in reached.raises:
        message = _message(one, code.modules[reached.reach.module])
        if message is None or message == _UNDERSTOOD or not _MEANT.fullmatch(message):
            continue
        if not is_caught(one.context, reached.reach, code, catches_all):
            yield Finding(
                InexactUnauthorized.code,
                f"`{message}` makes a 500, because API Gateway answers 401 only to the exact message; raise "
                f'`Exception("{_UNDERSTOOD}")`',
                at=one.at,
                function=function.name,
                label="a 500, not a 401",
                notes=(Note(trigger.at, f"`{trigger.name}` reads the message"), *way(function, code, reached.reach)),
            )


def _message(one: Raise, at: Module) -> str | None:
    arguments = at.calls[one.value.call].arguments if isinstance(one.value, Result) else ()
    only = arguments[0].value if len(arguments) == 1 else None
    return only.value if isinstance(only, Constant) and isinstance(only.value, str) else None
