"""LL125 print-in-handler. See rules/LL125-print-in-handler.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.model.code import Phase
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class PrintInHandler(Struct, frozen=True):
    """Report `print` where a logger would give the line a level, a request and a structure."""

    code: ClassVar[str] = "LL125"

    functions: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that an invocation makes."""
        if function.code is None:
            return
        for call in function.code.calls_in(Phase.INVOKE):
            # What goes to a file of its own is not meant for the log.
            if call.target in self.functions and call.call.argument(-1, "file") is None and not call.call.unpacks:
                yield Finding(
                    self.code,
                    f"`{call.name}` writes plain text without a level or a request id; use a logger",
                    at=call.at,
                    function=function.name,
                    notes=way(function, function.code, call.reach),
                )
