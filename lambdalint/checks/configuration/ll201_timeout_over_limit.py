"""LL201 timeout-over-limit. See rules/LL201-timeout-over-limit.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.limits import MANAGED_INSTANCES_TIMEOUT, TIMEOUT, Range
from lambdalint.checks.notes import heir
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
        if timeout.value is None or timeout.value in granted:
            return
        yield Finding(
            self.code,
            f"a timeout of {timeout.value} s is outside the {granted.lowest} to {granted.highest} s "
            f"that Lambda grants {to_whom}; set it within that range",
            at=timeout.at,
            function=function.name,
            label=f"not within {granted.lowest} to {granted.highest} s",
            notes=heir(function, timeout, "timeout"),
        )


def _granted(function: Function) -> tuple[Range, str]:
    managed = function.configuration.managed_instances
    if managed is None or managed.value is False:
        return TIMEOUT, "a function"
    for trigger in function.triggers:
        if managed.value and isinstance(trigger, BrokerTrigger):
            return TIMEOUT, f"invocations from {trigger.service}"
    return MANAGED_INSTANCES_TIMEOUT, "a function on Managed Instances"
