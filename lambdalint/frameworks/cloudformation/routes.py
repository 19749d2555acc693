"""API Gateway resources as CloudFormation spells them: methods, routes, integrations."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents.tree import Scalar
from lambdalint.frameworks.cloudformation.apis import (
    api_properties,
    endpoint_of,
    is_websocket,
    proxies,
    runs_asynchronously,
    streams,
    upper,
)
from lambdalint.frameworks.cloudformation.facts import Aimed, Fact
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.targets import is_function, target_of
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.values import Reference, parts_of
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.source import Origin, Setting
from lambdalint.model.trigger import ApiKind, HttpTrigger

DEEPEST_PATH = 30


def method(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::ApiGateway::Method` whose integration is a function."""
    integration = properties.get("Integration")
    uri = integration.get("Uri")
    if not is_function(properties.scope, uri.value):
        return
    api = properties.get("RestApiId").pattern()
    trigger = HttpTrigger(
        declared.name,
        declared.at,
        ApiKind.REST,
        method=upper(properties.get("HttpMethod")),
        path=_path(properties),
        api=api,
        integration_timeout=integration.get("TimeoutInMillis").integer(),
        payload_version=Setting("1.0", declared.at, Origin.DEFAULT),
        proxy=proxies(integration.get("Type"), declared.at),
        auth=_authorization(properties, declared),
        endpoint=endpoint_of(api_properties(properties.scope, api.value if api else None, declared.at), declared.at),
        streaming=streams(integration.get("ResponseTransferMode")),
        asynchronous=runs_asynchronously(integration.get("RequestParameters")),
    )
    yield Aimed(target_of(uri), trigger)


def _authorization(properties: View, declared: Declared) -> Setting[str]:
    return properties.get("AuthorizationType").text() or Setting("NONE", declared.at, Origin.DEFAULT)


def _path(properties: View) -> Setting[str] | None:
    """The path of a method, put together from the API's resources up to the root."""
    resource = properties.get("ResourceId")
    at = resource.at
    parts: list[str] = []
    for _ in range(DEEPEST_PATH):
        if not isinstance(resource.value, Reference):
            return Setting.unknown(at)
        if resource.value.attribute == "RootResourceId":
            return Setting("/" + "/".join(reversed(parts)), at)
        found = properties.scope.find(resource.value.id)
        if found is None:
            return Setting.unknown(at)
        above = View.of(found[0], found[1].properties, found[1].at)
        part = as_text(above.get("PathPart").value)
        if part is None:
            return Setting.unknown(at)
        parts.append(part)
        resource = above.get("ParentId")
    return Setting.unknown(at)


def route(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::ApiGatewayV2::Route` whose integration is a function."""
    scope = properties.scope
    integration = _referred(scope, properties.get("Target"))
    if integration is None:
        return
    uri = integration.get("IntegrationUri")
    if not is_function(uri.scope, uri.value):
        return
    api = properties.get("ApiId").pattern()
    websocket = is_websocket(scope, api.value if api else None, declared.at)
    verb, path = _route_key(properties.get("RouteKey"), websocket=websocket)
    trigger = HttpTrigger(
        declared.name,
        declared.at,
        ApiKind.WEBSOCKET if websocket else ApiKind.HTTP,
        method=verb,
        path=path,
        api=api,
        integration_timeout=integration.get("TimeoutInMillis").integer(),
        payload_version=None if websocket else _payload_version(integration),
        proxy=proxies(integration.get("IntegrationType"), declared.at),
        auth=_authorization(properties, declared),
        asynchronous=runs_asynchronously(integration.get("RequestParameters")),
    )
    yield Aimed(target_of(uri), trigger)


def _referred(scope: Scope, target: View) -> View | None:
    """The integration in `integrations/…`."""
    for part in parts_of(target.value):
        found = scope.find(part.id) if isinstance(part, Reference) else None
        if found is not None:
            return View.of(found[0], found[1].properties, found[1].at)
    return None


def _payload_version(integration: View) -> Setting[str]:
    return integration.get("PayloadFormatVersion").text() or Setting("1.0", integration.at, Origin.DEFAULT)


def _route_key(key: View, *, websocket: bool) -> tuple[Setting[str] | None, Setting[str] | None]:
    """The verb and path of `GET /orders`; a WebSocket route, like `$default`, is all path."""
    written = key.text()
    if written is None or written.value is None or websocket:
        return None, written
    verb, _, path = written.value.rpartition(" ")
    return (
        Setting(verb or "ANY", written.at, written.origin),
        Setting(path, written.at, written.origin),
    )


def quick_api(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::ApiGatewayV2::Api` that is given its one function as `Target`."""
    target = properties.get("Target")
    if not is_function(properties.scope, target.value):
        return
    verb, path = _route_key(properties.get("RouteKey"), websocket=False)
    trigger = HttpTrigger(
        declared.name,
        declared.at,
        ApiKind.HTTP,
        method=verb or Setting("ANY", declared.at, Origin.DEFAULT),
        path=path or Setting("$default", declared.at, Origin.DEFAULT),
        api=Setting(properties.scope.id(declared.name), declared.at),
        payload_version=Setting("2.0", declared.at, Origin.DEFAULT),
        proxy=Setting(True, declared.at, Origin.DEFAULT),
        auth=Setting("NONE", declared.at, Origin.DEFAULT),
    )
    yield Aimed(target_of(target), trigger)


def web_socket_routes(properties: View, declared: Declared) -> Iterator[Fact]:
    """The `Routes` of an `AWS::Serverless::WebSocketApi`."""
    for entry, spec in properties.get("Routes").entries():
        function = spec.get("FunctionArn")
        trigger = HttpTrigger(
            entry.key,
            entry.key_at,
            ApiKind.WEBSOCKET,
            path=Setting(entry.key, entry.key_at),
            api=Setting(properties.scope.id(declared.name), declared.at),
            integration_timeout=spec.get("IntegrationTimeout").integer(),
            proxy=Setting(True, entry.key_at, Origin.DEFAULT),
        )
        yield Aimed(target_of(function), trigger)


def target_group(properties: View, declared: Declared) -> Iterator[Fact]:
    """A load balancer's target group of type `lambda`."""
    kind = properties.get("TargetType").value
    if isinstance(kind, Scalar) and kind.value == "lambda":
        for item in properties.get("Targets").items():
            trigger = HttpTrigger(declared.name, declared.at, ApiKind.LOAD_BALANCER)
            yield Aimed(target_of(item.get("Id")), trigger)
