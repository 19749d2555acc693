"""LL124 secret-exposed. See rules/LL124-secret-exposed.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.logs import log_calls
from lambdalint.checks.notes import way
from lambdalint.checks.secrets import Secrets
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class SecretExposed(Struct, frozen=True):
    """Report credentials and secrets that are written to the log or answered."""

    code: ClassVar[str] = "LL124"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that logs one, and each answer that holds one."""
        code = function.code
        if code is None:
            return
        secrets = Secrets(code)
        for call in log_calls(code):
            values = (argument.value for argument in call.call.arguments)
            what = secrets.in_any(values, code.modules[call.reach.module])
            if what is not None:
                yield Finding(
                    self.code,
                    f"this writes {what} to the log, for everyone who can read that; log what you need of it",
                    at=call.at,
                    function=function.name,
                    notes=way(function, code, call.reach),
                )
        yield from self._answered(function, code, secrets)

    def _answered(self, function: Function, code: Code, secrets: Secrets) -> Iterator[Finding]:
        for answer in code.entry.returns if code.entry is not None else ():
            what = secrets.environment_in(answer.value, code.modules[answer.at.module])
            if what is not None:
                yield Finding(
                    self.code,
                    f"the answer holds {what}, for everyone who can invoke this; answer what they need of it",
                    at=answer.at,
                    function=function.name,
                )
