"""Methods of constructs, each with what it changes in the template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from lambdalint.frameworks.cdk import apis, grants, lambdas, pushes, sources
from lambdalint.frameworks.cdk.builder import Builder, Site, arn
from lambdalint.frameworks.cdk.overrides import override
from lambdalint.frameworks.cdk.values import Construct, Place, identifier
from lambdalint.frameworks.programs.values import HIDDEN, Arguments, Given, Made, Thing, Unknown

Done: TypeAlias = Thing
"""What a method gives, or None when it could not be read."""


def _add_environment(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    resource = builder.template.resources.get(of.name)
    if resource is None:
        return of
    environment = resource.properties.setdefault("Environment", {})
    held = environment.get("Variables", {})
    variables = held.value if isinstance(held, Given) else held
    name, value = arguments.get(0, "key"), arguments.given(1, "value")
    known = dict(variables) if isinstance(variables, dict) else {HIDDEN: Unknown("**")}
    known[name if isinstance(name, str) and not builder.doubt else HIDDEN] = value
    environment["Variables"] = Given(known, held.at) if isinstance(held, Given) else known
    return of


def _add_layers(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    resource = builder.template.resources.get(of.name)
    if resource is not None:
        held = resource.properties.get("Layers", [])
        layers = held.value if isinstance(held, Given) else held
        added = [arn(one.value) for one in arguments.positional] or [Unknown("a layer")]
        resource.properties["Layers"] = [*(layers if isinstance(layers, list) else [layers]), *added]
    return of


def _add_event_source(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    given = arguments.given(0, "source")
    return of if given is not None and sources.add_event_source(builder, of, given) else _doubt(builder, of, arguments)


def _doubt(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    """Something invokes a function, and it cannot be told what."""
    site = Site(builder, "", of.place, arguments, arguments.at, arguments.at)
    site.add("CDK::Unread::Source", {"Given": [of]}, "Source")
    return of


def _add_mapping(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    name = arguments.get(0, "id")
    path = (*of.place.path, identifier(name))
    at = arguments.given(0, "id") or Given(None, arguments.at)
    site = Site(
        builder, "aws_cdk.aws_lambda.EventSourceMapping", Place(of.place.stack, path), arguments, at.at, arguments.at
    )
    return sources.target_mapping(of, site)


def _add_target(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    given = arguments.given(0, "target")
    return of if given is not None and pushes.add_target(builder, of, given) else None


def _add_notification(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    event, target = arguments.given(0, "event"), arguments.given(1, "dest")
    filters = [one.value for one in arguments.positional[2:]]
    events = [] if event is None else [event]
    return of if target is not None and pushes.notify(builder, of, events, target, filters) else None


def _add_created_notification(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    target = arguments.given(0, "dest")
    filters = [one.value for one in arguments.positional[1:]]
    return of if target is not None and pushes.notify(builder, of, [], target, filters) else None


def _add_subscription(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    made = arguments.get(0, "topic_subscription")
    if not isinstance(made, Made):
        return None
    if made.last == "LambdaSubscription":
        pushes.subscribe(builder, of, made, made.arguments.get(0, "fn"))
    return of


def _add_url(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    site = Site(builder, "", of.place, arguments, arguments.at, arguments.at)
    return pushes.url(of, site)


def _add_alias(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    site = Site(builder, "aws_cdk.aws_lambda.Alias", of.place, arguments, arguments.at, arguments.at)
    properties = {"Name": arguments.given(0, "alias_name"), "FunctionName": of}
    return site.construct(site.add("AWS::Lambda::Alias", properties, "Alias"))


def _configure_async(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    lambdas.configure_invocation(builder, of, arguments)
    return of


def _add_statement(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    grants.add_statement(builder, of, arguments.given(0, "statement"), arguments.at)
    return of


def _add_managed(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    grants.add_managed(builder, of, arguments.given(0, "policy"), arguments.at)
    return of


def _add_routes(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    apis.add_routes(builder, of, arguments)
    return of


def _add_route(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    apis.add_route(builder, of, arguments)
    return of


def _add_trigger(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    function = arguments.given(1, "fn")
    done = function is not None and pushes.add_trigger(builder, of, arguments.get(0, "operation"), function)
    return of if done else None


def _add_override(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    return override(builder, of, arguments, within="Properties.")


def _add_permission(builder: Builder, of: Construct, arguments: Arguments) -> Done:
    principal = arguments.get(-1, "principal")
    known = isinstance(principal, Made) and principal.last == "ServicePrincipal"
    service = principal.arguments.get(0, "service") if known else Unknown("a principal")
    others = ("source_account", "organization_id", "event_source_token")
    limited = any(arguments.given(-1, name) for name in others)
    source = arguments.get(-1, "source_arn") or (Unknown("a limit") if limited else None)
    pushes.permit(builder, of, service, source, Given(None, arguments.at))
    return of


def _immutable(_: Builder, of: Construct, __: Arguments) -> Done:
    return Construct(of.dotted, of.name, of.place, of.arguments, of.imported, {**of.parts, grants.IMMUTABLE: True})


METHODS: dict[str, Callable[[Builder, Any, Arguments], Done]] = {
    "add_alias": _add_alias,
    "add_deletion_override": _add_override,
    "add_environment": _add_environment,
    "add_event_notification": _add_notification,
    "add_event_source": _add_event_source,
    "add_event_source_mapping": _add_mapping,
    "add_function_url": _add_url,
    "add_layers": _add_layers,
    "add_managed_policy": _add_managed,
    "add_override": _add_override,
    "add_permission": _add_permission,
    "add_property_deletion_override": override,
    "add_property_override": override,
    "add_object_created_notification": _add_created_notification,
    "add_route": _add_route,
    "add_routes": _add_routes,
    "add_subscription": _add_subscription,
    "add_target": _add_target,
    "add_to_policy": _add_statement,
    "add_to_principal_policy": _add_statement,
    "add_to_role_policy": _add_statement,
    "add_trigger": _add_trigger,
    "configure_async_invoke": _configure_async,
    "without_policy_updates": _immutable,
}

CONNECTING = frozenset({"add_event_notification", "add_object_created_notification", "add_target", "add_trigger"})
"""Methods that connect a function by changing a resource that is there in any case."""
