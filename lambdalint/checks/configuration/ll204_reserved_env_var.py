"""LL204 reserved-env-var. See rules/LL204-reserved-env-var.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.environment import RESERVED
from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class ReservedEnvVar(Struct, frozen=True):
    """Report declared environment variables whose names Lambda keeps for itself."""

    code: ClassVar[str] = "LL204"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each reserved name that the function declares."""
        for name, variable in function.configuration.environment.variables.items():
            if name in RESERVED:
                yield Finding(
                    self.code,
                    f"`{name}` is reserved, and Lambda refuses a function that declares it; "
                    f"rename it, or read the one that Lambda sets",
                    at=variable.at,
                    function=function.name,
                    label="reserved by Lambda",
                    notes=heir(function, variable.value, "variable"),
                )
