"""The `events` of a function, each as the SAM event that says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec import Struct

from lambdalint.documents.tree import Entry, Mapping, Node, Sequence
from lambdalint.frameworks.nodes import (
    attribute,
    entries,
    find,
    hidden,
    is_plain,
    items,
    listed,
    mapping,
    scalar,
    text,
    texts,
    unknown,
)
from lambdalint.frameworks.serverless.service import Service
from lambdalint.model.source import Span

Pairs: TypeAlias = Iterator[tuple[str, Node | None]]


class Event(Struct, frozen=True):
    """One item of a function's `events`; `at` is its type, `settings` all else."""

    service: Service
    function: str
    kind: str
    number: int
    """How many of this type the function has before."""
    at: Span
    settings: Node | None

    @property
    def name(self) -> str:
        """What to call it: events have no names of their own."""
        return self.kind if not self.number else f"{self.kind} {self.number + 1}"

    @property
    def arn(self) -> Node:
        """The function."""
        return attribute(self.function, "Arn", self.at)

    def short(self, key: str) -> Node | None:
        """The one setting of an event in short form, or that setting of the long form."""
        return find(self.settings, key) if is_plain(self.settings) else self.settings

    def get(self, *keys: str) -> Node | None:
        """A setting of an event in long form."""
        return find(self.settings, *keys) if is_plain(self.settings) else None


def events_of(service: Service, function: Entry) -> Iterator[Event | Entry]:
    """The events of a function, and an entry that hides more where one can't be seen."""
    seen: dict[str, int] = {}
    for item in items(find(function.value, "events")):
        kind, at, settings = _parts(item)
        if kind is None:
            yield hidden(item.at)
            continue
        yield Event(service, function.key, kind, seen.get(kind, 0), at, settings)
        seen[kind] = seen.get(kind, 0) + 1


def _parts(item: Node) -> tuple[str | None, Span, Node | None]:
    """`sqs: …`, or the bare name of a type."""
    if not is_plain(item):
        return text(item), item.at, None
    entry = next(iter(entries(item)), None)
    return (entry.key, entry.key_at, entry.value) if entry else (None, item.at, None)


def sam_events(event: Event) -> Iterator[Entry]:
    """An event as SAM has it; one of a type that SAM does not know keeps its type."""
    kind, read = READERS.get(event.kind, (event.kind, _nothing))
    if event.kind == "stream":
        kind, read = stream_service(event.settings), _stream
    properties = [(key, value) for key, value in read(event) if value is not None]
    for index, part in enumerate(_rates(event, properties)):
        body = mapping(event.at, [("Type", scalar(kind, event.at)), ("Properties", mapping(event.at, part))])
        yield Entry(event.name if not index else f"{event.name}.{index + 1}", event.at, body)
    if event.kind == "eventBridge" and event.get("schedule") is not None:
        yield from sam_events(Event(event.service, event.function, "schedule", event.number, event.at, _clock(event)))


def _rates(event: Event, properties: list[tuple[str, Node]]) -> Iterator[list[tuple[str, Node]]]:
    """A schedule with several rates is several schedules."""
    rates = dict(properties).get("Schedule")
    if event.kind == "eventBridge" and event.get("pattern") is None:
        return
    if not isinstance(rates, Sequence):
        yield properties
        return
    for rate in rates:
        yield [(key, rate if key == "Schedule" else value) for key, value in properties]


def _clock(event: Event) -> Mapping:
    kept = tuple(entry for entry in entries(event.settings) if entry.key != "pattern")
    return Mapping(tuple(Entry("rate", e.key_at, e.value) if e.key == "schedule" else e for e in kept), event.at)


def stream_service(settings: Node | None) -> str:
    """`DynamoDB` or `Kinesis`: as written, or by the stream's ARN or attribute."""
    written = text(find(settings, "type")) if is_plain(settings) else None
    source = find(settings, "arn") if is_plain(settings) else settings
    is_table = (
        written == "dynamodb" if written else any("dynamodb:" in part or "StreamArn" in part for part in texts(source))
    )
    return "DynamoDB" if is_table else "Kinesis"


def _nothing(_event: Event) -> Pairs:
    return iter(())


def _polled(event: Event) -> Pairs:
    """What every event source mapping may set."""
    yield "BatchSize", event.get("batchSize")
    yield "MaximumBatchingWindowInSeconds", event.get("batchWindow") or event.get("maximumBatchingWindow")
    yield "Enabled", event.get("enabled")
    response = event.get("functionResponseType")
    yield "FunctionResponseTypes", listed(response) if response else None
    patterns = event.get("filterPatterns")
    if patterns is not None:
        filters = [mapping(item.at, [("Pattern", item)]) for item in items(patterns)]
        known = isinstance(patterns, Sequence)
        yield (
            "FilterCriteria",
            mapping(patterns.at, [("Filters", Sequence(tuple(filters), patterns.at) if known else patterns)]),
        )
    yield "StartingPosition", event.get("startingPosition")


