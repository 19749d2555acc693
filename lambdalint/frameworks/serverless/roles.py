"""The roles that the framework makes: one for all functions, or one for a function with statements of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lambdalint.documents.tree import Entry, Mapping, Node, Sequence
from lambdalint.frameworks.nodes import (
    attribute,
    entries,
    find,
    is_plain,
    is_unknown,
    items,
    listed,
    mapping,
    resource,
    scalar,
    text,
    unknown,
)
from lambdalint.frameworks.serverless.events import stream_service
from lambdalint.frameworks.serverless.service import ROLES_PLUGIN, Service, normalized
from lambdalint.model.source import Span

ROLE = "AWS::IAM::Role"
SHARED = "IamRoleLambdaExecution"
NETWORK = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"

LOGGING = ("logs:CreateLogStream", "logs:CreateLogGroup", "logs:TagResource", "logs:PutLogEvents")
TRACING = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
POLLING = {
    "sqs": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    "DynamoDB": ("dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream", "dynamodb:ListStreams"),
    "Kinesis": (
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:ListShards",
        "kinesis:ListStreams",
    ),
    "msk": ("kafka:DescribeCluster", "kafka:GetBootstrapBrokers"),
    "activemq": ("mq:DescribeBroker",),
    "rabbitmq": ("mq:DescribeBroker",),
}
"""What the framework allows for each type of event that Lambda polls."""


def role_of(service: Service, entry: Entry) -> tuple[Node, Entry | None]:
    """What a function's `Role` is, and the role itself when it is the function's own."""
    written = find(entry.value, "role") or _given(service)
    if written is not None:
        return _named(written), None
    own = _own_statements(service, entry)
    if own is None:
        return attribute(SHARED, "Arn", entry.key_at), None
    name = f"{normalized(entry.key)}{SHARED}"
    managed = find(entry.value, "iam", "role", "managedPolicies")
    statements = (*_made(service, (entry,), entry.key_at), *own, *_hidden(service, entry.key_at))
    return attribute(name, "Arn", entry.key_at), _role(
        name, entry.key_at, statements, managed, network=_has_network(service, (entry,))
    )


def shared_role(service: Service, functions: tuple[Entry, ...]) -> Entry:
    """The role of all functions that have none of their own."""
    statements = find(service.provider, "iam", "role", "statements") or find(service.provider, "iamRoleStatements")
    managed = find(service.provider, "iam", "role", "managedPolicies") or find(service.provider, "iamManagedPolicies")
    everything = (*_made(service, functions, service.at), *items(statements), *_hidden(service, service.at))
    return _role(SHARED, service.at, everything, managed, network=_has_network(service, functions))


def _given(service: Service) -> Node | None:
    """A role from elsewhere that the provider names."""
    role = find(service.provider, "iam", "role")
    return find(service.provider, "role") or (None if is_plain(role) else role)


def _named(written: Node) -> Node:
    """A role by its ARN, or by the logical id of a resource."""
    name = text(written)
    return written if name is None or ":" in name else attribute(name, "Arn", written.at)


def _own_statements(service: Service, entry: Entry) -> tuple[Node, ...] | None:
    """A function's own statements, with the provider's where it takes those too; None when it has none."""
    own = find(entry.value, "iam", "role", "statements")
    inherits = text(find(entry.value, "iam", "inheritStatements")) == "true"
    if own is None and ROLES_PLUGIN in service.plugins:
        own = find(entry.value, "iamRoleStatements")
        inherited = find(entry.value, "iamRoleStatementsInherit")
        default = find(service.root, "custom", ROLES_PLUGIN, "defaultInherit")
        inherits = text(default if inherited is None else inherited) == "true"
    if own is None:
        return None
    shared = find(service.provider, "iam", "role", "statements") or find(service.provider, "iamRoleStatements")
    return (*items(own), *(items(shared) if inherits else ()))


def _role(name: str, at: Span, statements: Iterable[Node], managed: Node | None, *, network: bool) -> Entry:
    document = mapping(at, [("Statement", Sequence(tuple(statements), at))])
    policies = (*items(managed), *([scalar(NETWORK, at)] if network else ()))
    properties = (
        ("Policies", listed(mapping(at, [("PolicyDocument", document)]))),
        ("ManagedPolicyArns", managed if is_unknown(managed) else Sequence(policies, at)),
    )
    return resource(name, at, ROLE, properties)


def _has_network(service: Service, functions: Iterable[Entry]) -> bool:
    return any(find(each, "vpc") is not None for each in (service.provider, *(one.value for one in functions)))


def _made(service: Service, functions: tuple[Entry, ...], at: Span) -> Iterator[Mapping]:
    """The statements that the framework adds for logging, tracing, polling and dead letters."""
    yield _allowed(LOGGING, scalar("arn:aws:logs:*:*:log-group:/aws/lambda/*", at), at)
    if any(_is_traced(service, one) for one in functions):
        yield _allowed(TRACING, scalar("*", at), at)
    for one in functions:
        for event in items(find(one.value, "events")):
            yield from _polling(event)
        dead_letter = find(one.value, "onError")
        if dead_letter is not None:
            yield _allowed(("sns:Publish",), dead_letter, dead_letter.at)


def _hidden(service: Service, at: Span) -> Iterator[Node]:
    if service.changes_permissions:
        yield unknown("plugin", at)


def _is_traced(service: Service, function: Entry) -> bool:
    return text(find(function.value, "tracing") or find(service.provider, "tracing", "lambda")) not in (None, "false")


def _polling(event: Node) -> Iterator[Mapping]:
    for entry in entries(event):
        source = find(entry.value, "arn") if is_plain(entry.value) else entry.value
        kind = stream_service(entry.value) if entry.key == "stream" else entry.key
        if kind in POLLING and source is not None:
            yield _allowed(POLLING[kind], source, entry.key_at)


def _allowed(actions: tuple[str, ...], where: Node, at: Span) -> Mapping:
    names = Sequence(tuple(scalar(action, at) for action in actions), at)
    return mapping(at, [("Effect", scalar("Allow", at)), ("Action", names), ("Resource", where)])
