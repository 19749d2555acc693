"""Roles: those a template declares, and those SAM makes for its functions."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.frameworks.cloudformation.facts import Fact, Policy
from lambdalint.frameworks.cloudformation.policies import Permissions
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.values import Reference
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import Grant, Role
from lambdalint.model.source import Span

BASIC = "service-role/AWSLambdaBasicExecutionRole"
DURABLE = "service-role/AWSLambdaBasicDurableExecutionRolePolicy"
EVENT_POLICIES = {
    "SQS": "service-role/AWSLambdaSQSQueueExecutionRole",
    "Kinesis": "service-role/AWSLambdaKinesisExecutionRole",
    "DynamoDB": "service-role/AWSLambdaDynamoDBExecutionRole",
    "MSK": "service-role/AWSLambdaMSKExecutionRole",
}
SEND_ACTIONS = {
    "SQS": "sqs:SendMessage",
    "SNS": "sns:Publish",
    "EventBridge": "events:PutEvents",
    "Lambda": "lambda:InvokeFunction",
    "S3Bucket": "s3:PutObject",
    "S3": "s3:PutObject",
}
"""What SAM allows for a dead-letter queue or destination of a `Type`."""


def role(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::IAM::Role` with what is written inside it."""
    permissions = Permissions(complete=properties.complete)
    permissions.complete &= properties.get("Policies").complete and properties.get("ManagedPolicyArns").complete
    for policy in properties.get("Policies").items():
        permissions.add_document(policy.get("PolicyDocument"))
    for policy in properties.get("ManagedPolicyArns").items():
        permissions.add_managed(policy)
    yield _role(properties.scope, declared.name, declared.at, permissions)


def _role(scope: Scope, name: str, at: Span, permissions: Permissions) -> Role:
    managed = tuple(permissions.managed)
    return Role(scope.id(name), name, at, tuple(permissions.grants), managed, permissions.complete)


def policy(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::IAM::Policy`, `ManagedPolicy` or `RolePolicy`, and the roles it names."""
    permissions = Permissions()
    permissions.add_document(properties.get("PolicyDocument"))
    attached = (*properties.get("Roles").items(), properties.get("RoleName"))
    roles = tuple(view.value.id for view in attached if isinstance(view.value, Reference))
    identifier = properties.scope.id(declared.name)
    yield Policy(identifier, tuple(permissions.grants), permissions.complete, roles)


def generated_role(properties: View, declared: Declared) -> Role:
    """The role SAM makes for a function that names none."""
    at, permissions = declared.at, Permissions(complete=properties.complete)
    permissions.add_named(DURABLE if properties.get("DurableConfig").present else BASIC, at)
    tracing = properties.get("Tracing")
    if tracing.present and as_text(tracing.value) != "Disabled":
        permissions.add_named("AWSXRayDaemonWriteAccess", at)
    if properties.get("VpcConfig").present:
        permissions.add_named("service-role/AWSLambdaVPCAccessExecutionRole", at)
    permissions.add_sam_policies(properties.get("Policies"))
    _add_senders(permissions, properties)
    _add_pollers(permissions, properties.get("Events"), at)
    return _role(properties.scope, f"{declared.name}Role", at, permissions)


def _add_senders(permissions: Permissions, properties: View) -> None:
    """What SAM adds so that the function may reach its dead-letter queue and destinations."""
    dead_letter = properties.get("DeadLetterQueue")
    targets = [(dead_letter.get("Type"), dead_letter.get("TargetArn"))]
    for outcome in ("OnSuccess", "OnFailure"):
        destination = properties.path("EventInvokeConfig", "DestinationConfig", outcome)
        targets.append((destination.get("Type"), destination.get("Destination")))
    for kind, target in targets:
        action, resource = SEND_ACTIONS.get(as_text(kind.value) or ""), target.pattern()
        if action and resource is not None:
            permissions.grants.append(Grant("Allow", (action,), (resource.value or "*",), kind.at))


def _add_pollers(permissions: Permissions, events: View, at: Span) -> None:
    kinds = {as_text(event.get("Type").value): event for _, event in events.entries()}
    through_queue = any(event.path("Properties", "SqsSubscription").present for event in kinds.values())
    needed = {name for kind, name in EVENT_POLICIES.items() if kind in kinds or (kind == "SQS" and through_queue)}
    for name in sorted(needed):
        permissions.add_named(name, at)
