"""The REST API and the WebSocket API of an app, with the routes that its decorators describe."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from lambdalint.documents.tree import Entry, Node, Scalar
from lambdalint.frameworks.chalice.names import WEBSOCKET
from lambdalint.frameworks.chalice.settings import Stage
from lambdalint.frameworks.chalice.written import Call, node
from lambdalint.frameworks.nodes import Properties, attribute, listed, mapping, reference, resource, scalar, unknown
from lambdalint.frameworks.programs.values import Made, Routine, Thing
from lambdalint.model.source import Span

REST, SOCKETS = "RestAPI", "WebsocketAPI"
_STAGE = "api"
_BY_SIGNATURE = "IAMAuthorizer"
_ELSEWHERE = {
    "CognitoUserPoolAuthorizer": ("UserPoolArn", "provider_arns"),
    "CustomAuthorizer": ("FunctionArn", "authorizer_uri"),
}
"""Authorizers that are no functions of the app: the key that SAM knows them by, and the argument that says where they are."""


def route_events(calls: Iterable[Call]) -> Iterator[Entry]:
    """The routes that lead to the one function for all of them."""
    for call in calls:
        path = _path(call)
        methods = call.value("methods")
        written = methods.value if methods is not None else ["GET"]
        for method in written if isinstance(written, list) else [None]:
            verb = scalar(method, call.at) if isinstance(method, str) else unknown("methods", call.at)
            known = path.value if isinstance(path, Scalar) and path.tag is None else call.made.name
            properties: Properties = [
                ("RestApiId", reference(REST, call.at)),
                ("Method", verb),
                ("Path", path),
                ("Auth", _authorization(call)),
            ]
            yield resource(f"{method if isinstance(method, str) else '…'} {known}", call.at, "Api", properties)


def _path(call: Call) -> Node:
    given, prefix = call.value("path", 0), call.made.url_prefix
    if given is None or not isinstance(given.value, str) or not isinstance(prefix, str | None):
        return unknown("path", call.at)
    if prefix is None:
        return scalar(given.value, call.span(given.at))
    whole = posixpath.join(prefix.rstrip("/"), given.value.strip("/"))
    return scalar(whole.rstrip("/") or "/", call.span(given.at))


def _authorization(call: Call) -> Node | None:
    given = call.value("authorizer")
    if given is None or given.value is None:
        return None
    at = call.span(given.at)
    name = _authorizer_name(given.value)
    return mapping(at, [("Authorizer", scalar(name, at) if name else unknown("authorizer", at))])


def _authorizer_name(value: Thing) -> str | None:
    match value:
        case Routine(definition=definition):
            return definition.name
        case Made() if value.last == _BY_SIGNATURE:
            return "AWS_IAM"
        case Made() if value.last in _ELSEWHERE:
            return str(value.arguments.get(0, "name"))
        case Made(of=Made() as of) if value.last == "with_scopes":
            return _authorizer_name(of)
        case _:
            return None


def rest_api(stage: Stage, routes: Iterable[Call], authorizers: Iterable[Call], at: Span) -> Entry:
    """The API with what it authorizes requests by."""
    types = stage.find("api_gateway_endpoint_type")
    own = [(call.made.handler.rpartition(".")[2], _function(call)) for call in authorizers]
    others = dict(pair for call in routes if (pair := _elsewhere(call)) is not None)
    known = mapping(at, [*others.items(), *own])
    properties: Properties = [
        ("StageName", stage.find("api_gateway_stage") or scalar(_STAGE, at)),
        ("EndpointConfiguration", types),
        ("Auth", mapping(at, [("Authorizers", known)]) if known.entries else None),
    ]
    return resource(REST, at, "AWS::Serverless::Api", properties)


def _function(call: Call) -> Node:
    return mapping(call.at, [("FunctionArn", attribute(call.made.name, "Arn", call.at))])


def _elsewhere(call: Call) -> tuple[str, Node] | None:
    """An authorizer that is there already, as a route names it."""
    given = call.value("authorizer")
    value = given.value if given is not None else None
    made = value.of if isinstance(value, Made) and value.last == "with_scopes" else value
    if given is None or not isinstance(made, Made) or made.last not in _ELSEWHERE:
        return None
    at = call.span(given.at)
    key, argument = _ELSEWHERE[made.last]
    return str(made.arguments.get(0, "name")), mapping(at, [(key, node(made.arguments.get(1, argument), at))])


def socket_api(calls: Iterable[Call], at: Span) -> Iterator[Entry]:
    """The WebSocket API with its routes."""
    yield resource(SOCKETS, at, "AWS::ApiGatewayV2::Api", [("ProtocolType", scalar("WEBSOCKET", at))])
    for call in calls:
        function, key = WEBSOCKET[call.made.kind]
        integration = f"{function} integration"
        api = ("ApiId", reference(SOCKETS, call.at))
        uri = ("IntegrationUri", attribute(function, "Arn", call.at))
        proxy = ("IntegrationType", scalar("AWS_PROXY", call.at))
        yield resource(integration, call.at, "AWS::ApiGatewayV2::Integration", [api, proxy, uri])
        parts = listed(scalar("integrations", call.at), reference(integration, call.at))
        target = mapping(call.at, [("Fn::Join", listed(scalar("/", call.at), parts))])
        route: Properties = [api, ("RouteKey", scalar(key, call.at)), ("Target", target)]
        yield resource(f"{function} route", call.at, "AWS::ApiGatewayV2::Route", route)
