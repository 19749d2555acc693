"""LL207 invalid-env-var-name. See rules/LL207-invalid-env-var-name.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]+")


class InvalidEnvVarName(Struct, frozen=True):
    """Report environment variables whose names Lambda refuses."""

    code: ClassVar[str] = "LL207"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each name that is not at least two letters, digits or underscores, a letter first."""
        for name, variable in function.configuration.environment.variables.items():
            if not _NAME.fullmatch(name) and not name.startswith("_"):
                yield Finding(
                    self.code,
                    f"Lambda refuses `{name}` as the name of a variable; take at least two letters, digits or underscores, a letter first",
                    at=variable.at,
                    function=function.name,
                    label="no name for a variable",
                    notes=heir(function, variable.value, "variable"),
                )
