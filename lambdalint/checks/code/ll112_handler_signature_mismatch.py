"""LL112 handler-signature-mismatch. See rules/LL112-handler-signature-mismatch.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.code import Code
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.rule import Tier

_GIVEN = 2
"""Event and context."""


class HandlerSignatureMismatch(Struct, frozen=True):
    """Report handlers that cannot be called with an event and a context."""

    code: ClassVar[str] = "LL112"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for a handler that takes fewer or wants more."""
        code = function.code
        if code is None or code.entry is None or not code.direct or code.framework is not None:
            return
        # What only its author calls a handler may have another caller than the runtime.
        problem = None if function.tier is Tier.USER else _problem(code)
        if problem is not None:
            yield Finding(
                self.code,
                f"the runtime calls `{code.handler_name}` with an event and a context, but it {problem}: every "
                "invocation fails",
                at=code.entry.at,
                function=function.name,
            )


def _problem(code: Code) -> str | None:
    positional = [one for one in code.parameters if one.kind == "positional"]
    required = [one.name for one in positional if one.default is None]
    only_named = [one.name for one in code.parameters if one.kind == "keyword" and one.default is None]
    takes_any = any(one.kind == "*" for one in code.parameters)
    if len(positional) < _GIVEN and not takes_any:
        return f"takes {_counted(len(positional))}"
    if len(required) > _GIVEN:
        return f"wants `{required[_GIVEN]}` too"
    return f"wants `{only_named[0]}` by name" if only_named else None


def _counted(number: int) -> str:
    return "one argument only" if number else "no argument"
