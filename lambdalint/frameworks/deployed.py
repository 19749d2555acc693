"""Deployed functions, as the AWS CLI prints them (`aws lambda get-function`, `list-functions`, …) into JSON files.

What the files of one folder say is combined, whatever they are called, and written again as the template that it could
come from: CloudFormation's properties have the names of Lambda's API, and its reader does the rest.
Source: https://docs.aws.amazon.com/cli/latest/reference/lambda/
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.documents.tree import Document, Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.reader import read_template
from lambdalint.frameworks.cloudformation.template import template_of
from lambdalint.frameworks.nodes import (
    attribute,
    find,
    items,
    mapping,
    overlaid,
    reference,
    resource,
    scalar,
    text,
    unknown,
)
from lambdalint.frameworks.reading import Reading
from lambdalint.model.function import CodeElsewhere
from lambdalint.model.source import Span

_FUNCTION = ("FunctionArn", "FunctionName", "MemorySize", "Timeout")
"""What is always printed of a function; a selection of it (`--query`) says nothing about the rest."""
_LISTS = ("Functions", "EventSourceMappings", "FunctionUrlConfigs", "FunctionEventInvokeConfigs")
_ARN = re.compile(r"arn:[\w-]+:lambda:[\w-]*:\d*:function:[^:]+")
_ACTIVE = ("Creating", "Enabled", "Enabling", "Updating")
_RESERVED = "ReservedConcurrentExecutions"
_NOT_KEPT = ("FunctionArn", "FunctionName")


def read_snapshots(documents: Iterable[Document]) -> list[Reading]:
    """The functions of each folder's snapshot."""
    folders: dict[str, _Snapshot] = {}
    for document in documents:
        for printed in _printed(document.root):
            folder = posixpath.dirname(document.path)
            folders.setdefault(folder, _Snapshot(document.path)).add(printed)
    return [_reading(snapshot) for _, snapshot in sorted(folders.items()) if snapshot.functions]


def _printed(root: Node | None) -> Iterator[Mapping]:
    """Each thing that the output of a command describes, several outputs in a list too."""
    for item in root if isinstance(root, Sequence) else (root,):
        if not isinstance(item, Mapping):
            continue
        lists = [inner for name in _LISTS for inner in items(item.get(name))]
        configuration = item.get("Configuration")
        if isinstance(configuration, Mapping):
            lists.append(_with_tags(configuration, item))
        yield from (inner for inner in lists or [item] if isinstance(inner, Mapping) and _is_known(inner))


def _with_tags(configuration: Mapping, item: Mapping) -> Mapping:
    more = (("Tags", item.get("Tags")), (_RESERVED, find(item, "Concurrency", _RESERVED)))
    return Mapping((*configuration.entries, *mapping(item.at, more).entries), configuration.at)


def _is_known(item: Mapping) -> bool:
    is_policy = (text(item.get("Policy")) or "").lstrip().startswith("{")
    return is_policy or _arn(item) is not None or find(item, "Attributes", "QueueArn") is not None


def _arn(item: Mapping, key: str = "FunctionArn") -> str | None:
    """The function's ARN without version or alias."""
    match = _ARN.match(text(item.get(key)) or "")
    return match[0] if match else None


class _Snapshot(Struct):
    """All that one folder's files say."""

    path: str
    functions: dict[str, list[Mapping]] = field(default_factory=dict)
    """By ARN; a function may be printed by several commands."""
    queues: dict[str, Mapping] = field(default_factory=dict)
    others: list[Mapping] = field(default_factory=list)

    def add(self, printed: Mapping) -> None:
        """One thing that was printed."""
        arn = _arn(printed)
        if arn is not None and all(printed.get(key) is not None for key in _FUNCTION):
            self.functions.setdefault(arn, []).append(printed)
            return
        queue = text(find(printed, "Attributes", "QueueArn"))
        if queue is None:
            self.others.append(printed)
        else:
            self.queues.setdefault(queue, printed)

    def template(self) -> Mapping:
        """The template that makes all this."""
        names = _Names({})
        for arn in self.functions:
            names.give(arn)
        for arn in self.queues:
            names.give(arn)
        entries = [
            *(_function(names.known[arn], parts) for arn, parts in self.functions.items()),
            *(_queue(names.known[arn], item) for arn, item in self.queues.items()),
            *(entry for item in self.others for entry in _other(item, names)),
        ]
        at = Span.of_line(self.path)
        return mapping(at, [("Resources", Mapping(tuple(entries), at))])


class _Names(Struct, frozen=True):
    """What each resource is called in the template, by ARN: its name, if no other has it."""

    known: dict[str, str]

    def give(self, arn: str) -> str:
        """A name for a new resource, the ARN itself where its own is taken."""
        name = arn.rpartition(":")[2]
        self.known[arn] = arn if name in self.known.values() else name
        return self.known[arn]

    def free(self, name: str) -> str:
        """A name for what has no ARN."""
        count = sum(known.startswith(name) for known in self.known.values())
        chosen = f"{name} {count + 1}" if count else name
        self.known[chosen] = chosen
        return chosen


