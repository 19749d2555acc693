"""LL503 missing-failure-destination. See rules/LL503-missing-failure-destination.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import (
    BucketTrigger,
    EventTrigger,
    HttpTrigger,
    LogsTrigger,
    OtherTrigger,
    ScheduleTrigger,
    StateMachineTrigger,
    TopicTrigger,
    Trigger,
)

_COME_AGAIN = frozenset({"AWS Config", "Secrets Manager"})
"""Services that call again by themselves."""


class MissingFailureDestination(Struct, frozen=True):
    """Report functions that are invoked asynchronously, and lose the events they fail on."""

    code: ClassVar[str] = "LL503"

    schedules: bool

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when nothing takes the events that a function fails on."""
        settings = function.configuration
        invocation = settings.async_invocation
        if settings.dead_letter is not None or invocation.on_failure is not None or not function.triggers_complete:
            return
        callers = [(trigger, who) for trigger in function.triggers if (who := self._caller(trigger))]
        if not callers:
            return
        tries = "" if invocation.retries.value is None else f" {_times(invocation.retries.value + 1)}"
        yield Finding(
            self.code,
            f"an event from {callers[0][1]} on which `{function.name}` fails{tries} is lost; "
            "add an on-failure destination or a dead-letter queue",
            at=function.at,
            function=function.name,
            label="nothing takes failed events",
            notes=tuple(Note(trigger.at, f"{who} does not wait for `{function.name}`") for trigger, who in callers),
        )

    def _caller(self, trigger: Trigger) -> str | None:
        """Who invokes asynchronously with an event that does not come again."""
        match trigger:
            case BucketTrigger():
                return "Amazon S3"
            case TopicTrigger():
                return "Amazon SNS"
            case LogsTrigger():
                return "CloudWatch Logs"
            case EventTrigger() if trigger.enabled is None or trigger.enabled.value is not False:
                return "EventBridge"
            case ScheduleTrigger() if self.schedules and trigger.enabled.value is not False:
                return "a schedule"
            case HttpTrigger() if trigger.asynchronous is not None and trigger.asynchronous.value:
                return "API Gateway"
            case StateMachineTrigger(asynchronous=True):
                return "Step Functions"
            case OtherTrigger(asynchronous=True, service=service) if service not in _COME_AGAIN:
                return service
            case _:
                return None


def _times(tries: int) -> str:
    return "once" if tries == 1 else f"{tries} times"
