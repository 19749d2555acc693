"""Function resources: configuration, code, own triggers and role, as one draft."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from lambdalint.frameworks.cloudformation.configuration import LAMBDA, SERVERLESS, configuration, function_url
from lambdalint.frameworks.cloudformation.events import generated_queues, permissions_of, triggers_of
from lambdalint.frameworks.cloudformation.facts import Aimed, Doubt, Draft, Fact
from lambdalint.frameworks.cloudformation.roles import generated_role
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.sources import AN_IMAGE, source_of
from lambdalint.frameworks.cloudformation.targets import FUNCTION_TYPES
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.values import pattern_of
from lambdalint.frameworks.cloudformation.view import View
from lambdalint.model.function import CodeElsewhere, Function, FunctionUrl
from lambdalint.model.resource import Permission
from lambdalint.model.source import Origin, Setting, Span
from lambdalint.model.trigger import ApiKind, HttpTrigger


def serverless_function(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::Serverless::Function`, with all that SAM makes of it."""
    role = properties.get("Role")
    events = properties.get("Events")
    draft = _draft(properties, declared, role.pattern())
    function = replace(
        draft.function,
        triggers=tuple(triggers_of(events, declared.name)),
        triggers_complete=draft.function.triggers_complete and events.complete,
    )
    yield replace(draft, function=function)
    yield from _doubts(draft, properties.scope)
    identifier = properties.scope.id(declared.name)
    if not role.present:
        yield generated_role(properties, declared)
    yield from generated_queues(events, declared.name)
    yield from (Aimed(identifier, permission) for permission in permissions_of(events, declared.name))
    url = properties.get("FunctionUrlConfig")
    if url.present:
        yield from url_facts(identifier, f"{declared.name}Url", function_url(url, url.at))
        yield from (Aimed(identifier, permission) for permission in _url_permissions(url))


def lambda_function(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::Lambda::Function`."""
    draft = _draft(properties, declared, properties.get("Role").pattern() or Setting.unknown(declared.at))
    yield draft
    yield from _doubts(draft, properties.scope)


def _draft(properties: View, declared: Declared, role: Setting[str] | None) -> Draft:
    scope = properties.scope
    serverless = declared.type == "AWS::Serverless::Function"
    settings = configuration(properties, declared, SERVERLESS if serverless else LAMBDA)
    function = Function(
        scope.id(declared.name),
        declared.name,
        declared.at,
        settings,
        triggers=(),
        source=source_of(properties, declared),
        called=pattern_of(properties.get("FunctionName").value),
        triggers_complete=scope.stack.template.complete,
    )
    return Draft(_with_image(function, properties, declared), role)


def _with_image(function: Function, properties: View, declared: Declared) -> Function:
    """What a Dockerfile of the project says; its reader is loaded only where there is an image."""
    if not (isinstance(function.source, CodeElsewhere) and function.source.reason == AN_IMAGE):
        return function
    from lambdalint.frameworks.cloudformation.images import in_image

    return in_image(function, properties, declared)


def url_facts(target: str, name: str, url: FunctionUrl) -> Iterator[Fact]:
    """A function URL is a setting of the function, and a trigger."""
    trigger = HttpTrigger(
        name,
        url.at,
        ApiKind.FUNCTION_URL,
        payload_version=Setting("2.0", url.at, Origin.DEFAULT),
        proxy=Setting(True, url.at, Origin.DEFAULT),
        auth=url.auth,
        streaming=Setting(
            None if url.invoke_mode.value is None else url.invoke_mode.value == "RESPONSE_STREAM",
            url.invoke_mode.at,
            url.invoke_mode.origin,
        ),
    )
    yield Aimed(target, url)
    yield Aimed(target, trigger)


def _url_permissions(url: View) -> Iterator[Permission]:
    """The two statements SAM adds for a URL without authorization."""
    auth = url.get("AuthType").text()
    if auth is not None and auth.value == "NONE":
        for action in ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction"):
            yield Permission(_made(action, url.at), _made("*", url.at), url.at, auth_type=auth)


def _made(value: str, at: Span) -> Setting[str]:
    return Setting(value, at, Origin.DEFAULT)


def _doubts(draft: Draft, scope: Scope) -> Iterator[Fact]:
    """A function that is given another's name may invoke it."""
    for variable in draft.function.configuration.environment.variables.values():
        if variable.names is not None and scope.type_of(variable.names) in FUNCTION_TYPES:
            yield Aimed(variable.names, Doubt())
