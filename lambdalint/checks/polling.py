"""Event source mappings, as several checks ask about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lambdalint.aws.event_sources import AMAZON_MQ, DOCUMENTDB, DYNAMODB, KAFKA, KINESIS, SQS, SQS_FIFO, EventSource
from lambdalint.model.function import Function
from lambdalint.model.trigger import BrokerTrigger, QueueTrigger, StreamKind, StreamTrigger

Polled: TypeAlias = QueueTrigger | StreamTrigger | BrokerTrigger

_STREAMS = {StreamKind.KINESIS: KINESIS, StreamKind.DYNAMODB: DYNAMODB, StreamKind.KAFKA: KAFKA}
_BROKERS = {source.name: source for source in (AMAZON_MQ, DOCUMENTDB)}


def polled(function: Function) -> Iterator[Polled]:
    """The triggers that Lambda polls."""
    return (trigger for trigger in function.triggers if isinstance(trigger, Polled))


def source_of(trigger: Polled) -> EventSource:
    """What Lambda accepts for this kind of source."""
    match trigger:
        case QueueTrigger():
            return SQS_FIFO if is_fifo(trigger) else SQS
        case StreamTrigger(kind=kind):
            return _STREAMS[kind]
        case BrokerTrigger(service=service):
            return _BROKERS[service]


def is_fifo(trigger: QueueTrigger) -> bool:
    """Whether its queue is known to be a FIFO queue."""
    if trigger.queue is not None:
        return trigger.queue.fifo.value is True
    return trigger.source.value is not None and trigger.source.value.endswith(".fifo")


def is_sharded(trigger: Polled) -> bool:
    """Whether it reads a Kinesis or DynamoDB stream, shard by shard."""
    return isinstance(trigger, StreamTrigger) and trigger.kind is not StreamKind.KAFKA
