"""LL201 timeout-over-limit. See rules/LL201-timeout-over-limit.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.limits import MANAGED_INSTANCES_TIMEOUT, TIMEOUT, Range
from lambdalint.checks.ranges import out_of_range
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.trigger import BrokerTrigger


class TimeoutOverLimit(Struct, frozen=True):
    """Report timeouts that Lambda does not grant."""

    code: ClassVar[str] = "LL201"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the timeout is outside what this kind of function may have."""
        timeout = function.configuration.timeout
        granted, to_whom = _granted(function)
        yield from out_of_range(
            self.code, function, timeout, granted, what="a timeout of {}", unit="s", by_whom=f"Lambda grants {to_whom}"
        )


def _granted(function: Function) -> tuple[Range, str]:
    managed = function.configuration.managed_instances
    if managed is None or managed.value is False:
        return TIMEOUT, "a function"
    for trigger in function.triggers:
        if managed.value and isinstance(trigger, BrokerTrigger):
            return TIMEOUT, f"invocations from {trigger.service}"
    return MANAGED_INSTANCES_TIMEOUT, "a function on Managed Instances"