def _queue(event: Event) -> Pairs:
    yield "Queue", event.short("arn") or unknown("sqs", event.at)
    yield from _polled(event)
    concurrency = event.get("maximumConcurrency")
    yield "ScalingConfig", concurrency and mapping(concurrency.at, [("MaximumConcurrency", concurrency)])


def _stream(event: Event) -> Pairs:
    yield "Stream", event.short("arn") or unknown("stream", event.at)
    yield from _polled(event)
    if event.get("startingPosition") is None:
        yield "StartingPosition", scalar("TRIM_HORIZON", event.at)
    yield "BisectBatchOnFunctionError", event.get("bisectBatchOnFunctionError")
    yield "MaximumRetryAttempts", event.get("maximumRetryAttempts")
    yield "MaximumRecordAgeInSeconds", event.get("maximumRecordAgeInSeconds")
    yield "ParallelizationFactor", event.get("parallelizationFactor")
    yield "TumblingWindowInSeconds", event.get("tumblingWindowInSeconds")
    failure = event.get("destinations", "onFailure")
    if failure is not None:
        written = find(failure, "arn") if is_plain(failure) else failure
        target = mapping(failure.at, [("Destination", written or unknown("arn", failure.at))])
        yield "DestinationConfig", mapping(failure.at, [("OnFailure", target)])


def _kafka(source: str, key: str) -> Callable[[Event], Pairs]:
    def read(event: Event) -> Pairs:
        yield key, event.get(source)
        yield from _polled(event)

    return read


def _broker(event: Event) -> Pairs:
    yield "Broker", event.get("arn")
    yield from _polled(event)


def _bucket(event: Event) -> Pairs:
    yield "Bucket", event.short("bucket")
    yield "Events", event.get("event") or scalar("s3:ObjectCreated:*", event.at)
    rules = event.get("rules")
    if rules is not None:
        pairs = [entry for rule in items(rules) for entry in entries(rule)]
        named = [mapping(e.key_at, [("Name", scalar(e.key, e.key_at)), ("Value", e.value)]) for e in pairs]
        key = mapping(rules.at, [("Rules", Sequence(tuple(named), rules.at))])
        yield "Filter", mapping(rules.at, [("S3Key", key)])


def _topic(event: Event) -> Pairs:
    yield "Topic", event.short("arn") or event.get("topicName")
    yield "FilterPolicy", event.get("filterPolicy")
    redrive = event.get("redrivePolicy")
    target = find(redrive, "deadLetterTargetArn")
    if (name := find(redrive, "deadLetterTargetRef")) is not None:
        target = attribute(text(name) or "", "Arn", name.at)
    yield "RedrivePolicy", target and mapping(target.at, [("deadLetterTargetArn", target)])


def _schedule(event: Event) -> Pairs:
    yield "Schedule", event.short("rate")
    yield from _ruled(event)


def _ruled(event: Event) -> Pairs:
    """What every rule of EventBridge may set."""
    yield "Enabled", event.get("enabled")
    yield "Input", event.get("input")
    yield "InputPath", event.get("inputPath")
    yield "InputTransformer", event.get("inputTransformer")
    dead_letter = event.get("deadLetterQueueArn")
    yield "DeadLetterConfig", dead_letter and mapping(dead_letter.at, [("Arn", dead_letter)])


def _pattern(key: str) -> Callable[[Event], Pairs]:
    def read(event: Event) -> Pairs:
        yield "Pattern", event.get(key)
        yield "EventBusName", event.get("eventBus")
        yield from _ruled(event)

    return read


def _logs(event: Event) -> Pairs:
    yield "LogGroupName", event.short("logGroup")
    yield "FilterPattern", event.get("filter")


def _cognito(event: Event) -> Pairs:
    yield "UserPool", event.get("pool")
    yield "Trigger", event.get("trigger") or unknown("trigger", event.at)


READERS: dict[str, tuple[str, Callable[[Event], Pairs]]] = {
    "sqs": ("SQS", _queue),
    "s3": ("S3", _bucket),
    "sns": ("SNS", _topic),
    "schedule": ("Schedule", _schedule),
    "eventBridge": ("EventBridgeRule", _pattern("pattern")),
    "cloudwatchEvent": ("CloudWatchEvent", _pattern("event")),
    "cloudwatchLog": ("CloudWatchLogs", _logs),
    "cognitoUserPool": ("Cognito", _cognito),
    "msk": ("MSK", _kafka("arn", "Stream")),
    "kafka": ("SelfManagedKafka", _kafka("bootstrapServers", "KafkaBootstrapServers")),
    "activemq": ("MQ", _broker),
    "rabbitmq": ("MQ", _broker),
    "iot": ("IoTRule", _nothing),
    "cloudFront": ("CloudFront", _nothing),
    "alexaSkill": ("AlexaSkill", _nothing),
    "alexaSmartHome": ("AlexaSkill", _nothing),
}
