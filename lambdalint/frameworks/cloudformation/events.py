"""The `Events` of a SAM function, each type as its trigger, with the permission SAM adds for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec import Struct

from lambdalint.documents.tree import Mapping
from lambdalint.frameworks.cloudformation.apis import (
    IMPLICIT,
    api_properties,
    authorization_of,
    describes_itself,
    describes_route,
    endpoint_of,
    is_described_elsewhere,
    payload_version_of,
    streams,
    upper,
)
from lambdalint.frameworks.cloudformation.connections import enabled_state, key_filters
from lambdalint.frameworks.cloudformation.data import json_setting, payload_setting
from lambdalint.frameworks.cloudformation.mappings import broker_trigger, queue_trigger, stream_trigger
from lambdalint.frameworks.cloudformation.queues import queue_of
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import Permission, Queue, ResourceId
from lambdalint.model.source import Origin, Setting, Span
from lambdalint.model.trigger import (
    ApiKind,
    BucketTrigger,
    CognitoTrigger,
    EventTrigger,
    HttpTrigger,
    LogsTrigger,
    OtherTrigger,
    ScheduleTrigger,
    StreamKind,
    TopicTrigger,
    Trigger,
)


class Event(Struct, frozen=True):
    """One entry of `Events`: its properties, its key, and the function it stands at."""

    name: str
    at: Span
    settings: View
    function: str
    """The function's logical id."""

    def default(self, value: str) -> Setting[str]:
        """What SAM or AWS takes when nothing is written."""
        return Setting(value, self.at, Origin.DEFAULT)

    def generated(self, suffix: str) -> ResourceId:
        """The id of a resource that SAM makes for this event."""
        return self.settings.scope.id(f"{self.function}{self.name}{suffix}")


Read: TypeAlias = Callable[[Event], Iterator[Trigger]]


def triggers_of(events: View, function: str) -> Iterator[Trigger]:
    """Every trigger that a function's `Events` describe."""
    for event, kind in _events(events, function):
        if kind in READERS:
            yield from READERS[kind](event)
        else:
            service, asynchronous = OTHERS.get(kind, (kind or "an unknown event source", None))
            yield OtherTrigger(event.name, event.at, service, asynchronous)


def permissions_of(events: View, function: str) -> Iterator[Permission]:
    """What SAM lets the sources of these events do."""
    for event, kind in _events(events, function):
        if kind in PRINCIPALS and not event.settings.get("SqsSubscription").present:
            principal, source = PRINCIPALS[kind]
            yield Permission(
                event.default("lambda:InvokeFunction"),
                event.default(principal),
                event.at,
                source=event.settings.get(source).pattern() if source else None,
            )


def _events(events: View, function: str) -> Iterator[tuple[Event, str]]:
    for entry, view in events.entries():
        kind = as_text(view.get("Type").value) or ""
        yield Event(entry.key, entry.key_at, view.get("Properties"), function), kind


def _rest(event: Event) -> Iterator[Trigger]:
    identifier = event.settings.get("RestApiId").pattern() or _implicit(event, ApiKind.REST)
    api = api_properties(event.settings.scope, identifier.value, event.at)
    if describes_itself(api):
        return  # the event adds a permission, and no route
    elsewhere = Setting[int].unknown(event.at) if is_described_elsewhere(api) else None
    yield HttpTrigger(
        event.name,
        event.at,
        ApiKind.REST,
        method=upper(event.settings.get("Method")),
        path=event.settings.get("Path").text(),
        api=identifier,
        integration_timeout=event.settings.get("TimeoutInMillis").integer() or elsewhere,
        payload_version=event.default("1.0"),
        proxy=Setting(True, event.at, Origin.DEFAULT),
        auth=authorization_of(event.settings.get("Auth"), api, event.at),
        endpoint=endpoint_of(api, event.at),
        streaming=streams(event.settings.get("ResponseTransferMode")),
    )


def _http(event: Event) -> Iterator[Trigger]:
    identifier = event.settings.get("ApiId").pattern() or _implicit(event, ApiKind.HTTP)
    api = api_properties(event.settings.scope, identifier.value, event.at)
    method = upper(event.settings.get("Method")) or event.default("ANY")
    path = event.settings.get("Path").text() or event.default("$default")
    if describes_route(api, method, path):
        return
    yield HttpTrigger(
        event.name,
        event.at,
        ApiKind.HTTP,
        method=method,
        path=path,
        api=identifier,
        integration_timeout=event.settings.get("TimeoutInMillis").integer(),
        payload_version=event.settings.get("PayloadFormatVersion").text() or payload_version_of(api, event.at),
        proxy=Setting(True, event.at, Origin.DEFAULT),
        auth=authorization_of(event.settings.get("Auth"), api, event.at),
    )


def _implicit(event: Event, kind: ApiKind) -> Setting[ResourceId]:
    return event.default(event.settings.scope.id(IMPLICIT[kind]))


def _queue(event: Event) -> Iterator[Trigger]:
    yield queue_trigger(event.settings, event.settings.get("Queue").pattern(), event.name, event.at)


def _stream(kind: StreamKind, source: str) -> Read:
    def read(event: Event) -> Iterator[Trigger]:
        yield stream_trigger(event.settings, kind, event.settings.get(source).pattern(), event.name, event.at)

    return read


def _broker(service: str, source: str) -> Read:
    def read(event: Event) -> Iterator[Trigger]:
        yield broker_trigger(event.settings, service, event.settings.get(source).pattern(), event.name, event.at)

    return read


