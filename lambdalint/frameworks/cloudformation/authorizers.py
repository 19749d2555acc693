"""Lambda authorizers of APIs, as SAM, CloudFormation and OpenAPI spell them."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.frameworks.cloudformation.apis import is_websocket
from lambdalint.frameworks.cloudformation.facts import Aimed, Fact
from lambdalint.frameworks.cloudformation.targets import is_function, target_of
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import Permission
from lambdalint.model.source import Origin, Setting
from lambdalint.model.trigger import ApiKind, AuthorizerTrigger


def rest_authorizer(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::ApiGateway::Authorizer`."""
    uri = properties.get("AuthorizerUri")
    if is_function(properties.scope, uri.value):
        kind = properties.get("Type").text()
        yield Aimed(target_of(uri), AuthorizerTrigger(declared.name, declared.at, ApiKind.REST, kind))


def http_authorizer(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::ApiGatewayV2::Authorizer`."""
    uri = properties.get("AuthorizerUri")
    if is_function(properties.scope, uri.value):
        api = properties.get("ApiId").pattern()
        websocket = is_websocket(properties.scope, api.value if api else None, declared.at)
        trigger = AuthorizerTrigger(
            declared.name,
            declared.at,
            ApiKind.WEBSOCKET if websocket else ApiKind.HTTP,
            properties.get("AuthorizerType").text(),
            properties.get("AuthorizerPayloadFormatVersion").text(),
            properties.get("EnableSimpleResponses").flag() or Setting(False, declared.at, Origin.DEFAULT),
        )
        yield Aimed(target_of(uri), trigger)


def sam_authorizers(properties: View, kind: ApiKind) -> Iterator[Fact]:
    """The `Auth.Authorizers` of a SAM API that are functions."""
    for entry, authorizer in properties.path("Auth", "Authorizers").entries():
        function = authorizer.get("FunctionArn")
        if not function.present:
            continue
        at = entry.key_at
        if kind is ApiKind.REST:
            payload = authorizer.get("FunctionPayloadType").text() or Setting("TOKEN", at, Origin.DEFAULT)
            trigger = AuthorizerTrigger(entry.key, at, kind, payload)
        else:
            trigger = AuthorizerTrigger(
                entry.key,
                at,
                kind,
                Setting("REQUEST", at, Origin.DEFAULT),
                authorizer.get("AuthorizerPayloadFormatVersion").text(),
                authorizer.get("EnableSimpleResponses").flag() or Setting(False, at, Origin.DEFAULT),
            )
        target = target_of(function)
        yield Aimed(target, trigger)
        allowed = kind is ApiKind.REST or as_text(authorizer.get("EnableFunctionDefaultPermissions").value) == "true"
        if allowed and not authorizer.path("Identity", "InvokeRole").present:
            action = Setting("lambda:InvokeFunction", at, Origin.DEFAULT)
            yield Aimed(target, Permission(action, Setting("apigateway.amazonaws.com", at, Origin.DEFAULT), at))
