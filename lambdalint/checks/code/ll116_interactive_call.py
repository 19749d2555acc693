"""LL116 interactive-call. See rules/LL116-interactive-call.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.stages import is_for_one_place
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class InteractiveCall(Struct, frozen=True):
    """Report calls that wait for somebody at a keyboard."""

    code: ClassVar[str] = "LL116"

    functions: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that runs while loading or in an invocation."""
        code = function.code
        if code is None:
            return
        for call in code.calls:
            if call.target in self.functions and not is_for_one_place(
                call.call.context, code.modules[call.reach.module]
            ):
                yield Finding(
                    self.code,
                    f"`{call.target.removeprefix('builtins.')}` wants somebody at a keyboard, and in Lambda nobody "
                    "answers; remove it",
                    at=call.at,
                    function=function.name,
                    notes=way(function, code, call.reach),
                )
