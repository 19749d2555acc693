"""Event source mappings: queues, streams, topics and brokers that Lambda polls. SAM spells their settings the same."""

from __future__ import annotations

import re
from typing import TypeVar

from lambdalint.aws.event_sources import AMAZON_MQ, DOCUMENTDB, DYNAMODB, KAFKA, KINESIS, SQS, EventSource
from lambdalint.documents.tree import Scalar
from lambdalint.frameworks.cloudformation.data import json_text
from lambdalint.frameworks.cloudformation.values import Reference, parts_of, pattern_of
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Origin, Setting, Span
from lambdalint.model.trigger import (
    BrokerTrigger,
    OtherTrigger,
    QueueTrigger,
    Stated,
    StreamKind,
    StreamTrigger,
    Trigger,
)

T = TypeVar("T")

SOURCES = {StreamKind.KINESIS: KINESIS, StreamKind.DYNAMODB: DYNAMODB, StreamKind.KAFKA: KAFKA}
BROKERS = {source.name: source for source in (AMAZON_MQ, DOCUMENTDB)}

STREAM_TYPES = {
    "AWS::Kinesis::Stream": StreamKind.KINESIS,
    "AWS::Kinesis::StreamConsumer": StreamKind.KINESIS,
    "AWS::DynamoDB::Table": StreamKind.DYNAMODB,
    "AWS::DynamoDB::GlobalTable": StreamKind.DYNAMODB,
    "AWS::MSK::Cluster": StreamKind.KAFKA,
    "AWS::MSK::ServerlessCluster": StreamKind.KAFKA,
}
BROKER_TYPES = {"AWS::AmazonMQ::Broker": "Amazon MQ", "AWS::DocDB::DBCluster": "DocumentDB"}
STREAM_SERVICES = {"kinesis": StreamKind.KINESIS, "dynamodb": StreamKind.DYNAMODB, "kafka": StreamKind.KAFKA}
BROKER_SERVICES = {"mq": "Amazon MQ", "rds": "DocumentDB"}

_SERVICE_IN_ARN = re.compile(r"arn:(?:\$\{[^}]*\}|[^:])*:([a-z0-9-]+):")


def event_source_mapping(settings: View, name: str, at: Span) -> Trigger:
    """The trigger of an `AWS::Lambda::EventSourceMapping`, by what it polls."""
    source = settings.get("EventSourceArn")
    kind = _kind_of(source) or _kind_by_settings(settings)
    match kind:
        case "sqs":
            return queue_trigger(settings, source.pattern(), name, at)
        case StreamKind():
            return stream_trigger(settings, kind, source.pattern(), name, at)
        case "Amazon MQ" | "DocumentDB":
            return broker_trigger(settings, kind, source.pattern(), name, at)
        case _:
            return OtherTrigger(name, at, "an event source mapping", asynchronous=False, source=source.pattern())


def _kind_of(source: View) -> StreamKind | str | None:
    reference = next((part for part in parts_of(source.value) if isinstance(part, Reference)), None)
    if reference is not None:
        kind = source.scope.type_of(reference.id)
        if kind == "AWS::SQS::Queue":
            return "sqs"
        if reference.attribute == "StreamArn":
            return StreamKind.DYNAMODB
        return STREAM_TYPES.get(kind) or BROKER_TYPES.get(kind)
    found = _SERVICE_IN_ARN.match(pattern_of(source.value) or "")
    service = found.group(1) if found else ""
    return "sqs" if service == "sqs" else STREAM_SERVICES.get(service) or BROKER_SERVICES.get(service)


def _kind_by_settings(settings: View) -> StreamKind | str | None:
    """What is polled, by the settings that only one kind of source has."""
    kafka = (
        "SelfManagedEventSource",
        "AmazonManagedKafkaEventSourceConfig",
        "SelfManagedKafkaEventSourceConfig",
        "Topics",
    )
    if any(settings.get(key).written for key in kafka):
        return StreamKind.KAFKA
    if settings.get("DocumentDBEventSourceConfig").written:
        return "DocumentDB"
    if settings.get("Queues").written:
        return "Amazon MQ"
    return "sqs" if settings.get("ScalingConfig").written else None


