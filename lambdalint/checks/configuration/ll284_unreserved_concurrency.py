"""LL284 unreserved-concurrency. See rules/LL284-unreserved-concurrency.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.compliance import required
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class UnreservedConcurrency(Struct, frozen=True):
    """Report functions that may use all the concurrency of the account."""

    code: ClassVar[str] = "LL284"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when it is not configured."""
        yield from required(
            self.code,
            function,
            function.configuration.reserved_concurrency,
            "may use all the concurrency that is left in the account; reserve a part for it, if a policy asks for that",
        )
