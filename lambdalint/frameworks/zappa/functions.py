"""A stage as the template that would deploy it: one function for each thing that Zappa calls, and what they share."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from lambdalint.aws.environment import RESERVED
from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.nodes import (
    Properties,
    attribute,
    entries,
    find,
    hidden,
    is_plain,
    items,
    listed,
    mapping,
    overlaid,
    reference,
    resource,
    scalar,
    text,
    unknown,
)
from lambdalint.frameworks.reading import Nested
from lambdalint.frameworks.zappa.events import Event, events_of, listed_events, pool_event
from lambdalint.frameworks.zappa.roles import ROLE, role_of
from lambdalint.frameworks.zappa.stages import Stage

FUNCTION = "AWS::Serverless::Function"
APIS = {
    "v1": ("Api", "RestApiId", "AWS::Serverless::Api", "/{proxy+}"),
    "v2": ("HttpApi", "ApiId", "AWS::Serverless::HttpApi", "$default"),
}
"""By version of API Gateway: the type of an event and what names its API, the API's type, the path of all requests."""
API, AUTHORIZER, BALANCER = "API", "Authorizer", "Load balancer"

SAME = {
    "memory_size": "MemorySize",
    "timeout_seconds": "Timeout",
    "ephemeral_storage": "EphemeralStorage",
    "vpc_config": "VpcConfig",
    "layers": "Layers",
    "lambda_concurrency": "ReservedConcurrentExecutions",
    "tags": "Tags",
    "aws_kms_key_arn": "KmsKeyArn",
    "efs_config": "FileSystemConfigs",
}
"""Settings that Lambda only calls by another name."""


class Called(Struct, frozen=True):
    """Something of the project that Zappa calls: its dotted name, where that is written, and for which events."""

    name: str
    written: Node
    events: list[Event] = field(default_factory=list)


def called(stage: Stage) -> tuple[Called, ...]:
    """All that a stage calls, the application first."""
    found: dict[str, Called] = {}
    for written, events in _written(stage):
        name = text(written) or f"what `{stage.name}` calls"
        found.setdefault(name, Called(name, written)).events.extend(events)
    what = tuple(found.values())
    if what and replaces_handler(what[0].written, stage):
        what[0].events.extend(event for one in what[1:] for event in one.events)
    return what


def replaces_handler(written: Node, stage: Stage) -> bool:
    """Whether the runtime calls it, in place of Zappa."""
    return written is stage.find("lambda_handler")


def _written(stage: Stage) -> Iterator[tuple[Node, list[Event]]]:
    """Each function that is named, and what makes Zappa call it."""
    yield from _applications(stage)
    for item in items(stage.find("events")):
        if (function := find(item, "function")) is not None:
            yield function, list(events_of(item))
    if (function := stage.find("authorizer", "function")) is not None:
        yield function, []
    for item in items(stage.find("cognito", "triggers")):
        if (function := find(item, "function")) is not None:
            yield function, [pool_event(stage.find("cognito", "user_pool"), item)]
    for item in items(stage.find("bot_events")):
        if (function := find(item, "function")) is not None:
            yield function, [("Amazon Lex", [])]


def _applications(stage: Stage) -> Iterator[tuple[Node, list[Event]]]:
    """The handler that replaces Zappa's, and the web application; that of Django has no name of its own."""
    requests = list(_requests(stage))
    handler, application, django = (stage.find(key) for key in ("lambda_handler", "app_function", "django_settings"))
    if handler is not None and not (text(handler) or "").startswith(("handler.", "zappa.")):
        yield handler, requests
        requests = []
    if application is not None:
        yield application, requests
    elif django is not None:
        yield unknown("Django", django.at), requests


def _requests(stage: Stage) -> Iterator[Event]:
    if _has_api(stage):
        kind, key, _, path = _api(stage)
        properties: Properties = [
            (key, reference(API, stage.at)),
            ("Method", scalar("ANY", stage.at)),
            ("Path", scalar(path, stage.at)),
            ("Auth", _authorization(stage)),
        ]
        yield kind, properties


def _has_api(stage: Stage) -> bool:
    return stage.has("use_apigateway", otherwise=True) and stage.has("apigateway_enabled", otherwise=True)


def _api(stage: Stage) -> tuple[str, str, str, str]:
    return APIS.get(text(stage.find("apigateway_version")) or "", APIS["v1"])


def _authorization(stage: Stage) -> Node | None:
    written = stage.find("authorizer")
    if stage.has("iam_authorization"):
        return mapping(stage.at, [("Authorizer", scalar("AWS_IAM", stage.at))])
    return written and mapping(written.at, [("Authorizer", scalar(AUTHORIZER, written.at))])


