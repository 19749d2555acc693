"""Event sources that Lambda polls, and the classes of `aws_lambda_event_sources` that push."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from lambdalint.frameworks.cdk import grants, pushes
from lambdalint.frameworks.cdk.builder import Builder, Site, Table, arn, put, same, seconds, word
from lambdalint.frameworks.cdk.lambdas import destination
from lambdalint.frameworks.cdk.values import Construct
from lambdalint.frameworks.programs.operators import joined
from lambdalint.frameworks.programs.values import HIDDEN, Given, Made, Ref, Thing, Unknown


def _responses(value: Thing) -> Thing:
    return ["ReportBatchItemFailures"] if value is True else [] if value is False else Unknown("a flag")


def _filters(values: Thing) -> Thing:
    return [_filter(one) for one in values] if isinstance(values, list) else Unknown("filters")


def _filter(value: Thing) -> Thing:
    """`FilterCriteria.filter({...})`, or the pattern it gives."""
    pattern = value.arguments.get(0, "filter") if isinstance(value, Made) else value
    if isinstance(pattern, dict) and isinstance(pattern.get("pattern"), str):
        return {"Pattern": pattern["pattern"]}
    pattern = _ruled(pattern)
    return {"Pattern": json.dumps(pattern, separators=(",", ":")) if _is_json(pattern) else Unknown("a pattern")}


def _ruled(value: Thing) -> Thing:
    """A pattern whose `FilterRule.is_equal("x")` are written out."""
    if isinstance(value, dict):
        return {key: _ruled(one) for key, one in value.items()}
    if isinstance(value, Made) and value.last in _RULES:
        return [_RULES[value.last](*[one.value for one in value.arguments.positional])]
    if isinstance(value, Made) and value.last == "or_":
        return [one.value for one in value.arguments.positional]
    return value


_RULES: dict[str, Callable[..., Thing]] = {
    "is_equal": lambda item=None: item,
    "begins_with": lambda item=None: {"prefix": item},
    "exists": lambda: {"exists": True},
    "not_exists": lambda: {"exists": False},
    "null": lambda: None,
    "empty": lambda: "",
}


def _is_json(value: Thing) -> bool:
    if isinstance(value, dict):
        return HIDDEN not in value and all(isinstance(key, str) and _is_json(one) for key, one in value.items())
    if isinstance(value, list):
        return all(map(_is_json, value))
    return value is None or isinstance(value, str | int | float)


SETTINGS: Table = {
    "batch_size": ("BatchSize", same),
    "max_batching_window": ("MaximumBatchingWindowInSeconds", seconds),
    "report_batch_item_failures": ("FunctionResponseTypes", _responses),
    "enabled": ("Enabled", same),
    "max_concurrency": ("ScalingConfig.MaximumConcurrency", same),
    "filters": ("FilterCriteria.Filters", _filters),
    "starting_position": ("StartingPosition", word),
    "bisect_batch_on_error": ("BisectBatchOnFunctionError", same),
    "bisect_batch_on_function_error": ("BisectBatchOnFunctionError", same),
    "retry_attempts": ("MaximumRetryAttempts", same),
    "max_record_age": ("MaximumRecordAgeInSeconds", seconds),
    "parallelization_factor": ("ParallelizationFactor", same),
    "tumbling_window": ("TumblingWindowInSeconds", seconds),
    "on_failure": ("DestinationConfig.OnFailure.Destination", destination),
    "event_source_arn": ("EventSourceArn", same),
    "kafka_topic": ("Topics", lambda value: [value]),
    "kafka_bootstrap_servers": ("SelfManagedEventSource.Endpoints.KafkaBootstrapServers", same),
}
"""Parameters of event sources and mappings, and where CloudFormation has them."""

_POLLED = {
    "SqsEventSource": ("queue", "Arn"),
    "KinesisEventSource": ("stream", "Arn"),
    "KinesisConsumerEventSource": ("stream_consumer", "Arn"),
    "DynamoEventSource": ("table", "StreamArn"),
    "ManagedKafkaEventSource": ("cluster_arn", ""),
    "SelfManagedKafkaEventSource": ("", ""),
}
"""Event sources: the parameter that names what is polled, and which of its attributes."""


def add_event_source(builder: Builder, function: Construct, source: Given) -> bool:
    """Connect an event source to a function; False when it is none that we know."""
    made = source.value
    if not isinstance(made, Made) or not made.dotted.startswith("aws_cdk.aws_lambda_event_sources."):
        return False
    if made.last in ("S3EventSource", "S3EventSourceV2"):
        pushes.bucket_source(builder, function, made)
    elif made.last == "SnsEventSource":
        pushes.subscribe(builder, made.arguments.get(0, "topic"), made, function)
    elif made.last in _POLLED:
        _poll(builder, function, made)
    else:
        return False
    return True


def _poll(builder: Builder, function: Construct, made: Made) -> None:
    parameter, attribute = _POLLED[made.last]
    polled = made.arguments.get(0, parameter) if parameter else None
    owner = Site(builder, made.dotted, function.place, made.arguments, made.arguments.at, made.arguments.at)
    properties = owner.properties(SETTINGS)
    _let_poll(builder, function, made.last, polled)
    grants.let_reach(builder, function, made.arguments.given(-1, "on_failure"))
    if isinstance(polled, Construct) and not polled.imported:
        properties["EventSourceArn"] = Ref(polled.name, attribute)
    elif polled is not None:
        properties["EventSourceArn"] = _of_kind(made.last, arn(polled))
    suffix = polled.name if isinstance(polled, Construct) else ""
    owner.add("AWS::Lambda::EventSourceMapping", {"FunctionName": Ref(function.name), **properties}, made.last, suffix)


_ARNS = {
    "SqsEventSource": "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:",
    "KinesisEventSource": "arn:aws:kinesis:${AWS::Region}:${AWS::AccountId}:stream/",
    "DynamoEventSource": "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/",
    "ManagedKafkaEventSource": "arn:aws:kafka:${AWS::Region}:${AWS::AccountId}:cluster/",
}


def _of_kind(source: str, known: Thing) -> Thing:
    """An ARN that says what is polled, even where its name is unknown."""
    return known if isinstance(known, str) or source not in _ARNS else joined((_ARNS[source], Unknown("name")))


def _let_poll(builder: Builder, function: Construct, source: str, polled: Thing) -> None:
    method = {"SqsEventSource": "grant_consume_messages", "DynamoEventSource": "grant_stream_read"}.get(source)
    if source.startswith("Kinesis"):
        method = "grant_read"
    if isinstance(polled, Construct) and method is not None:
        grants.grant(builder, polled, method, function, function.arguments.at)


def mapping(site: Site) -> Construct:
    """An `EventSourceMapping`."""
    properties: dict[str, Any] = site.properties(SETTINGS)
    target = site.arguments.given(-1, "target")
    put(properties, "FunctionName", target)
    return site.construct(site.add("AWS::Lambda::EventSourceMapping", properties))


def target_mapping(function: Construct, site: Site) -> Construct:
    """`function.add_event_source_mapping("Id", …)`."""
    properties = {"FunctionName": Ref(function.name), **site.properties(SETTINGS)}
    return site.construct(site.add("AWS::Lambda::EventSourceMapping", properties))
