"""LL905 keep-warm-schedule. See rules/LL905-keep-warm-schedule.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import ScheduleTrigger

_WARMING = re.compile(r"(?i)(?<![a-z])(keep[-_ ]?)?warm(er|ing|up|[-_ ]up)?(?![a-z])")


class KeepWarmSchedule(Struct, frozen=True):
    """Report schedules that keep a function warm which provisioned concurrency keeps ready already."""

    code: ClassVar[str] = "LL905"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each warming schedule of a function with provisioned environments."""
        provisioned = function.configuration.provisioned_concurrency
        if provisioned is None or not provisioned.value or provisioned.value < 1:
            return
        for trigger in function.triggers:
            if isinstance(trigger, ScheduleTrigger) and _warms(trigger):
                yield Finding(
                    self.code,
                    f"this schedule warms `{function.name}`, of which {provisioned.value} provisioned environments are ready "
                    "anyway; remove the schedule",
                    at=trigger.at,
                    function=function.name,
                    label="paid for twice",
                    notes=(Note(provisioned.at, "these are kept ready whether or not they are invoked"),),
                )


def _warms(trigger: ScheduleTrigger) -> bool:
    payload = trigger.payload.value if trigger.payload else None
    return trigger.enabled.value is True and payload is not None and _WARMING.search(payload) is not None
