"""SQS queues, declared or made by SAM."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.aws.event_sources import DEFAULT_RETENTION, DEFAULT_VISIBILITY_TIMEOUT
from lambdalint.frameworks.cloudformation.facts import Fact
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.values import pattern_of
from lambdalint.frameworks.cloudformation.view import View
from lambdalint.model.resource import Queue
from lambdalint.model.source import Origin, Setting, Span


def queue(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::SQS::Queue`."""
    yield queue_of(properties, declared.name, declared.at)


def queue_of(properties: View, name: str, at: Span) -> Queue:
    """A queue with these properties, AWS's defaults for the rest."""
    redrive = properties.get("RedrivePolicy")
    own_key, managed = properties.get("KmsMasterKeyId"), properties.get("SqsManagedSseEnabled").flag()
    return Queue(
        properties.scope.id(name),
        name,
        at,
        visibility_timeout=properties.get("VisibilityTimeout").integer()
        or Setting(DEFAULT_VISIBILITY_TIMEOUT, at, Origin.DEFAULT),
        fifo=properties.get("FifoQueue").flag() or Setting(False, at, Origin.DEFAULT),
        retention=properties.get("MessageRetentionPeriod").integer() or Setting(DEFAULT_RETENTION, at, Origin.DEFAULT),
        dead_letter=redrive.get("deadLetterTargetArn").pattern(),
        max_receive_count=redrive.get("maxReceiveCount").integer(),
        encrypted=own_key.read(lambda _: True) or managed or Setting(True, at, Origin.DEFAULT),
        called=pattern_of(properties.get("QueueName").value),
    )
