"""Functions behind an API that an OpenAPI document describes (`x-amazon-apigateway-integration`)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from lambdalint.documents.tree import Entry, Mapping
from lambdalint.frameworks.cloudformation.apis import (
    ANY_METHOD,
    INTEGRATION,
    endpoint_of,
    proxies,
    runs_asynchronously,
    streams,
    upper,
)
from lambdalint.frameworks.cloudformation.facts import Aimed, Fact
from lambdalint.frameworks.cloudformation.targets import is_function, target_of
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Origin, Setting, Span
from lambdalint.model.trigger import ApiKind, AuthorizerTrigger, HttpTrigger

AUTHORIZER = "x-amazon-apigateway-authorizer"
AUTHTYPE = "x-amazon-apigateway-authtype"


class Api(Struct, frozen=True):
    """An API, and the body that describes it."""

    id: ResourceId
    kind: ApiKind
    properties: View
    at: Span
    body: View

    def scheme(self, name: str) -> View:
        """A security scheme of the body, in OpenAPI 3 or 2."""
        newer = self.body.path("components", "securitySchemes", name)
        return newer if newer.present else self.body.path("securityDefinitions", name)


def definition(api: Api) -> Iterator[Fact]:
    """The integrations and authorizers that the body of an API describes."""
    for path, methods in api.body.get("paths").entries():
        for verb, operation in methods.entries():
            integration = _extension(operation, INTEGRATION)
            uri = integration.get("uri")
            if is_function(uri.scope, uri.value):
                yield Aimed(target_of(uri), _trigger(api, path, verb, operation))
    for schemes in (api.body.path("components", "securitySchemes"), api.body.get("securityDefinitions")):
        for scheme, view in schemes.entries():
            authorizer = _extension(view, AUTHORIZER)
            uri = authorizer.get("authorizerUri")
            if is_function(uri.scope, uri.value):
                yield Aimed(target_of(uri), _authorizer(api, scheme, authorizer))


def _extension(view: View, key: str) -> View:
    return view.get(key) if isinstance(view.value, Mapping) else View(view.scope, None, view.at)


def _trigger(api: Api, path: Entry, verb: Entry, operation: View) -> HttpTrigger:
    at, rest = verb.key_at, api.kind is ApiKind.REST
    integration = operation.get(INTEGRATION)
    # An HTTP API must be told; a REST API knows only one.
    version = Setting("1.0", at, Origin.DEFAULT) if rest else Setting[str].unknown(at)
    return HttpTrigger(
        f"{verb.key} {path.key}",
        at,
        api.kind,
        method=Setting("ANY" if verb.key == ANY_METHOD else verb.key.upper(), at),
        path=Setting(path.key, path.key_at),
        api=Setting(api.id, api.at),
        integration_timeout=integration.get("timeoutInMillis").integer(),
        payload_version=integration.get("payloadFormatVersion").text() or version,
        proxy=proxies(integration.get("type"), at),
        auth=_authorization(api, operation, at),
        endpoint=endpoint_of(api.properties, at) if rest else None,
        streaming=streams(integration.get("responseTransferMode")),
        asynchronous=runs_asynchronously(integration.get("requestParameters")),
    )


def _authorization(api: Api, operation: View, at: Span) -> Setting[str]:
    """How requests to an operation are authorized, in API Gateway's words."""
    own = operation.get("security")
    asked = own if own.present else api.body.get("security")
    if not asked.present:
        return Setting("NONE", at, Origin.DEFAULT)
    names = [entry.key for item in asked.items() for entry, _ in item.entries()]
    kinds = [_scheme_kind(api.scheme(name)) for name in names]
    kind = next((kind for kind in kinds if kind != "NONE"), "NONE")
    return asked.read(lambda _: kind) or Setting.unknown(at)


def _scheme_kind(scheme: View) -> str | None:
    authorizer = scheme.get(AUTHORIZER)
    match as_text(scheme.get(AUTHTYPE).value), as_text(authorizer.get("type").value):
        case "awsSigv4", _:
            return "AWS_IAM"
        case _, "cognito_user_pools":
            return "COGNITO_USER_POOLS"
        case _, "jwt":
            return "JWT"
        case _, "request" | "token":
            return "CUSTOM"
        case _:
            # An API key alone authorizes nobody.
            return None if authorizer.present or not scheme.present else "NONE"


def _authorizer(api: Api, scheme: Entry, authorizer: View) -> AuthorizerTrigger:
    return AuthorizerTrigger(
        scheme.key,
        scheme.key_at,
        api.kind,
        upper(authorizer.get("type")),
        authorizer.get("authorizerPayloadFormatVersion").text(),
        authorizer.get("enableSimpleResponses").flag(),
    )
