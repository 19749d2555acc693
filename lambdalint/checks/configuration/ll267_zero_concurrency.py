"""LL267 zero-concurrency. See rules/LL267-zero-concurrency.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class ZeroConcurrency(Struct, frozen=True):
    """Report functions that may never run."""

    code: ClassVar[str] = "LL267"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when no concurrency is reserved for the function."""
        reserved = function.configuration.reserved_concurrency
        if reserved is not None and reserved.value == 0:
            yield Finding(
                self.code,
                f"with a reserved concurrency of 0 `{function.name}` never runs; reserve what it may use, or leave the setting out",
                at=reserved.at,
                function=function.name,
                label="every invocation is throttled",
                notes=heir(function, reserved, "reserved concurrency"),
            )
