"""LL816 development-switch-deployed. See rules/LL816-development-switch-deployed.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function

_SWITCHES: Mapping[str, str] = {
    "POWERTOOLS_DEV": "errors of routes answer with their stack trace and log lines span several lines",
    "POWERTOOLS_DEBUG": "Powertools logs its internal operations",
    "POWERTOOLS_IDEMPOTENCY_DISABLED": "nothing stops an event from being processed twice",
}
"""What each variable does that is made for development only."""
_TRUE = frozenset({"1", "y", "yes", "t", "true", "on"})
"""What Powertools takes for true, in lower case."""


class DevelopmentSwitchDeployed(Struct, frozen=True):
    """Report switches for development that a deployed function has on."""

    code: ClassVar[str] = "LL816"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each switch that is on."""
        for name, effect in _SWITCHES.items():
            variable = function.configuration.environment.variables.get(name)
            if variable is not None and (variable.value.value or "").strip().lower() in _TRUE:
                yield Finding(
                    self.code,
                    f"`{name}` is for development, and with it {effect}; set it where you develop only",
                    at=variable.value.at,
                    function=function.name,
                    label="on in the deployed function",
                    notes=tuple(Note(one.at, one.message) for one in function.assumes),
                )
