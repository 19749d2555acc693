"""LL214 provisioned-over-reserved. See rules/LL214-provisioned-over-reserved.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function


class ProvisionedOverReserved(Struct, frozen=True):
    """Report functions that are to keep more environments ready than they may run."""

    code: ClassVar[str] = "LL214"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when more concurrency is provisioned than reserved."""
        reserved, provisioned = (
            function.configuration.reserved_concurrency,
            function.configuration.provisioned_concurrency,
        )
        if reserved is None or provisioned is None or reserved.value is None or provisioned.value is None:
            return
        if provisioned.value > reserved.value >= 0:
            yield Finding(
                self.code,
                f"{provisioned.value} provisioned environments are more than the {reserved.value} that may run at once, "
                "and Lambda refuses them; reserve at least as many",
                at=provisioned.at,
                function=function.name,
                label=f"only {reserved.value} are reserved",
                notes=(Note(reserved.at, f"`{function.name}` may run {reserved.value} times at once"),),
            )
