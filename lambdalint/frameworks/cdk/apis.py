"""REST, HTTP and WebSocket APIs: their routes to functions."""

from __future__ import annotations

from typing import Any

from lambdalint.frameworks.cdk.builder import Builder, Site, arn, converted, milliseconds, put, word
from lambdalint.frameworks.cdk.pushes import permit
from lambdalint.frameworks.cdk.values import Construct, Route
from lambdalint.frameworks.programs.values import Arguments, Given, Made, Ref, Thing, Unknown

_REST = "aws_cdk.aws_apigateway"


def rest_api(site: Site) -> Construct:
    """A `RestApi`."""
    properties: dict[str, Any] = {}
    kinds = site.arguments.given(-1, "endpoint_types")
    configuration = site.arguments.get(-1, "endpoint_configuration")
    if isinstance(configuration, Made):
        kinds = configuration.arguments.given(-1, "types")
    put(properties, "EndpointConfiguration.Types", converted(kinds, _words))
    made = site.construct(site.add("AWS::ApiGateway::RestApi", properties))
    default = site.arguments.given(-1, "default_integration")
    made.parts["root"] = Route(made, Ref(made.name, "RootResourceId"), default=default)
    return made


def _words(values: Thing) -> Thing:
    return [word(one) for one in values] if isinstance(values, list) else Unknown("types")


def lambda_rest_api(site: Site) -> Construct:
    """A `LambdaRestApi`: all paths to one function, unless `proxy` is off."""
    made = rest_api(site)
    handler = site.arguments.given(-1, "handler")
    root: Route = made.parts["root"]
    at = site.whole if handler is None else handler.at
    integration = Made(f"{_REST}.LambdaIntegration", Arguments(at, [] if handler is None else [handler]))
    root.default = root.default or Given(integration, at)
    if site.arguments.get(-1, "proxy") is not False:
        add_proxy(site.builder, root, Arguments(site.whole))
        add_method(site.builder, root, Arguments(site.whole, [Given("ANY", site.whole)]))
    return made


def add_resource(builder: Builder, parent: Route, arguments: Arguments) -> Route:
    """`node.add_resource("orders")`."""
    part = arguments.given(0, "path_part")
    name = part.value if part is not None and isinstance(part.value, str) else "resource"
    if name in parent.inner:
        return parent.inner[name]
    at = arguments.at if part is None else part.at
    site = Site(builder, "", parent.api.place, arguments, at, arguments.at)
    properties = {"RestApiId": Ref(parent.api.name), "ParentId": parent.resource, "PathPart": part}
    resource = site.add("AWS::ApiGateway::Resource", properties, *parent.names, name)
    default = arguments.given(-1, "default_integration") or parent.default
    node = Route(parent.api, Ref(resource.name), (*parent.names, name), default)
    parent.inner[name] = node
    return node


def add_proxy(builder: Builder, parent: Route, arguments: Arguments) -> Route:
    """`node.add_proxy()`: every path below."""
    inner = Arguments(arguments.at, [Given("{proxy+}", arguments.at)], dict(arguments.named))
    node = add_resource(builder, parent, inner)
    if arguments.get(-1, "any_method") is not False:
        add_method(builder, node, Arguments(arguments.at, [Given("ANY", arguments.at)]))
    return node


def resource_for(builder: Builder, node: Route, arguments: Arguments) -> Route:
    """`node.resource_for_path("a/b")`."""
    path = arguments.get(0, "path")
    for part in path.strip("/").split("/") if isinstance(path, str) else ():
        node = add_resource(builder, node, Arguments(arguments.at, [Given(part, arguments.at)]))
    return node


def add_method(builder: Builder, node: Route, arguments: Arguments) -> None:
    """`node.add_method("GET", LambdaIntegration(function))`."""
    integration = arguments.given(1, "target") or arguments.given(1, "integration") or node.default
    made = integration.value if integration is not None else None
    verb = arguments.given(0, "http_method")
    if not isinstance(made, Made) or made.last != "LambdaIntegration" or integration is None:
        return
    handler = made.arguments.given(0, "handler")
    properties: dict[str, Any] = {
        "RestApiId": Ref(node.api.name),
        "ResourceId": node.resource,
        "HttpMethod": verb,
        "Integration": _rest_integration(made, handler, integration),
    }
    properties |= _authorization(arguments)
    at = arguments.at if verb is None else verb.at
    name = verb.value if verb is not None and isinstance(verb.value, str) else "method"
    site = Site(builder, "", node.api.place, arguments, at, arguments.at)
    resource = site.add("AWS::ApiGateway::Method", properties, *node.names, name)
    resource.doubtful = builder.doubt
    function = None if handler is None else handler.value
    permit(builder, function, "apigateway.amazonaws.com", Ref(node.api.name), integration)


def _rest_integration(made: Made, handler: Given | None, integration: Given) -> dict[str, Any]:
    proxy = made.arguments.get(-1, "proxy")
    kind = "AWS" if proxy is False else "AWS_PROXY" if proxy in (None, True) else Unknown("proxy")
    properties: dict[str, Any] = {"Type": kind, "Uri": Given(None, integration.at)}
    if handler is not None:
        properties["Uri"] = converted(handler, arn)
    put(properties, "TimeoutInMillis", converted(made.arguments.given(-1, "timeout"), milliseconds))
    return properties


