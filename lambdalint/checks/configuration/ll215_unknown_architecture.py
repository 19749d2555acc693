"""LL215 unknown-architecture. See rules/LL215-unknown-architecture.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.errors import did_you_mean
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_KNOWN = ("x86_64", "arm64")


class UnknownArchitecture(Struct, frozen=True):
    """Report architectures that Lambda does not have."""

    code: ClassVar[str] = "LL215"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the architecture is none of the two."""
        architecture = function.configuration.architecture
        if architecture.value is not None and architecture.value not in _KNOWN:
            hint = did_you_mean(architecture.value, _KNOWN)
            yield Finding(
                self.code,
                f"Lambda has no architecture `{architecture.value}`; {hint or 'write `x86_64` or `arm64`'}",
                at=architecture.at,
                function=function.name,
                label="not of Lambda",
                notes=heir(function, architecture, "architecture"),
            )
