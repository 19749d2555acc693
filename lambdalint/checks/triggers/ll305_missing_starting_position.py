"""LL305 missing-starting-position. See rules/LL305-missing-starting-position.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.polling import is_sharded
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.trigger import StreamKind, StreamTrigger


class MissingStartingPosition(Struct, frozen=True):
    """Report streams of which nobody says where to begin, or in a way that the stream does not know."""

    code: ClassVar[str] = "LL305"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each Kinesis or DynamoDB stream that Lambda cannot start to read."""
        for trigger in function.triggers:
            if not isinstance(trigger, StreamTrigger) or not is_sharded(trigger):
                continue
            position, kind = trigger.starting_position, trigger.kind
            if position is None:
                message = (
                    f"Lambda refuses a {kind.value} stream without a starting position; "
                    "set `StartingPosition` to `TRIM_HORIZON` or `LATEST`"
                )
                yield Finding(self.code, message, at=trigger.at, function=function.name, label="where to begin?")
            elif position.value == "AT_TIMESTAMP" and kind is StreamKind.DYNAMODB:
                message = "a DynamoDB stream cannot be read from a point in time; start at `TRIM_HORIZON` or `LATEST`"
                yield Finding(self.code, message, at=position.at, function=function.name, label="for Kinesis only")