def _authorization(arguments: Arguments) -> dict[str, Any]:
    kind, authorizer = arguments.given(-1, "authorization_type"), arguments.given(-1, "authorizer")
    if kind is not None:
        return {"AuthorizationType": converted(kind, _authorization_type)}
    if authorizer is None:
        return {}
    last = getattr(authorizer.value, "dotted", "").rpartition(".")[2]
    known = {
        "CognitoUserPoolsAuthorizer": "COGNITO_USER_POOLS",
        "TokenAuthorizer": "CUSTOM",
        "RequestAuthorizer": "CUSTOM",
    }
    return {"AuthorizationType": Given(known.get(last, Unknown("an authorizer")), authorizer.at)}


def _authorization_type(value: Thing) -> Thing:
    name = str(word(value))
    known = {"IAM": "AWS_IAM", "COGNITO": "COGNITO_USER_POOLS", "CUSTOM": "CUSTOM", "NONE": "NONE"}
    return known.get(name, Unknown("an authorization"))


def authorizer(site: Site) -> Construct:
    """A `TokenAuthorizer` or `RequestAuthorizer` of a REST API."""
    kind = "TOKEN" if site.dotted.endswith("TokenAuthorizer") else "REQUEST"
    properties: dict[str, Any] = {"Type": kind}
    put(properties, "AuthorizerUri", converted(site.arguments.given(-1, "handler"), arn))
    return site.construct(site.add("AWS::ApiGateway::Authorizer", properties))


def http_api(site: Site) -> Construct:
    """An `HttpApi` or `WebSocketApi` with the routes it is made with."""
    socket = site.dotted.endswith("WebSocketApi")
    made = site.construct(site.add("AWS::ApiGatewayV2::Api", {"ProtocolType": "WEBSOCKET" if socket else "HTTP"}))
    default = site.arguments.given(-1, "default_integration")
    if default is not None:
        _route(site.builder, made, "$default", default, site.arguments)
    options = {"connect_route_options": "$connect", "disconnect_route_options": "$disconnect",
               "default_route_options": "$default"}  # fmt: skip
    for parameter, key in options.items():
        given = site.arguments.get(-1, parameter)
        if isinstance(given, Made):
            _route(site.builder, made, key, given.arguments.given(-1, "integration"), site.arguments)
    return made


def add_routes(builder: Builder, api: Construct, arguments: Arguments) -> None:
    """`api.add_routes(path="/orders", methods=[HttpMethod.GET], integration=…)`."""
    path, methods = arguments.get(-1, "path"), arguments.get(-1, "methods")
    verbs = [word(one) for one in methods] if isinstance(methods, list) else ["ANY"]
    for verb in verbs:
        known = isinstance(path, str) and isinstance(verb, str)
        _route(
            builder,
            api,
            f"{verb} {path}" if known else Unknown("a route"),
            arguments.given(-1, "integration"),
            arguments,
        )


def add_route(builder: Builder, api: Construct, arguments: Arguments) -> None:
    """`api.add_route("key", integration=…)` of a WebSocket API."""
    _route(builder, api, arguments.get(0, "route_key"), arguments.given(-1, "integration"), arguments)


def _route(builder: Builder, api: Construct, key: Thing, integration: Given | None, arguments: Arguments) -> None:
    made = integration.value if integration is not None else None
    if integration is None or not isinstance(made, Made) or "Lambda" not in made.last:
        return
    handler = made.arguments.given(1, "handler")
    site = Site(builder, "", api.place, arguments, integration.at, arguments.at)
    name = key if isinstance(key, str) else "route"
    properties: dict[str, Any] = {"ApiId": Ref(api.name), "IntegrationType": "AWS_PROXY"}
    put(properties, "IntegrationUri", converted(handler, arn))
    version = made.arguments.given(-1, "payload_format_version")
    default = None if api.dotted.endswith("WebSocketApi") else "2.0"
    put(properties, "PayloadFormatVersion", converted(version, _payload_version) or default)
    put(properties, "TimeoutInMillis", converted(made.arguments.given(-1, "timeout"), milliseconds))
    made_integration = site.add("AWS::ApiGatewayV2::Integration", properties, name, "Integration")
    route: dict[str, Any] = {"ApiId": Ref(api.name), "RouteKey": Given(key, integration.at)}
    if arguments.given(-1, "authorizer") is not None:
        route["AuthorizationType"] = Unknown("an authorizer")
    site.add("AWS::ApiGatewayV2::Route", {**route, "Target": Ref(made_integration.name)}, name)
    function = None if handler is None else handler.value
    permit(builder, function, "apigateway.amazonaws.com", Ref(api.name), integration)


def _payload_version(value: Thing) -> Thing:
    return {"VERSION_1_0": "1.0", "VERSION_2_0": "2.0"}.get(str(word(value)), Unknown("a version"))
