"""SAM's connectors: what they let a function do, and who they let invoke it."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.aws.sam_policies import Statement, connector
from lambdalint.frameworks.cloudformation.facts import Aimed, Fact, Grants
from lambdalint.frameworks.cloudformation.intrinsics import named
from lambdalint.frameworks.cloudformation.policies import granted
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.values import Reference, Value
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import Permission
from lambdalint.model.source import Origin, Setting, Span

FUNCTION = "AWS::Lambda::Function"
SAM_TYPES = {
    "AWS::Serverless::Function": FUNCTION,
    "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
    "AWS::Serverless::SimpleTable": "AWS::DynamoDB::Table",
    "AWS::Serverless::Api": "AWS::ApiGateway::RestApi",
    "AWS::Serverless::HttpApi": "AWS::ApiGatewayV2::Api",
}
"""The types that SAM's own become."""

PRINCIPALS = {
    "AWS::ApiGateway::RestApi": "apigateway.amazonaws.com",
    "AWS::ApiGatewayV2::Api": "apigateway.amazonaws.com",
    "AWS::Events::Rule": "events.amazonaws.com",
    "AWS::S3::Bucket": "s3.amazonaws.com",
    "AWS::SNS::Topic": "sns.amazonaws.com",
    "AWS::AppSync::GraphQLApi": "appsync.amazonaws.com",
}
"""Sources that a connector to a function allows to invoke it."""


def connectors(declared: Declared, scope: Scope) -> Iterator[Fact]:
    """The `Connectors` embedded in a resource: it is their source."""
    for _, connector_view in View.of(scope, declared.body.get("Connectors"), declared.at).entries():
        properties = connector_view.get("Properties")
        source = Reference(scope.id(declared.name), "Ref", declared.at)
        yield from _connected(View(scope, source, declared.at), properties)


def connector_resource(properties: View, _: Declared) -> Iterator[Fact]:
    """An `AWS::Serverless::Connector`."""
    yield from _connected(_end(properties.get("Source")), properties)


def _connected(source: View, properties: View) -> Iterator[Fact]:
    asked = properties.get("Permissions")
    permissions = tuple(text for item in asked.items() if (text := as_text(item.value)))
    for destination in properties.get("Destination").items():
        yield from _connection(source, _end(destination), permissions, properties.at)


def _end(view: View) -> View:
    """One end of a connector, by its logical id or ARN."""
    name = as_text(view.get("Id").value)
    if name is None:
        return view.get("Arn")
    return View(view.scope, Reference(view.scope.id(name), "Ref", view.at), view.at)


def _connection(source: View, destination: View, permissions: tuple[str, ...], at: Span) -> Iterator[Fact]:
    source_type, destination_type = _type(source), _type(destination)
    if source_type == FUNCTION:
        statements = connector(destination_type, permissions, function_is_source=True)
        yield from _grants(source, destination, statements, at)
    if destination_type == FUNCTION:
        statements = connector(source_type, permissions, function_is_source=False)
        yield from _grants(destination, source, statements, at)
        principal = PRINCIPALS.get(source_type)
        if principal and isinstance(destination.value, Reference):
            action = Setting("lambda:InvokeFunction", at, Origin.DEFAULT)
            allowed = Permission(action, Setting(principal, at, Origin.DEFAULT), at, source=source.pattern())
            yield Aimed(destination.value.id, allowed)


def _grants(function: View, other: View, statements: tuple[Statement, ...], at: Span) -> Iterator[Fact]:
    def lookup(name: str) -> Value | None:
        return other.value if name == "Other" else named(other.scope, name, at)

    if statements and isinstance(function.value, Reference):
        yield Aimed(function.value.id, Grants(tuple(granted(statements, lookup, at))))


def _type(end: View) -> str:
    kind = end.scope.type_of(end.value.id) if isinstance(end.value, Reference) else ""
    return SAM_TYPES.get(kind, kind)
