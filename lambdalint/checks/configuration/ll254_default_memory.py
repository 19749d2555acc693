"""LL254 default-memory. See rules/LL254-default-memory.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.defaults import left_to_default
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class DefaultMemory(Struct, frozen=True):
    """Report functions whose memory nobody chose."""

    code: ClassVar[str] = "LL254"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the memory is left to a default."""
        yield from left_to_default(self.code, function, function.configuration.memory, what="memory", unit="MB")
