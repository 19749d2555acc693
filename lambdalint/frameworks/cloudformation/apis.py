"""What the APIs of a stack say about the routes to their functions: endpoint type, authorization, integration."""

from __future__ import annotations

from lambdalint.documents.tree import Mapping, Node
from lambdalint.frameworks.cloudformation.files import names_a_file, root_of_file
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.values import Unknown, Value
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Origin, Setting, Span
from lambdalint.model.trigger import ApiKind

IMPLICIT = {ApiKind.REST: "ServerlessRestApi", ApiKind.HTTP: "ServerlessHttpApi"}
"""The APIs that SAM makes for events that name none."""
SECTIONS = {ApiKind.REST: "Api", ApiKind.HTTP: "HttpApi"}

INTEGRATION = "x-amazon-apigateway-integration"
ANY_METHOD = "x-amazon-apigateway-any-method"
INVOCATION_TYPE = "integration.request.header.x-amz-invocation-type"


def api_properties(scope: Scope, identifier: ResourceId | None, at: Span) -> View:
    """The properties of an API of the project, of an implicit one SAM's Globals for it; unknown when it is elsewhere."""
    for kind, name in IMPLICIT.items():
        if identifier == scope.id(name):
            return View.of(scope, scope.stack.template.shared.get(SECTIONS[kind]), at)
    found = scope.find(identifier) if identifier else None
    if found is None:
        return View(scope, Unknown(str(identifier), at), at)
    return View.of(found[0], found[1].properties, found[1].at)


def is_websocket(scope: Scope, identifier: ResourceId | None, at: Span) -> bool:
    """Whether an `AWS::ApiGatewayV2::Api` of the project speaks WebSocket rather than HTTP."""
    return as_text(api_properties(scope, identifier, at).get("ProtocolType").value) == "WEBSOCKET"


def body_of(api: View) -> View:
    """The document that describes an API, in the template or in a file beside it; unknown when it is elsewhere."""
    for key in ("DefinitionBody", "Body"):
        if api.get(key).present:
            return api.get(key)
    for key in ("DefinitionUri", "BodyS3Location"):
        location = api.get(key)
        if location.present:
            root = root_of_file(location, "the API's definition") if names_a_file(location) else None
            return View(api.scope, Unknown(key, location.at), location.at) if root is None else _seen(location, root)
    return View(api.scope, None, api.at)


def _seen(location: View, root: Node) -> View:
    return View.of(location.scope, root, location.at)


def describes_itself(api: View) -> bool:
    """Whether a REST API of SAM has a body that can be read, and that alone says what its routes are."""
    body = body_of(api)
    merged = as_text(api.get("MergeDefinitions").value) == "true"
    return body.get("paths").written and body.complete and not merged


def is_described_elsewhere(api: View) -> bool:
    """Whether something that cannot be read says what the routes of a SAM API are."""
    body = body_of(api)
    return body.present and not body.complete


def describes_route(api: View, method: Setting[str] | None, path: Setting[str] | None) -> bool:
    """Whether the body of an HTTP API decides about a route by itself: then SAM's event adds no integration."""
    body = body_of(api)
    if not api.get("DefinitionBody").present:
        return body.written
    if method is None or method.value is None or path is None or path.value is None:
        return False
    verb = ANY_METHOD if method.value == "ANY" else method.value.lower()
    return body.path("paths", path.value, verb, INTEGRATION).written


def payload_version_of(api: View, at: Span) -> Setting[str]:
    """What SAM's own integrations of an HTTP API take; unknown where a document elsewhere has the integrations."""
    elsewhere = api.known and api.get("DefinitionUri").present
    return Setting.unknown(at) if elsewhere else Setting("2.0", at, Origin.DEFAULT)


def endpoint_of(api: View, at: Span) -> Setting[str]:
    """Where a REST API is reached: `EDGE` unless its configuration says otherwise, unknown when it is elsewhere."""
    written = api.get("EndpointConfiguration")
    if isinstance(written.value, Mapping):
        kind = written.get("Type")
        first = next(written.get("Types").items(), None)
        written = kind if kind.present else first if first is not None else View(api.scope, None, at)
    return written.text() or Setting("EDGE", at, Origin.DEFAULT)


def authorization_of(own: View, api: View, at: Span) -> Setting[str]:
    """How a SAM event's requests are authorized, in API Gateway's words; `own` is the event's `Auth`."""
    auth = api.get("Auth")
    chosen = own.get("Authorizer")
    if not chosen.present:
        chosen = auth.get("DefaultAuthorizer")
    name = as_text(chosen.value)
    if name is None:
        return Setting.unknown(chosen.at) if chosen.present else Setting("NONE", at, Origin.DEFAULT)
    kind = name if name in ("NONE", "AWS_IAM") else _authorizer_kind(auth.path("Authorizers", name))
    return chosen.read(lambda _: kind) or Setting.unknown(at)


def _authorizer_kind(authorizer: View) -> str | None:
    for key, kind in (("FunctionArn", "CUSTOM"), ("UserPoolArn", "COGNITO_USER_POOLS"), ("JwtConfiguration", "JWT")):
        if authorizer.get(key).written:
            return kind
    return None


def proxies(integration_type: View, at: Span) -> Setting[bool]:
    """Whether an integration hands the request over as it is (`AWS_PROXY`)."""
    return integration_type.read(_is_proxy) or Setting.unknown(at)


def _is_proxy(value: Value) -> bool | None:
    text = as_text(value)
    return text.upper() == "AWS_PROXY" if text else None


def runs_asynchronously(parameters: View) -> Setting[bool] | None:
    """Whether request parameters make an integration not wait for the function; None when they say nothing."""
    for entry, view in parameters.entries():
        if entry.key.lower() == INVOCATION_TYPE:
            return view.read(_is_event)
    return None


def _is_event(value: Value) -> bool | None:
    # A quoted word is the header's value; anything else is taken from the request.
    return {"'Event'": True, "'RequestResponse'": False}.get(as_text(value) or "")


def upper(view: View) -> Setting[str] | None:
    """A word that is written in either case."""
    return view.read(lambda value: text.upper() if (text := as_text(value)) else None)


def streams(mode: View) -> Setting[bool] | None:
    """Whether a response transfer mode streams the response."""
    return mode.read(lambda value: text == "STREAM" if (text := as_text(value)) else None)