def _function(name: str, parts: list[Mapping]) -> Entry:
    # A version, too, is printed with the function's name; the first output wins.
    printed = overlaid(reversed(parts), parts[0].at) or parts[0]
    at = next(entry.value.at for entry in printed if entry.key == "FunctionName")
    subnets = find(printed, "VpcConfig", "SubnetIds")
    connected = printed.get("VpcConfig") if isinstance(subnets, Sequence) and subnets.items else None
    layers = printed.get("Layers")
    arns = tuple(arn for layer in items(layers) if (arn := find(layer, "Arn")) is not None)
    return _kept(
        name,
        at,
        "AWS::Lambda::Function",
        printed,
        FunctionName=printed.get("FunctionName"),
        KmsKeyArn=printed.get("KMSKeyArn"),
        Layers=Sequence(arns, layers.at) if layers is not None else None,
        VpcConfig=connected,
    )


def _queue(name: str, printed: Mapping) -> Entry:
    attributes = printed.get("Attributes") or printed
    at = attributes.at
    known = attributes if isinstance(attributes, Mapping) else printed
    redrive = known.get("RedrivePolicy")
    return _kept(
        name,
        at,
        "AWS::SQS::Queue",
        known,
        RedrivePolicy=_embedded(redrive) if redrive is not None else None,
        **{key: known.get(key) or unknown(key, at) for key in ("MessageRetentionPeriod", "VisibilityTimeout")},
    )


def _other(printed: Mapping, names: _Names) -> Iterator[Entry]:
    """What belongs to a function of the snapshot."""
    if printed.get("Policy") is not None:
        yield from _permissions(printed.get("Policy"), names)
        return
    function, at = names.known.get(_arn(printed) or ""), printed.at
    if function is None:
        return
    target = reference(function, at)
    if printed.get("UUID") is not None:
        yield _event_source(printed, function, names)
    elif printed.get("FunctionUrl") is not None:
        yield _kept(names.free(f"{function} URL"), at, "AWS::Lambda::Url", printed, TargetFunctionArn=target)
    else:
        name = names.free(f"{function} asynchronously")
        yield _kept(name, at, "AWS::Lambda::EventInvokeConfig", printed, FunctionName=target)


def _event_source(printed: Mapping, function: str, names: _Names) -> Entry:
    source, state = printed.get("EventSourceArn"), printed.get("State")
    arn = text(source) or ""
    known = names.known.get(arn)
    name = names.free(f"{known or arn.rpartition(':')[2] or 'a source'} to {function}")
    return _kept(
        name,
        printed.at,
        "AWS::Lambda::EventSourceMapping",
        printed,
        FunctionName=reference(function, printed.at),
        EventSourceArn=attribute(known, "Arn", source.at) if known and source is not None else source,
        Enabled=scalar(text(state) in _ACTIVE, state.at) if state is not None else None,
    )


def _permissions(policy: Node | None, names: _Names) -> Iterator[Entry]:
    document = _embedded(policy) if policy is not None else None
    for statement in items(find(document, "Statement")):
        function = names.known.get(_arn(statement, "Resource") or "") if isinstance(statement, Mapping) else None
        if function is not None and text(find(statement, "Effect")) == "Allow":
            principal = find(statement, "Principal")
            who = find(principal, "Service") or find(principal, "AWS") or principal
            yield resource(
                names.free(f"{function} permission"),
                statement.at,
                "AWS::Lambda::Permission",
                [
                    ("FunctionName", reference(function, statement.at)),
                    ("Action", find(statement, "Action")),
                    ("Principal", who),
                    ("SourceArn", find(statement, "Condition", "ArnLike", "AWS:SourceArn")),
                    ("SourceAccount", find(statement, "Condition", "StringEquals", "AWS:SourceAccount")),
                    ("FunctionUrlAuthType", find(statement, "Condition", "StringEquals", "lambda:FunctionUrlAuthType")),
                ],
            )


def _kept(name: str, at: Span, kind: str, printed: Mapping, **changed: Node | None) -> Entry:
    """A resource with what was printed, but for what CloudFormation calls or writes in another way."""
    same = [entry for entry in printed if entry.key not in (*changed, *_NOT_KEPT)]
    others = [Entry(key, value.at, value) for key, value in changed.items() if value is not None]
    properties = Mapping((*same, *others), printed.at)
    return Entry(name, at, mapping(at, [("Type", scalar(kind, at)), ("Properties", properties)]))


def _embedded(node: Node) -> Node | None:
    """JSON that is printed as text; all of it stands where the text does."""
    try:
        return _node(json.loads(text(node) or "null"), node.at)
    except (ValueError, RecursionError):
        return None


def _node(value: object, at: Span) -> Node:
    match value:
        case dict():
            return mapping(at, [(str(key), _node(item, at)) for key, item in value.items()])
        case list():
            return Sequence(tuple(_node(item, at) for item in value), at)
        case str() | bool() | int():
            return scalar(value, at)
        case _:
            return Scalar(None, at)


def _reading(snapshot: _Snapshot) -> Reading:
    template = template_of(snapshot.path, snapshot.template())
    # Who else may invoke a function is not printed: a bucket, a topic, an API.
    reading = read_template(replace(template, complete=False), _no_file)
    functions = tuple(
        replace(function, source=CodeElsewhere("deployed, not in this folder", function.at))
        for function in reading.stack.functions
    )
    return replace(reading, stack=replace(reading.stack, functions=functions, deployed=True))


def _no_file(_: str) -> None:
    return None
