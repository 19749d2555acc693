"""LL268 debug-logging. See rules/LL268-debug-logging.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_LEVELS = ("DEBUG", "TRACE")
_LOUD = {
    "LOG_LEVEL": _LEVELS,
    "POWERTOOLS_LOG_LEVEL": _LEVELS,
    "POWERTOOLS_LOGGER_LOG_EVENT": ("TRUE", "1"),
    "POWERTOOLS_DEV": ("TRUE", "1"),
}


class DebugLogging(Struct, frozen=True):
    """Report functions that are configured to log what helps only while developing."""

    code: ClassVar[str] = "LL268"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each variable that turns such logging on."""
        for name, variable in function.configuration.environment.variables.items():
            value = (variable.value.value or "").upper()
            if value in _LOUD.get(name, ()):
                yield Finding(
                    self.code,
                    f"`{name}` is `{variable.value.value}`: logs cost by size, and may hold what events carry; turn it on where it is needed",
                    at=variable.at,
                    function=function.name,
                    label="for development",
                    notes=heir(function, variable.value, "variable"),
                )
