"""LL307 stream-without-failure-destination. See rules/LL307-stream-without-failure-destination.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.source import Setting
from lambdalint.model.trigger import StreamTrigger


class StreamWithoutFailureDestination(Struct, frozen=True):
    """Report streams whose records are passed over, and nothing says which."""

    code: ClassVar[str] = "LL307"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each stream that gives records up and has no on-failure destination."""
        for trigger in function.triggers:
            if not isinstance(trigger, StreamTrigger) or trigger.on_failure is not None:
                continue
            limit = _limit(trigger)
            if limit is not None and trigger.enabled.value is not False:
                yield Finding(
                    self.code,
                    f"records that `{function.name}` fails on are dropped {limit[1]}; "
                    "add an on-failure destination that says which",
                    at=limit[0].at,
                    function=function.name,
                    label="lost after that",
                )


def _limit(trigger: StreamTrigger) -> tuple[Setting[int], str] | None:
    """The setting that ends the retries, and when it does."""
    retries, age = trigger.maximum_retries, trigger.maximum_record_age
    if retries is not None and retries.value is not None and retries.value >= 0:
        return retries, f"after {retries.value} retries" if retries.value != 1 else "after 1 retry"
    if age is not None and age.value is not None and age.value >= 0:
        return age, f"when they are {age.value} s old"
    return None
