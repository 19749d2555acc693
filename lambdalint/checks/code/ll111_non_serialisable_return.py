"""LL111 non-serialisable-return. See rules/LL111-non-serialisable-return.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.serialising import Failure, failures
from lambdalint.model.code import Answer, Code
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class NonSerialisableReturn(Struct, frozen=True):
    """Report answers that the runtime cannot turn into JSON."""

    code: ClassVar[str] = "LL111"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each answer that holds such a value, and for a handler that is a generator."""
        code = function.code
        if code is None:
            return
        for answer in code.answers:
            found = next(failures(answer.value, code), None)
            if found is not None:
                yield self._finding(function, code, answer, found)
        if code.entry is not None and code.entry.is_generator and code.direct and code.framework is None:
            yield Finding(
                self.code,
                f"`{code.handler_name}` is a generator, which the runtime cannot serialise: its body never runs; "
                "return what it yields",
                at=code.entry.at,
                function=function.name,
            )

    def _finding(self, function: Function, code: Code, answer: Answer, found: Failure) -> Finding:
        return Finding(
            self.code,
            f"{found.what}{found.place} is no JSON: the invocation fails when its work is done; return {found.instead}",
            at=answer.made,
            function=function.name,
            label="the runtime cannot serialise this",
            notes=way(function, code, answer.reach),
        )
