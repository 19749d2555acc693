"""Who hands an event over and does not wait, as several checks ask: Lambda retries it, and keeps it when nothing helps."""

from __future__ import annotations

from lambdalint.model.function import Function
from lambdalint.model.source import Span
from lambdalint.model.trigger import BucketTrigger, EventTrigger, LogsTrigger, ScheduleTrigger, TopicTrigger

ASYNCHRONOUS = BucketTrigger | EventTrigger | LogsTrigger | ScheduleTrigger | TopicTrigger


def kept_at(function: Function) -> tuple[str, Span] | None:
    """Where an event goes that failed to the end, by name and place; None when it is dropped."""
    destination = function.configuration.async_invocation.on_failure
    if destination is not None:
        return "the on-failure destination", destination.at
    queue = function.configuration.dead_letter
    return None if queue is None else ("the dead-letter queue", queue.at)