def template(stage: Stage, what: tuple[Called, ...], nested: Nested) -> Mapping:
    """The template that deploys a stage."""
    role, own_role = role_of(stage, nested)
    functions = [
        resource(one.name, stage.at, FUNCTION, [*_own(stage, one, first=one is what[0]), *_shared(stage), (ROLE, role)])
        for one in what
    ]
    resources = (*functions, *own_role, *_around(stage, what))
    return mapping(stage.at, [("Resources", Mapping(resources, stage.at))])


def _own(stage: Stage, one: Called, *, first: bool) -> Properties:
    """What a function has for itself: Lambda's own address answers with the application."""
    is_asked = first and stage.has("function_url_enabled")
    return [
        ("Handler", one.written),
        ("CodeUri", scalar(".", one.written.at)),
        ("Events", Mapping(tuple(listed_events(one.events, one.written.at)), one.written.at)),
        ("FunctionUrlConfig", _url(stage) if is_asked else None),
    ]


def _shared(stage: Stage) -> Iterator[tuple[str, Node | None]]:
    """The settings of the one function that Lambda knows."""
    name, runtime = stage.deployed_name, stage.find("runtime")
    yield "FunctionName", scalar(name, stage.at) if name else None
    yield "Runtime", runtime or unknown("runtime", stage.at)
    yield from ((name, _filled(stage.find(key))) for key, name in SAME.items())
    yield "Environment", _within("Variables", _environment(stage))
    tracing = stage.find("xray_tracing")
    yield "Tracing", tracing and scalar("Active" if stage.has("xray_tracing") else "PassThrough", tracing.at)
    yield "DeadLetterQueue", _within("TargetArn", _filled(stage.find("dead_letter_arn")))
    yield "SnapStart", _within("ApplyOn", stage.find("snap_start"))
    architecture = stage.find("architecture")
    yield "Architectures", listed(architecture) if architecture is not None else None


def _environment(stage: Stage) -> Node | None:
    """Variables of Lambda, and of Zappa, which may set any; an update keeps those that somebody set by other means."""
    own = stage.find("environment_variables")
    free = Mapping(tuple(each for each in entries(own) if each.key not in RESERVED), own.at) if own else None
    both = overlaid((stage.find("aws_environment_variables"), free), stage.at)
    return Mapping((*(both.entries if both else ()), hidden(stage.at)), both.at if both else stage.at)


def _url(stage: Stage) -> Node:
    written = stage.find("function_url_config")
    at = written.at if written is not None else stage.at
    cors = find(written, "cors")
    origins = find(cors, "allowedOrigins") if is_plain(cors) else None
    allowed = listed(scalar("*", at)) if cors is None else origins
    properties: Properties = [
        ("AuthType", find(written, "authorizer") or scalar("NONE", at)),
        ("Cors", _within("AllowOrigins", allowed)),
    ]
    return mapping(at, properties)


def _around(stage: Stage, what: tuple[Called, ...]) -> Iterator[Entry]:
    """What stands before the function."""
    at = stage.at
    if _has_api(stage):
        kinds = [*items(stage.find("endpoint_configuration"))]
        properties: Properties = [
            ("EndpointConfiguration", _within("Type", kinds[0]) if kinds else None),
            ("Auth", _within("Authorizers", _authorizers(stage, what))),
        ]
        yield resource(API, at, _api(stage)[2], properties)
    if stage.has("alb_enabled"):
        target = mapping(at, [("Id", attribute(what[0].name, "Arn", at))])
        balanced: Properties = [("TargetType", scalar("lambda", at)), ("Targets", listed(target))]
        yield resource(BALANCER, at, "AWS::ElasticLoadBalancingV2::TargetGroup", balanced)


def _authorizers(stage: Stage, what: tuple[Called, ...]) -> Node | None:
    written = stage.find("authorizer")
    if written is None:
        return None
    name = text(find(written, "function"))
    is_known = any(one.name == name for one in what)
    function = attribute(name, "Arn", written.at) if name and is_known else find(written, "arn")
    return mapping(written.at, [(AUTHORIZER, _within("FunctionArn", function or unknown("authorizer", written.at)))])


def _within(key: str, value: Node | None) -> Node | None:
    return None if value is None else mapping(value.at, [(key, value)])


def _filled(value: Node | None) -> Node | None:
    """A setting that says something: an empty one is as none."""
    match value:
        case Scalar(value=""):
            return None
        case Sequence(items=()) | Mapping(entries=()):
            return None
        case _:
            return value if entries(value) or not is_plain(value) else None
