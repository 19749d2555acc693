"""HTTP events, as the API Gateway and load balancer resources that the framework makes for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lambdalint.documents.tree import Entry, Node
from lambdalint.frameworks.nodes import (
    Properties,
    attribute,
    entries,
    find,
    is_plain,
    listed,
    mapping,
    reference,
    resource,
    scalar,
    text,
    unknown,
)
from lambdalint.frameworks.serverless.events import Event
from lambdalint.frameworks.serverless.service import Service
from lambdalint.model.source import Span

REST, HTTP, WEBSOCKET = "ApiGatewayRestApi", "HttpApi", "WebsocketsApi"
PROXY, CUSTOM = "AWS_PROXY", "AWS"
ASYNCHRONOUS = "integration.request.header.X-Amz-Invocation-Type"


def route_resources(event: Event) -> Iterator[Entry]:
    """What the framework makes for an event of one of the types in `ROUTES`."""
    yield from ROUTES[event.kind](event)
    principal = "elasticloadbalancing.amazonaws.com" if event.kind == "alb" else "apigateway.amazonaws.com"
    allowed = [
        ("FunctionName", event.arn),
        ("Action", scalar("lambda:InvokeFunction", event.at)),
        ("Principal", scalar(principal, event.at)),
        ("SourceArn", unknown("the API", event.at)),
    ]
    yield resource(f"permission of {event.name} of {event.function}", event.at, "AWS::Lambda::Permission", allowed)


def apis(service: Service, kinds: set[str]) -> Iterator[Entry]:
    """The APIs that the events of these types share, unless the provider names others."""
    at = service.at
    if "http" in kinds:
        endpoint = find(service.provider, "endpointType")
        kind = endpoint and scalar((text(endpoint) or "").upper(), endpoint.at) if text(endpoint) else endpoint
        types = kind and mapping(kind.at, [("Types", listed(kind))])
        yield resource(REST, at, "AWS::ApiGateway::RestApi", [("EndpointConfiguration", types)])
    if "httpApi" in kinds:
        yield resource(HTTP, at, "AWS::ApiGatewayV2::Api", [("ProtocolType", scalar("HTTP", at))])
        yield from _http_authorizers(service)
    if "websocket" in kinds:
        yield resource(WEBSOCKET, at, "AWS::ApiGatewayV2::Api", [("ProtocolType", scalar("WEBSOCKET", at))])


def _route(event: Event) -> tuple[Node, Node]:
    """The method and path of `GET /orders` or of the long form."""
    written = text(event.settings)
    if written is not None:
        method, _, path = written.strip().rpartition(" ")
        return scalar(method or "*", event.at), scalar(path, event.at)
    if not is_plain(event.settings):
        return unknown("method", event.at), unknown("path", event.at)
    method_node, path_node = event.get("method"), event.get("path")
    return method_node or scalar("*", event.at), path_node or scalar("*", event.at)


def _any(method: Node) -> Node:
    name = text(method)
    return method if name is None else scalar("ANY" if name == "*" else name.upper(), method.at)


def _named(event: Event, method: Node, path: Node) -> str:
    """What to call a route; the function's name keeps it apart when its path is unknown."""
    known = text(path)
    where = f"/{known.strip('/')}" if known is not None else f"of {event.function} {event.number}"
    return f"{event.kind} {text(_any(method)) or '…'} {where}"


def _rest(event: Event) -> Iterator[Entry]:
    method, path = _route(event)
    name, at = _named(event, method, path), event.at
    api = find(event.service.provider, "apiGateway", "restApiId") or reference(REST, at)
    root = attribute(REST, "RootResourceId", at)
    part = (text(path) or "").strip("/")
    if part or text(path) is None:
        segment = scalar(part, path.at) if part else path
        above = [("RestApiId", api), ("ParentId", root), ("PathPart", segment)]
        yield resource(f"{name} path", at, "AWS::ApiGateway::Resource", above)
        root = reference(f"{name} path", at)
    kind, authorizers = _rest_authorization(event)
    yield from authorizers
    integration = [
        ("Type", _integration(event)),
        ("Uri", event.arn),
        ("TimeoutInMillis", event.get("timeoutInMillis")),
        ("RequestParameters", _asynchronous(event)),
    ]
    properties = [
        ("RestApiId", api),
        ("ResourceId", root),
        ("HttpMethod", _any(method)),
        ("AuthorizationType", kind),
        ("Integration", mapping(at, integration)),
    ]
    yield resource(name, at, "AWS::ApiGateway::Method", properties)


def _integration(event: Event) -> Node:
    written = event.get("integration")
    kind = (text(written) or "").lower().replace("_", "-") if written else "lambda-proxy"
    if written is not None and text(written) is None:
        return written
    return scalar(PROXY if kind in ("lambda-proxy", "aws-proxy") else CUSTOM, written.at if written else event.at)


def _asynchronous(event: Event) -> Node | None:
    written = event.get("async")
    if written is None or text(written) == "false":
        return None
    return mapping(written.at, [(ASYNCHRONOUS, scalar("'Event'", written.at))])


