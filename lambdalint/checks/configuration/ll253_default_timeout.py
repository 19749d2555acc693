"""LL253 default-timeout. See rules/LL253-default-timeout.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.defaults import left_to_default
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class DefaultTimeout(Struct, frozen=True):
    """Report functions whose timeout nobody chose."""

    code: ClassVar[str] = "LL253"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the timeout is left to a default."""
        yield from left_to_default(self.code, function, function.configuration.timeout, what="timeout", unit="s")
