"""LL280 outside-vpc. See rules/LL280-outside-vpc.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.compliance import required
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class OutsideVpc(Struct, frozen=True):
    """Report functions outside of a VPC."""

    code: ClassVar[str] = "LL280"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when it is not configured."""
        yield from required(
            self.code,
            function,
            function.configuration.vpc,
            "runs outside of a VPC; attach it to subnets, if a policy asks for that",
        )
