"""LL144 hardcoded-region. See rules/LL144-hardcoded-region.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.clients import Made, made
from lambdalint.checks.notes import way
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d")


class HardcodedRegion(Struct, frozen=True):
    """Report clients of a region that is written in the code, though the function's own is known."""

    code: ClassVar[str] = "LL144"

    fixed: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each client or session of a literal region."""
        code = function.code
        for one in made(code) if code is not None else ():
            region = one.text("region_name") or ""
            if code is not None and _REGION.fullmatch(region) and not self._must_be_there(one):
                yield Finding(
                    self.code,
                    f"`{region}` holds wherever the function is deployed; leave the region out, or read it from the environment",
                    at=one.call.at,
                    function=function.name,
                    notes=way(function, code, one.call.reach),
                )

    def _must_be_there(self, one: Made) -> bool:
        return one.is_elsewhere or one.text("service_name") in self.fixed
