"""Functions behind an API that an OpenAPI document describes (`x-amazon-apigateway-integration`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lambdalint.documents.tree import Entry, Mapping
from lambdalint.frameworks.cloudformation.apis import endpoint_of, proxies, runs_asynchronously, streams, upper
from lambdalint.frameworks.cloudformation.facts import Aimed, Fact
from lambdalint.frameworks.cloudformation.targets import is_function, target_of
from lambdalint.frameworks.cloudformation.view import View
from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Origin, Setting, Span
from lambdalint.model.trigger import ApiKind, AuthorizerTrigger, HttpTrigger

INTEGRATION = "x-amazon-apigateway-integration"
AUTHORIZER = "x-amazon-apigateway-authorizer"
ANY = "x-amazon-apigateway-any-method"


@dataclass(frozen=True, slots=True)
class Api:
    """The API that a body describes."""

    id: ResourceId
    kind: ApiKind
    properties: View
    at: Span


def definition(api: Api, body: View) -> Iterator[Fact]:
    """The integrations and authorizers in the body of an API."""
    for path, methods in body.get("paths").entries():
        for verb, operation in methods.entries():
            integration = _extension(operation, INTEGRATION)
            uri = integration.get("uri")
            if is_function(uri.scope, uri.value):
                yield Aimed(target_of(uri), _trigger(api, path, verb, integration))
    for schemes in (body.path("components", "securitySchemes"), body.get("securityDefinitions")):
        for scheme, view in schemes.entries():
            authorizer = _extension(view, AUTHORIZER)
            uri = authorizer.get("authorizerUri")
            if is_function(uri.scope, uri.value):
                yield Aimed(target_of(uri), _authorizer(api, scheme, authorizer))


def _extension(view: View, key: str) -> View:
    return view.get(key) if isinstance(view.value, Mapping) else View(view.scope, None, view.at)


def _trigger(api: Api, path: Entry, verb: Entry, integration: View) -> HttpTrigger:
    at, rest = verb.key_at, api.kind is ApiKind.REST
    # An HTTP API must be told; a REST API knows only one.
    version = Setting("1.0", at, Origin.DEFAULT) if rest else Setting[str].unknown(at)
    return HttpTrigger(
        f"{verb.key} {path.key}",
        at,
        api.kind,
        method=Setting("ANY" if verb.key == ANY else verb.key.upper(), at),
        path=Setting(path.key, path.key_at),
        api=Setting(api.id, api.at),
        integration_timeout=integration.get("timeoutInMillis").integer(),
        payload_version=integration.get("payloadFormatVersion").text() or version,
        proxy=proxies(integration.get("type"), at),
        endpoint=endpoint_of(api.properties, at) if rest else None,
        streaming=streams(integration.get("responseTransferMode")),
        asynchronous=runs_asynchronously(integration.get("requestParameters")),
    )


def _authorizer(api: Api, scheme: Entry, authorizer: View) -> AuthorizerTrigger:
    return AuthorizerTrigger(
        scheme.key,
        scheme.key_at,
        api.kind,
        upper(authorizer.get("type")),
        authorizer.get("authorizerPayloadFormatVersion").text(),
        authorizer.get("enableSimpleResponses").flag(),
    )
