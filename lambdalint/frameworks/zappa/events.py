"""What makes Zappa call a function, as the SAM event that says the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from lambdalint.documents.tree import Entry, Node, Sequence
from lambdalint.frameworks.nodes import Properties, find, items, mapping, resource, scalar, text, unknown
from lambdalint.model.source import Span

Event: TypeAlias = tuple[str, Properties]
"""The type of a SAM event, and its properties."""

_LARGE_BATCH = 10
"""Above it, Zappa lets Lambda wait for more messages."""
_POOL_EVENTS = {"TokenGeneration": "PreTokenGeneration"}
"""Where the source of a Cognito event begins with another name than its trigger."""


def listed_events(events: Iterable[Event], at: Span) -> Iterator[Entry]:
    """Events under the names of their types, numbered where there are several of one."""
    seen: dict[str, int] = {}
    for kind, properties in events:
        seen[kind] = seen.get(kind, 0) + 1
        name = kind if seen[kind] == 1 else f"{kind} {seen[kind]}"
        yield resource(name, at, kind, properties)


def events_of(written: Node) -> Iterator[Event]:
    """The schedules and the source of one item of `events`."""
    rates = (*items(find(written, "expression")), *items(find(written, "expressions")))
    enabled = ("Enabled", find(written, "enabled"))
    yield from (("Schedule", [("Schedule", rate), enabled]) for rate in rates)
    source = find(written, "event_source")
    if source is not None and not rates:
        arn = text(find(source, "arn"))
        service = arn.split(":")[2] if arn and arn.count(":") > 2 else "an unknown event source"  # noqa: PLR2004
        yield from _SOURCES[service](source) if service in _SOURCES else [(service, [])]


def _polled(source: Node, key: str) -> Properties:
    return (
        (key, find(source, "arn")),
        ("BatchSize", find(source, "batch_size") or scalar(10, source.at)),
        ("Enabled", find(source, "enabled")),
        ("StartingPosition", find(source, "starting_position")),
    )


def _queue(source: Node) -> Iterator[Event]:
    size = text(find(source, "batch_size"))
    may_wait = size is not None and not (size.isdigit() and int(size) <= _LARGE_BATCH)
    window = find(source, "batch_window") or (unknown("batch_window", source.at) if may_wait else None)
    yield "SQS", [*_polled(source, "Queue"), ("MaximumBatchingWindowInSeconds", window)]


def _stream(kind: str) -> Callable[[Node], Iterator[Event]]:
    def read(source: Node) -> Iterator[Event]:
        yield kind, _polled(source, "Stream")

    return read


def _bucket(source: Node) -> Iterator[Event]:
    arn = find(source, "arn")
    name = (text(arn) or "").rpartition(":::")[2]
    rules = [
        mapping(value.at, [("Name", scalar(key, value.at)), ("Value", value)])
        for key in ("prefix", "suffix")
        if (value := find(source, key)) is not None
    ]
    rules += [
        mapping(each.at, [("Name", find(each, "type")), ("Value", find(each, "value"))])
        for each in items(find(source, "key_filters"))
    ]
    key = mapping(source.at, [("Rules", Sequence(tuple(rules), source.at))])
    yield (
        "S3",
        [
            ("Bucket", scalar(name, arn.at) if arn and name else arn),
            ("Events", find(source, "events") or scalar("s3:ObjectCreated:*", source.at)),
            ("Filter", mapping(source.at, [("S3Key", key)]) if rules else None),
        ],
    )


def _topic(source: Node) -> Iterator[Event]:
    yield "SNS", [("Topic", find(source, "arn")), ("FilterPolicy", find(source, "filters"))]


def _rule(source: Node) -> Iterator[Event]:
    enabled = ("Enabled", find(source, "enabled"))
    pattern = find(source, "event_pattern") or find(source, "pattern")
    if pattern is not None:
        yield "EventBridgeRule", [("Pattern", pattern), enabled]
    rate = find(source, "schedule_expression") or find(source, "schedule")
    if rate is not None:
        yield "Schedule", [("Schedule", rate), enabled]


_SOURCES: dict[str, Callable[[Node], Iterator[Event]]] = {
    "dynamodb": _stream("DynamoDB"),
    "events": _rule,
    "kinesis": _stream("Kinesis"),
    "s3": _bucket,
    "sns": _topic,
    "sqs": _queue,
}
"""By the service in the ARN of a source."""


def pool_event(pool: Node | None, trigger: Node) -> Event:
    """One item of a user pool's `triggers`."""
    source = find(trigger, "source")
    name = (text(source) or "").partition("_")[0]
    kind = scalar(_POOL_EVENTS.get(name, name), source.at) if source is not None and name else source
    return "Cognito", [("UserPool", pool), ("Trigger", kind)]
