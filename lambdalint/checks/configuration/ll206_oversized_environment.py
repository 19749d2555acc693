"""LL206 oversized-environment. See rules/LL206-oversized-environment.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.limits import ENVIRONMENT
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class OversizedEnvironment(Struct, frozen=True):
    """Report environment variables that are more than Lambda accepts together."""

    code: ClassVar[str] = "LL206"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the names and the known values alone are too large."""
        environment = function.configuration.environment
        size = sum(len(f"{name}{one.value.value or ''}".encode()) for name, one in environment.variables.items())
        if size > ENVIRONMENT:
            yield Finding(
                self.code,
                f"the environment variables have {size} bytes, more than the {ENVIRONMENT} that Lambda accepts; "
                "keep large values in a file, in Parameter Store or in AppConfig",
                at=environment.at,
                function=function.name,
                label=f"{size} bytes",
            )
