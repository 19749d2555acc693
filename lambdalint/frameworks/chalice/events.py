"""What a decorator connects its function to, as the SAM event that says the same."""

from __future__ import annotations

from collections.abc import Callable

from lambdalint.documents.tree import Entry, Sequence
from lambdalint.frameworks.chalice.written import Call
from lambdalint.frameworks.nodes import Properties, mapping, resource, scalar


def event(call: Call) -> Entry | None:
    """The event of a function; None when its decorator connects it to nothing."""
    if call.made.kind not in EVENTS:
        return None
    kind, read = EVENTS[call.made.kind]
    return resource(call.made.kind, call.at, kind, read(call))


def _queue(call: Call) -> Properties:
    concurrency = call.get("maximum_concurrency", 5)
    return [
        ("Queue", call.get("queue_arn", 3) or call.arn("queue", 0, "sqs")),
        ("BatchSize", call.get("batch_size", 1, default=1)),
        ("MaximumBatchingWindowInSeconds", call.get("maximum_batching_window_in_seconds", 4)),
        ("ScalingConfig", concurrency and mapping(call.at, [("MaximumConcurrency", concurrency)])),
    ]


def _kinesis(call: Call) -> Properties:
    return [("Stream", call.arn("stream", 0, "kinesis", "stream/")), *_polled(call)]


def _table(call: Call) -> Properties:
    return [("Stream", call.get("stream_arn", 0)), *_polled(call)]


def _polled(call: Call) -> Properties:
    return [
        ("BatchSize", call.get("batch_size", 1)),
        ("StartingPosition", call.get("starting_position", 2, default="LATEST")),
        ("MaximumBatchingWindowInSeconds", call.get("maximum_batching_window_in_seconds", 4)),
    ]


def _topic(call: Call) -> Properties:
    return [("Topic", call.arn("topic", 0, "sns"))]


def _bucket(call: Call) -> Properties:
    rules = [
        mapping(value.at, [("Name", scalar(name, value.at)), ("Value", value)])
        for name, position in (("prefix", 2), ("suffix", 3))
        if (value := call.get(name, position)) is not None
    ]
    key = mapping(call.at, [("Rules", Sequence(tuple(rules), call.at))])
    return [
        ("Bucket", call.get("bucket", 0)),
        ("Events", call.get("events", 1, default="s3:ObjectCreated:*")),
        ("Filter", mapping(call.at, [("S3Key", key)]) if rules else None),
    ]


def _schedule(call: Call) -> Properties:
    return [("Schedule", call.get("expression", 0))]


def _pattern(call: Call) -> Properties:
    return [("Pattern", call.get("event_pattern", 0))]


EVENTS: dict[str, tuple[str, Callable[[Call], Properties]]] = {
    "on_cw_event": ("CloudWatchEvent", _pattern),
    "on_dynamodb_record": ("DynamoDB", _table),
    "on_kinesis_record": ("Kinesis", _kinesis),
    "on_s3_event": ("S3", _bucket),
    "on_sns_message": ("SNS", _topic),
    "on_sqs_message": ("SQS", _queue),
    "schedule": ("Schedule", _schedule),
}
"""By decorator: the type of a SAM event, and its properties."""
