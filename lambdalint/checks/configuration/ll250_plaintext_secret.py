"""LL250 plaintext-secret. See rules/LL250-plaintext-secret.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.checks.plaintext import secret_in
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class PlaintextSecret(Struct, frozen=True):
    """Report environment variables whose value is a secret, written where everyone who sees the project can read it."""

    code: ClassVar[str] = "LL250"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each variable that holds a secret; what it holds is never said."""
        for name, variable in function.configuration.environment.variables.items():
            value = variable.value.value
            what = secret_in(name, value) if value and variable.value.written else None
            if what is not None:
                yield Finding(
                    self.code,
                    f"`{name}` holds {what} in plain text; keep it in Secrets Manager or Parameter Store, "
                    "let the function fetch it, and replace what was written here",
                    at=variable.at,
                    function=function.name,
                    label=f"{what} in plain text",
                    secret=True,
                    notes=heir(function, variable.value, "variable"),
                )
