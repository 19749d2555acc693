"""LL202 memory-out-of-range. See rules/LL202-memory-out-of-range.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.limits import MANAGED_INSTANCES_MEMORY, MEMORY, Range
from lambdalint.checks.ranges import out_of_range
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.source import Setting


class MemoryOutOfRange(Struct, frozen=True):
    """Report memory sizes that Lambda refuses."""

    code: ClassVar[str] = "LL202"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the memory is outside what this kind of function may have."""
        memory = function.configuration.memory
        accepted, from_whom = _accepted(function.configuration.managed_instances)
        who = f"Lambda accepts from {from_whom}"
        yield from out_of_range(self.code, function, memory, accepted, what="{} of memory", unit="MB", by_whom=who)


def _accepted(managed: Setting[bool] | None) -> tuple[Range, str]:
    if managed is None or managed.value is False:
        return MEMORY, "a function"
    if managed.value is None:  # either kind: only what both refuse is surely wrong
        return Range(MEMORY.lowest, MANAGED_INSTANCES_MEMORY.highest), "any function"
    return MANAGED_INSTANCES_MEMORY, "a function on Managed Instances"