def _rest_authorization(event: Event) -> tuple[Node | None, list[Entry]]:
    """How requests are authorized, and the authorizer when it is a function."""
    written = event.get("authorizer")
    if written is None:
        return None, []
    name = text(find(written, "name") if is_plain(written) else written)
    kind = (text(find(written, "type")) or "").lower()
    arn = find(written, "arn")
    if "aws_iam" in (kind, (name or "").lower()):
        return scalar("AWS_IAM", written.at), []
    if kind == "cognito_user_pools" or ":cognito-idp:" in (text(arn) or name or ""):
        return scalar("COGNITO_USER_POOLS", written.at), []
    if arn is not None and text(arn) is None and not kind:
        return unknown("authorizer", written.at), []
    is_function = event.service.has_function(name)
    uri = arn or (attribute(name, "Arn", written.at) if name and is_function else scalar(name or "", written.at))
    type_name = scalar("REQUEST" if kind == "request" else "TOKEN", written.at)
    label = f"authorizer {name or text(arn) or event.name}"
    declared = resource(label, written.at, "AWS::ApiGateway::Authorizer", [("AuthorizerUri", uri), ("Type", type_name)])
    return scalar("CUSTOM", written.at), [declared]


def _http(event: Event) -> Iterator[Entry]:
    method, path = _route(event)
    known = text(path)
    key: Node = unknown("route", event.at)
    if known == "*":
        key = scalar("$default", path.at)
    elif known is not None and text(method) is not None:
        key = scalar(f"{text(_any(method))} /{known.strip('/')}", path.at)
    name = _named(event, method, path)
    api = find(event.service.provider, "httpApi", "id") or reference(HTTP, event.at)
    version = find(event.service.provider, "httpApi", "payload") or scalar("2.0", event.at)
    yield from _v2(event, name, api, key, _http_authorization(event), ("PayloadFormatVersion", version))


def _http_authorization(event: Event) -> Node | None:
    written = event.get("authorizer")
    if written is None:
        return None
    name = text(find(written, "name") if is_plain(written) else written)
    kind = text(find(written, "type"))
    if kind is None and name is not None:
        kind = text(find(event.service.provider, "httpApi", "authorizers", name, "type")) or "jwt"
    names = {"aws_iam": "AWS_IAM", "jwt": "JWT", "request": "CUSTOM"}
    known = names.get((kind or "").lower())
    return scalar(known, written.at) if known else unknown("authorizer", written.at)


def _http_authorizers(service: Service) -> Iterator[Entry]:
    """The authorizers of the HTTP API that are functions."""
    for entry in entries(find(service.provider, "httpApi", "authorizers")):
        name = text(find(entry.value, "functionName"))
        uri = attribute(name, "Arn", entry.key_at) if name else find(entry.value, "functionArn")
        if uri is not None:
            properties: Properties = [
                ("ApiId", reference(HTTP, entry.key_at)),
                ("AuthorizerType", scalar("REQUEST", entry.key_at)),
                ("AuthorizerUri", uri),
                ("AuthorizerPayloadFormatVersion", find(entry.value, "payloadVersion") or scalar("2.0", entry.key_at)),
                ("EnableSimpleResponses", find(entry.value, "enableSimpleResponses")),
            ]
            yield resource(f"authorizer {entry.key}", entry.key_at, "AWS::ApiGatewayV2::Authorizer", properties)


def _websocket(event: Event) -> Iterator[Entry]:
    key = event.short("route") or unknown("route", event.at)
    name = f"{event.kind} {text(key) or f'of {event.function} {event.number}'}"
    written = event.get("authorizer")
    kind = written and scalar("AWS_IAM" if text(written) == "aws_iam" else "CUSTOM", written.at)
    yield from _websocket_authorizer(event, written)
    yield from _v2(event, name, reference(WEBSOCKET, event.at), key, kind)


def _websocket_authorizer(event: Event, written: Node | None) -> Iterator[Entry]:
    name = text(find(written, "name") if is_plain(written) else written)
    if written is not None and name and event.service.has_function(name):
        properties: Properties = [
            ("ApiId", reference(WEBSOCKET, written.at)),
            ("AuthorizerType", scalar("REQUEST", written.at)),
            ("AuthorizerUri", attribute(name, "Arn", written.at)),
        ]
        yield resource(f"authorizer {name}", written.at, "AWS::ApiGatewayV2::Authorizer", properties)


def _v2(
    event: Event, name: str, api: Node, key: Node, authorization: Node | None, *more: tuple[str, Node]
) -> Iterator[Entry]:
    """A route of an HTTP or WebSocket API with its integration."""
    at: Span = event.at
    made = f"{name} integration"
    properties: Properties = [
        ("ApiId", api),
        ("IntegrationType", scalar(PROXY, at)),
        ("IntegrationUri", event.arn),
        *more,
    ]
    yield resource(made, at, "AWS::ApiGatewayV2::Integration", properties)
    target = mapping(
        at, [("Fn::Join", listed(scalar("/", at), listed(scalar("integrations", at), reference(made, at))))]
    )
    route: Properties = [("ApiId", api), ("RouteKey", key), ("Target", target), ("AuthorizationType", authorization)]
    yield resource(name, at, "AWS::ApiGatewayV2::Route", route)


def _load_balancer(event: Event) -> Iterator[Entry]:
    target = mapping(event.at, [("Id", event.arn)])
    properties: Properties = [("TargetType", scalar("lambda", event.at)), ("Targets", listed(target))]
    name = f"{event.name} of {event.function}"
    yield resource(name, event.at, "AWS::ElasticLoadBalancingV2::TargetGroup", properties)


ROUTES: dict[str, Callable[[Event], Iterator[Entry]]] = {
    "http": _rest,
    "httpApi": _http,
    "websocket": _websocket,
    "alb": _load_balancer,
}
