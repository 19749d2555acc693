"""`RestAPI` of Pulumi's package for API Gateway: an OpenAPI document with the functions that its routes name.

Source: https://www.pulumi.com/registry/packages/aws-apigateway/api-docs/restapi/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lambdalint.frameworks.programs.values import HIDDEN, Given, Instance, Made, Name, Ref, Thing, Unknown
from lambdalint.frameworks.pulumi import names
from lambdalint.frameworks.pulumi.module import Resource

API: Final = "pulumi_aws_apigateway.RestAPI"
TYPE: Final = "aws_api_gateway_rest_api"

Held = dict[str, Thing]


def described(given: Held) -> Held:
    """The arguments of the API that is made."""
    routes = _plain(given.get("routes", []))
    if "swagger_string" in given:
        return {"body": given["swagger_string"]}
    if HIDDEN in given or not isinstance(routes, list):
        return {"body": Unknown("routes")}
    return {"body": _document([arguments_of(route) for route in routes])}


def handlers(given: Held) -> Iterator[Ref]:
    """The functions that an API is allowed to invoke."""
    routes = _plain(given.get("routes", []))
    for route in map(arguments_of, routes if isinstance(routes, list) else []):
        found = (route.get("event_handler"), *(one.get("handler") for one in _authorizers(route)))
        yield from (_function(one) for one in found if one is not None and isinstance(_function(one), Ref))


def _document(routes: list[Held]) -> Held:
    paths: dict[str, Held] = {}
    schemes: Held = {}
    for number, route in enumerate(routes):
        guards = {f"authorizer-{number}-{each}": one for each, one in enumerate(_authorizers(route))}
        schemes.update({name: _scheme(one) for name, one in guards.items()})
        path, verb = _text(route.get("path")), _verb(route)
        if "event_handler" in route:
            operation = _operation(route, list(guards))
            paths.setdefault(HIDDEN if path is None else f"/{path.lstrip('/')}", {})[verb] = operation
    return {"paths": paths, "securityDefinitions": schemes}


def _operation(route: Held, guards: list[str]) -> Held:
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": _function(route["event_handler"])}
    operation: Held = {"x-amazon-apigateway-integration": integration}
    if "iam_auth_enabled" in route:
        return {**operation, "security": Unknown("iam_auth_enabled")}
    return {**operation, "security": [{guard: []} for guard in guards]} if guards else operation


def _scheme(authorizer: Held) -> Held:
    kind = authorizer.get("type", "token")
    if "handler" not in authorizer:
        kind = "cognito_user_pools"
    written = {"type": kind, "authorizerUri": _function(authorizer.get("handler"))}
    return {"x-amazon-apigateway-authorizer": written}


def _authorizers(route: Held) -> list[Held]:
    found = _plain(route.get("authorizers", []))
    return [arguments_of(one) for one in found] if isinstance(found, list) else []


def _verb(route: Held) -> str:
    method = _plain(route.get("method", "ANY"))
    verb = names.fixed(method.dotted) if isinstance(method, Name) else _text(method)
    if verb is None:
        return HIDDEN
    return "x-amazon-apigateway-any-method" if verb.upper() == "ANY" else verb.lower()


def _function(value: Thing) -> Thing:
    """What invokes a function; of an alias too."""
    match _plain(value):
        case Resource() as function:
            return function.attribute("invoke_arn")
        case Instance(base=Resource() as function):
            return function.attribute("invoke_arn")
        case other:
            return other


def arguments_of(value: Thing) -> Held:
    """An object of arguments, written either way."""
    match _plain(value):
        case Made(arguments=arguments) if arguments.complete:
            return dict(arguments.named)
        case dict() as held:
            return held
        case _:
            return {HIDDEN: Unknown("**")}


def _plain(value: Thing) -> Thing:
    return value.value if isinstance(value, Given) else value


def _text(value: Thing) -> str | None:
    plain = _plain(value)
    return plain if isinstance(plain, str) else None
