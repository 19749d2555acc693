"""The functions of an app in one stage, as the resources that Chalice makes for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from lambdalint.documents import tree
from lambdalint.documents.tree import Entry, Node
from lambdalint.frameworks.chalice.apis import rest_api, route_events, socket_api
from lambdalint.frameworks.chalice.events import event
from lambdalint.frameworks.chalice.names import HANDLER, WEBSOCKET
from lambdalint.frameworks.chalice.registry import Registered, Registry
from lambdalint.frameworks.chalice.roles import role_of
from lambdalint.frameworks.chalice.settings import Stage
from lambdalint.frameworks.chalice.written import Call
from lambdalint.frameworks.nodes import Properties, hidden, mapping, resource, scalar, text, unknown
from lambdalint.frameworks.reading import Nested
from lambdalint.model.source import Anchor, Span

FUNCTION = "AWS::Serverless::Function"
SAME = {
    "lambda_memory_size": "MemorySize",
    "lambda_timeout": "Timeout",
    "layers": "Layers",
    "reserved_concurrency": "ReservedConcurrentExecutions",
}
"""Settings that Lambda only calls by another name."""


class Function(Struct, frozen=True):
    """A function of the app: its name, its handler, the events that lead to it, and where it is defined."""

    name: str
    handler: str
    at: Span
    handler_at: Span
    events: tuple[Entry, ...] = ()


class App(Struct, frozen=True):
    """An app in one stage. `varies` says that something else may set more variables."""

    registry: Registry
    spans: Mapping[Anchor, Span]
    stage: Stage
    varies: bool

    @property
    def at(self) -> Span:
        """Where the app is made."""
        return self.spans.get(self.registry.at) or Span.of_line(self.registry.at.module)

    @property
    def has_api(self) -> bool:
        """Whether there are routes, seen or not."""
        return bool(self.registry.of("route")) or not self.registry.complete

    def calls(self, *kinds: str) -> list[Call]:
        """The calls of some decorators."""
        return [Call(one, self.spans) for one in self.registry.of(*kinds)]

    def functions(self) -> Iterator[Function]:
        """Every function of Lambda that the app becomes: one for all routes, one for each other decorator."""
        if self.has_api:
            routes = self.calls("route")
            at = routes[0].at if routes else Span.of_line(self.at.path)
            yield Function(HANDLER, "app.app", self.at, at, tuple(route_events(routes)))
        for one in self.registry.functions:
            if one.kind != "route":
                yield self._function(one)

    def _function(self, one: Registered) -> Function:
        call = Call(one, self.spans)
        made = event(call)
        name = WEBSOCKET[one.kind][0] if one.kind in WEBSOCKET else one.name
        return Function(name, one.handler, call.name_at, call.at, (made,) if made is not None else ())


def resources(app: App, nested: Nested) -> Iterator[Entry]:
    """All that Chalice makes of an app."""
    functions, stage = list(app.functions()), app.stage
    roles: dict[str, Entry] = {}
    for one in functions:
        role, own = role_of(stage, one.name, one.at, nested)
        if own is not None:
            roles.setdefault(own.key, own)
        yield resource(one.name, one.at, FUNCTION, [*_settings(app, one), ("Role", role)])
        days = stage.find("log_retention_in_days", one.name)
        if days is not None:
            name = scalar(f"/aws/lambda/{_deployed_name(stage, one)}", days.at)
            group = [("LogGroupName", name), ("RetentionInDays", days)]
            yield resource(f"{one.name}-log-group", one.at, "AWS::Logs::LogGroup", group)
    yield from roles.values()
    sockets = app.calls(*WEBSOCKET)
    if app.has_api:
        yield rest_api(stage, app.calls("route"), app.calls("authorizer"), app.at)
    if sockets:
        yield from socket_api(sockets, app.at)


def _settings(app: App, function: Function) -> Iterator[tuple[str, Node | None]]:
    stage, name = app.stage, function.name
    yield "FunctionName", scalar(_deployed_name(stage, function), function.at)
    yield "Handler", scalar(function.handler, function.handler_at)
    yield "CodeUri", scalar(".", function.handler_at)
    yield "Runtime", unknown("runtime", function.at)
    yield from ((key, stage.find(setting, name)) for setting, key in SAME.items())
    yield "Environment", _environment(app, function)
    yield "Tags", stage.merged("tags", name)
    yield "VpcConfig", _network(stage, name)
    tracing = stage.find("xray", name)
    yield "Tracing", tracing and scalar("Active" if text(tracing) == "true" else "PassThrough", tracing.at)
    yield "Events", tree.Mapping(function.events, function.at) if function.events else None


def _deployed_name(stage: Stage, function: Function) -> str:
    """What Lambda calls it; the function for the API is called as the app."""
    whole = f"{stage.app_name}-{stage.name}"
    return whole if function.name == HANDLER else f"{whole}-{function.name}"


def _environment(app: App, function: Function) -> Node | None:
    variables = app.stage.merged("environment_variables", function.name)
    if app.varies:
        at = variables.at if variables else function.at
        variables = tree.Mapping((*(variables.entries if variables else ()), hidden(at)), at)
    return variables and mapping(variables.at, [("Variables", variables)])


def _network(stage: Stage, function: str) -> Node | None:
    subnets = stage.find("subnet_ids", function)
    properties: Properties = [("SubnetIds", subnets), ("SecurityGroupIds", stage.find("security_group_ids", function))]
    return subnets and mapping(subnets.at, properties)
