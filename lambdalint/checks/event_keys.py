"""Which keys the events of a trigger have at their top, as several checks ask."""

from __future__ import annotations

import json

from lambdalint.aws import event_keys
from lambdalint.checks.http import Format, format_of
from lambdalint.model.source import Setting
from lambdalint.model.trigger import (
    BucketTrigger,
    EventTrigger,
    HttpTrigger,
    LogsTrigger,
    QueueTrigger,
    ScheduleTrigger,
    StreamKind,
    StreamTrigger,
    TopicTrigger,
    Trigger,
)


def keys_of(trigger: Trigger) -> frozenset[str] | None:
    """All keys that an event of a trigger has at its top; None when they are not known."""
    match trigger:
        case ScheduleTrigger(payload=Setting() as payload) | EventTrigger(payload=Setting() as payload):
            return _written(payload)
        case ScheduleTrigger(scheduler=True):
            return None
        case ScheduleTrigger() | EventTrigger():
            return event_keys.EVENTBRIDGE
        case StreamTrigger(kind=StreamKind.KAFKA):
            return event_keys.KAFKA
        case QueueTrigger() | TopicTrigger() | BucketTrigger() | StreamTrigger(tumbling_window=None):
            return event_keys.RECORDS
        case LogsTrigger():
            return event_keys.LOGS
        case HttpTrigger():
            return _of_request(trigger)
        case _:
            return None


def _of_request(trigger: HttpTrigger) -> frozenset[str] | None:
    form = format_of(trigger)
    if form is None:
        return None
    return event_keys.REQUEST_2_0 if form is Format.HTTP_2_0 else event_keys.REQUEST_1_0


def _written(payload: Setting[str]) -> frozenset[str] | None:
    """The keys of a constant event."""
    try:
        event = json.loads(payload.value or "")
    except (RecursionError, ValueError):
        return None
    return frozenset(event) if isinstance(event, dict) else None