def queue_trigger(settings: View, source: Setting[ResourceId] | None, name: str, at: Span) -> QueueTrigger:
    """An SQS queue that Lambda polls."""
    return QueueTrigger(
        name,
        at,
        source or Setting.unknown(at),
        batch_size=settings.get("BatchSize").integer() or _default(SQS.default_batch_size, at),
        batch_window=_window(settings, SQS, at),
        reports_item_failures=_reports_item_failures(settings, at),
        enabled=settings.get("Enabled").flag() or _default(True, at),
        maximum_concurrency=settings.path("ScalingConfig", "MaximumConcurrency").integer(),
        filters=_filters(settings),
        inapplicable=_inapplicable(settings, SQS),
    )


def stream_trigger(
    settings: View, kind: StreamKind, source: Setting[ResourceId] | None, name: str, at: Span
) -> StreamTrigger:
    """A Kinesis, DynamoDB or Kafka source. Kafka has no defaults for what only sharded streams were made with."""
    sharded = kind is not StreamKind.KAFKA
    size = settings.scope.stack.template.defaults.stream_batch_size if sharded else KAFKA.default_batch_size
    return StreamTrigger(
        name,
        at,
        kind,
        source or Setting.unknown(at),
        batch_size=settings.get("BatchSize").integer() or _default(size, at),
        batch_window=_window(settings, SOURCES[kind], at),
        reports_item_failures=_reports_item_failures(settings, at),
        enabled=settings.get("Enabled").flag() or _default(True, at),
        starting_position=settings.get("StartingPosition").text(),
        bisect_on_error=settings.get("BisectBatchOnFunctionError").flag() or _default_if(sharded, False, at),
        maximum_retries=settings.get("MaximumRetryAttempts").integer() or _default_if(sharded, -1, at),
        maximum_record_age=settings.get("MaximumRecordAgeInSeconds").integer() or _default_if(sharded, -1, at),
        parallelization=settings.get("ParallelizationFactor").integer() or _default_if(sharded, 1, at),
        tumbling_window=settings.get("TumblingWindowInSeconds").integer(),
        on_failure=settings.path("DestinationConfig", "OnFailure", "Destination").pattern(),
        filters=_filters(settings),
        inapplicable=_inapplicable(settings, SOURCES[kind]),
    )


def broker_trigger(
    settings: View, service: str, source: Setting[ResourceId] | None, name: str, at: Span
) -> BrokerTrigger:
    """An Amazon MQ broker or a DocumentDB cluster."""
    return BrokerTrigger(
        name,
        at,
        service,
        source or Setting.unknown(at),
        batch_size=settings.get("BatchSize").integer() or _default(BROKERS[service].default_batch_size, at),
        batch_window=_window(settings, BROKERS[service], at),
        enabled=settings.get("Enabled").flag() or _default(True, at),
        inapplicable=_inapplicable(settings, BROKERS[service]),
    )


def _inapplicable(settings: View, source: EventSource) -> tuple[Stated, ...]:
    """What is written although this kind of source does not take it."""
    written = ((entry, view) for entry, view in settings.entries() if not source.accepts(entry.key))
    return tuple(Stated(entry.key, entry.key_at) for entry, view in written if view.written)


def _default(value: T, at: Span) -> Setting[T]:
    return Setting(value, at, Origin.DEFAULT)


def _default_if(applies: bool, value: T, at: Span) -> Setting[T] | None:
    return _default(value, at) if applies else None


def _window(settings: View, source: EventSource, at: Span) -> Setting[int]:
    return settings.get("MaximumBatchingWindowInSeconds").integer() or _default(source.default_window, at)


def _reports_item_failures(settings: View, at: Span) -> Setting[bool]:
    types = settings.get("FunctionResponseTypes")
    if not types.present:
        return _default(False, at)
    reports = any(as_text(item.value) == "ReportBatchItemFailures" for item in types.items())
    readable = all(isinstance(item.value, Scalar) for item in types.items()) and types.known
    return types.read(lambda _: True if reports else False if readable else None) or _default(False, at)


def _filters(settings: View) -> Setting[tuple[str, ...]] | None:
    filters = settings.path("FilterCriteria", "Filters")
    patterns = [json_text(item.get("Pattern")) for item in filters.items()]
    known = tuple(pattern for pattern in patterns if pattern is not None)
    return filters.read(lambda _: known if len(known) == len(patterns) and filters.known else None)