def _topic(event: Event) -> Iterator[Trigger]:
    """A subscription, directly or through a queue (which SAM makes when it is given none)."""
    through = event.settings.get("SqsSubscription")
    if not through.present or as_text(through.value) == "false":
        yield TopicTrigger(
            event.name,
            event.at,
            event.settings.get("Topic").pattern() or Setting.unknown(event.at),
            dead_letter=event.settings.path("RedrivePolicy", "deadLetterTargetArn").pattern(),
            filter_policy=json_setting(event.settings.get("FilterPolicy")),
        )
    elif isinstance(through.value, Mapping):
        yield queue_trigger(through, through.get("QueueArn").pattern(), event.name, event.at)
    else:
        queue = event.default(event.generated("Queue"))
        yield queue_trigger(View(through.scope, None, event.at), queue, event.name, event.at)


def generated_queues(events: View, function: str) -> Iterator[Queue]:
    """The queues SAM puts between a topic and the function, all with AWS's defaults."""
    for event, kind in _events(events, function):
        if kind == "SNS" and as_text(event.settings.get("SqsSubscription").value) == "true":
            nothing = View(event.settings.scope, None, event.at)
            yield queue_of(nothing, f"{function}{event.name}Queue", event.at)


def _bucket(event: Event) -> Iterator[Trigger]:
    rules = event.settings.path("Filter", "S3Key", "Rules")
    yield BucketTrigger(
        event.name,
        event.at,
        event.settings.get("Bucket").pattern() or Setting.unknown(event.at),
        event.settings.get("Events").texts() or Setting.unknown(event.at),
        **key_filters(rules),
    )


def _schedule(event: Event) -> Iterator[Trigger]:
    yield _clock(event, "Schedule", scheduler=False)


def _scheduler(event: Event) -> Iterator[Trigger]:
    yield _clock(event, "ScheduleExpression", scheduler=True)


def _clock(event: Event, expression: str, *, scheduler: bool) -> ScheduleTrigger:
    return ScheduleTrigger(
        event.name,
        event.at,
        event.settings.get(expression).text() or Setting.unknown(event.at),
        enabled=_enabled(event),
        payload=payload_setting(event.settings),
        dead_letter=_dead_letter(event),
        scheduler=scheduler,
    )


def _pattern(event: Event) -> Iterator[Trigger]:
    yield EventTrigger(
        event.name,
        event.at,
        json_setting(event.settings.get("Pattern")) or Setting.unknown(event.at),
        bus=event.settings.get("EventBusName").pattern(),
        enabled=_enabled(event),
        payload=payload_setting(event.settings),
        dead_letter=_dead_letter(event),
    )


def _enabled(event: Event) -> Setting[bool]:
    written = event.settings.get("Enabled").flag() or enabled_state(event.settings.get("State"))
    return written or Setting(True, event.at, Origin.DEFAULT)


def _dead_letter(event: Event) -> Setting[ResourceId] | None:
    config = event.settings.get("DeadLetterConfig")
    if config.written and not config.get("Arn").present:
        return event.default(event.generated("Queue"))
    return config.get("Arn").pattern()


def _logs(event: Event) -> Iterator[Trigger]:
    group = event.settings.get("LogGroupName").pattern() or Setting.unknown(event.at)
    yield LogsTrigger(event.name, event.at, group, event.settings.get("FilterPattern").text())


def _cognito(event: Event) -> Iterator[Trigger]:
    pool = event.settings.get("UserPool").pattern()
    for item in event.settings.get("Trigger").items():
        yield CognitoTrigger(event.name, event.at, item.text() or Setting.unknown(event.at), pool)


READERS: dict[str, Read] = {
    "Api": _rest,
    "HttpApi": _http,
    "SQS": _queue,
    "Kinesis": _stream(StreamKind.KINESIS, "Stream"),
    "DynamoDB": _stream(StreamKind.DYNAMODB, "Stream"),
    "MSK": _stream(StreamKind.KAFKA, "Stream"),
    "SelfManagedKafka": _stream(StreamKind.KAFKA, "KafkaBootstrapServers"),
    "MQ": _broker("Amazon MQ", "Broker"),
    "DocumentDB": _broker("DocumentDB", "Cluster"),
    "SNS": _topic,
    "S3": _bucket,
    "Schedule": _schedule,
    "ScheduleV2": _scheduler,
    "CloudWatchEvent": _pattern,
    "EventBridgeRule": _pattern,
    "CloudWatchLogs": _logs,
    "Cognito": _cognito,
}
OTHERS: dict[str, tuple[str, bool | None]] = {"IoTRule": ("AWS IoT", True), "AlexaSkill": ("Alexa", False)}
"""Services, and whether they do not wait for the function."""

PRINCIPALS: dict[str, tuple[str, str]] = {
    "Api": ("apigateway.amazonaws.com", "RestApiId"),
    "HttpApi": ("apigateway.amazonaws.com", "ApiId"),
    "SNS": ("sns.amazonaws.com", "Topic"),
    "S3": ("s3.amazonaws.com", "Bucket"),
    "Schedule": ("events.amazonaws.com", ""),
    "CloudWatchEvent": ("events.amazonaws.com", ""),
    "EventBridgeRule": ("events.amazonaws.com", ""),
    "CloudWatchLogs": ("logs.amazonaws.com", ""),
    "Cognito": ("cognito-idp.amazonaws.com", "UserPool"),
    "IoTRule": ("iot.amazonaws.com", ""),
    "AlexaSkill": ("alexa-appkit.amazon.com", ""),
}
"""Who SAM allows to invoke, and the setting that says on whose behalf."""
