"""LL263 tracing-off. See rules/LL263-tracing-off.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class TracingOff(Struct, frozen=True):
    """Report functions that X-Ray does not trace."""

    code: ClassVar[str] = "LL263"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when requests are traced only if the caller decides so."""
        tracing = function.configuration.tracing
        if tracing.value == "PassThrough":
            yield Finding(
                self.code,
                f"`{function.name}` is not traced unless its caller is; set tracing to `Active`",
                at=tracing.at,
                function=function.name,
                label="not traced",
            )
