"""What SAM adds to a function's role because of where its events come from and where its results go."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.frameworks.cloudformation.policies import Permissions
from lambdalint.frameworks.cloudformation.values import spelling_of
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import Grant
from lambdalint.model.source import Span

MANAGED = {
    "SQS": "AWSLambdaSQSQueueExecutionRole",
    "Kinesis": "AWSLambdaKinesisExecutionRole",
    "DynamoDB": "AWSLambdaDynamoDBExecutionRole",
    "MSK": "AWSLambdaMSKExecutionRole",
}
"""The managed policy for each type of event."""

NETWORK = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeVpcs",
    "ec2:DescribeSubnets",
    "ec2:DescribeSecurityGroups",
)
STATEMENTS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "MQ": ((("mq:DescribeBroker",), "Broker"),),
    "DocumentDB": (
        (("rds:DescribeDBClusterParameters", "rds:DescribeDBSubnetGroups"), "*"),
        (("rds:DescribeDBClusters",), "Cluster"),
        (NETWORK, "*"),
    ),
    "SelfManagedKafka": ((NETWORK, "*"),),
}
"""Statements for each type of event: actions, and the setting that names their resource."""

SENDING = {
    "SQS": "sqs:SendMessage",
    "SNS": "sns:Publish",
    "EventBridge": "events:PutEvents",
    "Lambda": "lambda:InvokeFunction",
    "S3Bucket": "s3:PutObject",
    "S3": "s3:PutObject",
}
"""The action for a dead-letter queue or destination of each `Type`."""


def add_senders(permissions: Permissions, properties: View) -> None:
    """What lets the function reach its dead-letter queue and its destinations."""
    _add_sender(permissions, properties.get("DeadLetterQueue"), "TargetArn")
    for outcome in ("OnSuccess", "OnFailure"):
        destination = properties.path("EventInvokeConfig", "DestinationConfig", outcome)
        _add_sender(permissions, destination, "Destination")


def _add_sender(permissions: Permissions, destination: View, key: str) -> None:
    action = SENDING.get(as_text(destination.get("Type").value) or "")
    if action is not None:
        permissions.grants.append(_allowed((action,), destination.get(key), destination.at))


def add_pollers(permissions: Permissions, events: View, at: Span) -> None:
    """What lets Lambda poll in the function's name."""
    managed: dict[str, None] = {}
    for _, event in events.entries():
        kind, settings = as_text(event.get("Type").value) or "", event.get("Properties")
        kind = "SQS" if settings.get("SqsSubscription").written else kind
        if kind in MANAGED:
            managed[MANAGED[kind]] = None
        permissions.grants.extend(_polling(kind, settings))
        _add_sender(permissions, settings.path("DestinationConfig", "OnFailure"), "Destination")
    for name in managed:
        permissions.add_named(name, at)


def _polling(kind: str, settings: View) -> Iterator[Grant]:
    for actions, key in STATEMENTS.get(kind, ()):
        yield (
            Grant("Allow", actions, ("*",), settings.at)
            if key == "*"
            else _allowed(actions, settings.get(key), settings.at)
        )
    for access in settings.get("SourceAccessConfigurations").items():
        mechanism = as_text(access.get("Type").value) or ""
        # Of an MSK cluster's secrets SAM grants only the certificates.
        if mechanism.endswith("_AUTH") and (kind != "MSK" or mechanism == "CLIENT_CERTIFICATE_TLS_AUTH"):
            yield _allowed(("secretsmanager:GetSecretValue",), access.get("URI"), access.at)


def _allowed(actions: tuple[str, ...], resource: View, at: Span) -> Grant:
    return Grant("Allow", actions, (spelling_of(resource.value),), at)
