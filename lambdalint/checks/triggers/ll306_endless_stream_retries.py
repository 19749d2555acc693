"""LL306 endless-stream-retries. See rules/LL306-endless-stream-retries.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.polling import is_sharded
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.trigger import StreamTrigger

_FOREVER = -1


class EndlessStreamRetries(Struct, frozen=True):
    """Report streams that one bad record stops until it expires."""

    code: ClassVar[str] = "LL306"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each Kinesis or DynamoDB stream that limits neither retries nor age."""
        for trigger in function.triggers:
            if isinstance(trigger, StreamTrigger) and is_sharded(trigger) and _never_gives_up(trigger):
                yield Finding(
                    self.code,
                    f"a record that `{function.name}` always fails on stops its shard until it expires; "
                    "set `MaximumRetryAttempts`, with an on-failure destination",
                    at=trigger.at,
                    function=function.name,
                    label="retries without end",
                )


def _never_gives_up(trigger: StreamTrigger) -> bool:
    limits = (trigger.maximum_retries, trigger.maximum_record_age)
    unlimited = all(limit is not None and limit.value == _FOREVER for limit in limits)
    return unlimited and trigger.enabled.value is not False
