"""Which calls send just what a trigger waits for, as LL701 asks: all of it must be certain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from lambdalint.model.code import Naming, Piece, ReachedCall
from lambdalint.model.function import Function
from lambdalint.model.source import Setting
from lambdalint.model.trigger import (
    BucketTrigger,
    EventTrigger,
    QueueTrigger,
    StreamKind,
    StreamTrigger,
    TopicTrigger,
    Trigger,
)

_CREATED = "s3:ObjectCreated:"
_MAKES: Mapping[str, str] = {"PutObject": "Put", "CopyObject": "Copy"}
"""Operations that make an object, and the event that each is; `upload_file` may also send it in parts."""
_PUTS = {
    "sqs": ("QueueUrl", frozenset({"SendMessage", "SendMessageBatch"})),
    "sns": ("TopicArn", frozenset({"Publish", "PublishBatch"})),
    "kinesis": ("StreamName", frozenset({"PutRecord", "PutRecords"})),
    "dynamodb": ("TableName", frozenset({"BatchWriteItem", "PutItem", "UpdateItem"})),
}
"""By service: the parameter that names what is written to, and the operations that write."""
_EVENT_BUCKET = ("s3", "bucket", "name")
_EVENT_KEY = ("s3", "object", "key")


class Sent(Struct, frozen=True):
    """Where a call sends something, and what to do instead, in words."""

    where: str
    instead: str


def sent_to(trigger: Trigger, call: ReachedCall, function: Function) -> Sent | None:
    """What a call sends to a trigger; None when it sends nothing there, and when that is not sure."""
    match trigger:
        case BucketTrigger():
            return _to_bucket(trigger, call, function)
        case QueueTrigger(filters=None) if trigger.enabled.value:
            called = trigger.queue.called if trigger.queue else None
            found = _puts(call, "sqs", trigger.source, called, function)
            return (
                Sent("the queue that it reads", "send to another queue, or end the chain by a counter")
                if found
                else None
            )
        case TopicTrigger(filter_policy=None):
            found = _puts(call, "sns", trigger.topic, None, function)
            return Sent("the topic that it hears", "publish to another topic") if found else None
        case StreamTrigger(filters=None) if trigger.enabled.value:
            return _to_stream(trigger, call, function)
        case EventTrigger() if trigger.enabled is None or trigger.enabled.value:
            return _to_bus(trigger, call, function)
        case _:
            return None


def _puts(call: ReachedCall, service: str, to: Setting[str], called: str | None, function: Function) -> bool:
    name, operations = _PUTS[service]
    if call.aws is None or call.aws.service != service or call.aws.operation not in operations:
        return False
    return _is(call.names.get(name), to, called, function)


def _is(naming: Naming | None, wanted: Setting[str], called: str | None, function: Function) -> bool:
    """Whether a name is that of a resource: by the variable that hands it over, or as it is written."""
    if naming is None or len(naming) != 1 or wanted.value is None:
        return False
    variable = function.configuration.environment.variables.get(naming[0].variable or "")
    if variable is not None and variable.names is not None:
        return variable.names == wanted.value
    text = variable.value.value if variable is not None else naming[0].constant
    names = {wanted.value, _last(wanted.value)} if ":" in wanted.value else {wanted.value, called}
    return text is not None and (text in names or _last(text) in names)


def _last(name: str) -> str:
    """The name at the end of an ARN or of a queue's address."""
    return name.rpartition(":")[2].rpartition("/")[2]


def _to_stream(trigger: StreamTrigger, call: ReachedCall, function: Function) -> Sent | None:
    match trigger.kind:
        case StreamKind.KINESIS if _puts(call, "kinesis", trigger.source, None, function):
            return Sent("the stream that it reads", "write to another stream")
        case StreamKind.DYNAMODB:
            called = trigger.table.called if trigger.table else None
            if not _is_limited(call) and _puts(call, "dynamodb", trigger.source, called, function):
                return Sent(
                    "the table whose stream it reads", "leave out its own changes by a filter, or write elsewhere"
                )
    return None


def _is_limited(call: ReachedCall) -> bool:
    """A condition of the write, or its being a deletion, ends the chain: no change, no record."""
    condition = call.call.argument(-1, "ConditionExpression")
    return condition is not None or call.call.unpacks or call.name == "delete_item"


def _to_bucket(trigger: BucketTrigger, call: ReachedCall, function: Function) -> Sent | None:
    bucket, key = call.names.get("Bucket"), call.names.get("Key")
    if not _makes(call, trigger.events.value or ()) or bucket is None:
        return None
    own = len(bucket) == 1 and (bucket[0].path or ())[2:] == _EVENT_BUCKET
    if not (own or _is(bucket, trigger.bucket, None, function)) or not _passes(trigger, key):
        return None
    under = f" under `{trigger.prefix.value}`" if trigger.prefix is not None and trigger.prefix.value else ""
    return Sent(f"the bucket{under}", "write to another bucket, or under a prefix that the notification leaves out")


def _makes(call: ReachedCall, events: tuple[str, ...]) -> bool:
    if call.aws is None or call.aws.service != "s3":
        return False
    by = _MAKES.get(call.aws.operation, "")
    return bool(by) and (f"{_CREATED}*" in events or (f"{_CREATED}{by}" in events and "upload" not in call.name))


def _passes(trigger: BucketTrigger, key: Naming | None) -> bool:
    """Whether a key surely has the prefix and the suffix that the notification asks for."""
    first, last = (key[0], key[-1]) if key else (Piece(), Piece())
    return all(
        setting is None or setting.value == "" or (setting.value is not None and _has(piece, setting.value, side))
        for setting, piece, side in ((trigger.prefix, first, str.startswith), (trigger.suffix, last, str.endswith))
    )


def _has(piece: Piece, wanted: str, side: Any) -> bool:
    is_key = piece.path is not None and piece.path[2:] == _EVENT_KEY
    return is_key or (piece.constant is not None and side(piece.constant, wanted))


def _to_bus(trigger: EventTrigger, call: ReachedCall, function: Function) -> Sent | None:
    if call.aws is None or call.aws.operation != "PutEvents" or not _is_bus(trigger, call, function):
        return None
    try:
        pattern = json.loads(trigger.pattern.value or "")
    except ValueError:
        return None
    sent = {"source": call.names.get("Source"), "detail-type": call.names.get("DetailType")}
    is_matched = isinstance(pattern, dict) and pattern and all(_matches(pattern[one], sent.get(one)) for one in pattern)
    return Sent("the bus that it hears", "send what the rule does not match") if is_matched else None


def _is_bus(trigger: EventTrigger, call: ReachedCall, function: Function) -> bool:
    named = call.names.get("EventBusName", (Piece(constant="default"),))
    if trigger.bus is None:
        return named == (Piece(constant="default"),)
    return _is(named, trigger.bus, None, function)


def _matches(wanted: object, sent: Naming | None) -> bool:
    constant = sent[0].constant if sent is not None and len(sent) == 1 else None
    return isinstance(wanted, list) and constant is not None and constant in wanted
