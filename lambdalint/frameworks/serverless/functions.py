"""A function of a service as the function resource that SAM would have for it."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents.tree import Entry, Mapping, Node, Scalar
from lambdalint.frameworks.nodes import (
    attribute,
    entries,
    find,
    hidden,
    is_plain,
    listed,
    mapping,
    overlaid,
    resource,
    scalar,
    text,
    unknown,
)
from lambdalint.frameworks.serverless.images import image_metadata, image_properties
from lambdalint.frameworks.serverless.service import REQUIREMENTS_PLUGIN, WSGI_MODULE, WSGI_PLUGIN, Service
from lambdalint.model.source import Span

FUNCTION = "AWS::Serverless::Function"

OWN = {
    "reservedConcurrency": "ReservedConcurrentExecutions",
    "capacityProvider": "CapacityProviderConfig",
    "durableConfig": "DurableConfig",
}
SHARED = {
    "timeout": "Timeout",
    "memorySize": "MemorySize",
    "kmsKeyArn": "KmsKeyArn",
    "layers": "Layers",
}
"""Settings that the provider may give to every function."""

Settings = Iterator[tuple[str, Node | None]]


def function_resource(service: Service, entry: Entry, events: Mapping, role: Node | None) -> Entry:
    """The resource of one function, by the key it has in the service."""
    own = entry.value
    properties = (
        ("Runtime", _runtime(service, own)),
        ("Handler", _wsgi_application(service, own) or find(own, "handler")),
        *((name, find(own, key)) for key, name in OWN.items()),
        *((name, _shared(service, own, key)) for key, name in SHARED.items()),
        *_nested(service, own),
        *_invocation(own, service),
        *_code(service, entry),
        ("FunctionName", find(own, "name") or scalar(f"{service.name}-{service.stage}-{entry.key}", entry.key_at)),
        ("Environment", _environment(service, own, entry.key_at)),
        ("Tags", overlaid((find(service.provider, "tags"), find(own, "tags")), entry.key_at)),
        ("Events", events),
        ("Role", role),
    )
    more = {"Condition": find(own, "condition")}
    image = find(own, "image")
    if image is not None:
        more["Metadata"] = image_metadata(service, image)
    elif _is_built(service, own):
        more["Metadata"] = mapping(entry.key_at, [("BuildMethod", scalar("custom", entry.key_at))])
    return resource(entry.key, entry.key_at, FUNCTION, properties, **more)


def _shared(service: Service, own: Node, key: str) -> Node | None:
    written = find(own, key)
    return find(service.provider, key) if written is None else written


def _runtime(service: Service, own: Node) -> Node | None:
    if find(own, "image") is not None:
        return None
    written = _shared(service, own, "runtime")
    return unknown("runtime", written.at) if written is not None and _is_foreign(service, own) else written


def _is_foreign(service: Service, own: Node) -> bool:
    """Whether a function is surely not Python: the framework's default is some Node.js, and plugins add languages."""
    written = _shared(service, own, "runtime")
    name = text(written)
    return written is None or any(name is not None and plugin.endswith(f"-{name}") for plugin in service.plugins)


def _nested(service: Service, own: Node) -> Settings:
    """Settings that SAM nests more deeply, or spells in other words."""
    yield "Architectures", _listed(_shared(service, own, "architecture"))
    yield "EphemeralStorage", _within("Size", find(own, "ephemeralStorageSize"))
    yield "Tracing", _tracing(find(own, "tracing") or find(service.provider, "tracing", "lambda"))
    yield "VpcConfig", _network(service, own)
    yield "DeadLetterQueue", _within("TargetArn", find(own, "onError"))
    yield (
        "ProvisionedConcurrencyConfig",
        _within("ProvisionedConcurrentExecutions", find(own, "provisionedConcurrency")),
    )
    if (provisioned := find(own, "provisionedConcurrency")) is not None:
        yield "AutoPublishAlias", scalar("provisioned", provisioned.at)
    if text(snap_start := find(own, "snapStart")) == "true" and snap_start:
        yield "SnapStart", _within("ApplyOn", scalar("PublishedVersions", snap_start.at))
    if (system := find(own, "fileSystemConfig")) is not None:
        yield "FileSystemConfigs", listed(_renamed(system, {"arn": "Arn", "localMountPath": "LocalMountPath"}))
    if (logs := find(own, "logs") or find(service.provider, "logs", "lambda")) is not None:
        yield "LoggingConfig", _renamed(logs, {"logFormat": "LogFormat", "logGroup": "LogGroup"})


def _invocation(own: Node, service: Service) -> Settings:
    """How it is invoked asynchronously, and by its URL."""
    destinations = find(own, "destinations")
    outcomes = [
        (name, _destination(service, find(destinations, key)))
        for key, name in (("onSuccess", "OnSuccess"), ("onFailure", "OnFailure"))
    ]
    settings = [
        ("MaximumRetryAttempts", find(own, "maximumRetryAttempts")),
        ("MaximumEventAgeInSeconds", find(own, "maximumEventAge")),
        ("DestinationConfig", None if destinations is None else mapping(destinations.at, outcomes)),
    ]
    at = next((value.at for _, value in settings if value is not None), None)
    if at is not None:
        yield "EventInvokeConfig", mapping(at, settings)
    url = find(own, "url")
    if url is not None and text(url) != "false":
        yield "FunctionUrlConfig", _url(url)


def _destination(service: Service, written: Node | None) -> Node | None:
    """Another function of the service by its key, or anything by its ARN."""
    if is_plain(written):
        written = find(written, "arn")
    if written is None:
        return None
    name = text(written)
    return _within(
        "Destination", attribute(name, "Arn", written.at) if name and service.has_function(name) else written
    )


def _url(url: Node) -> Node:
    authorizer = find(url, "authorizer")
    auth = "AWS_IAM" if (text(authorizer) or "").lower() == "aws_iam" else "NONE"
    cors = find(url, "cors")
    origins = find(cors, "allowedOrigins") if is_plain(cors) else cors and listed(scalar("*", cors.at))
    settings = (
        ("AuthType", scalar(auth, authorizer.at if authorizer else url.at)),
        ("InvokeMode", find(url, "invokeMode")),
        ("Cors", _within("AllowOrigins", origins)),
    )
    return mapping(url.at, settings)


def _network(service: Service, own: Node) -> Node | None:
    """A function's own network settings count before the provider's; `vpc: ~` is none."""
    if isinstance(own, Mapping) and isinstance(none := own.get("vpc"), Scalar) and none.value is None:
        return None
    settings = overlaid((find(service.provider, "vpc"), find(own, "vpc")), service.at)
    return settings and _renamed(settings, {"subnetIds": "SubnetIds", "securityGroupIds": "SecurityGroupIds"})


def _tracing(written: Node | None) -> Node | None:
    match text(written):
        case "true":
            return written and scalar("Active", written.at)
        case "false":
            return None
        case _:
            return written


def _environment(service: Service, own: Node, at: Span) -> Node | None:
    variables = overlaid((find(service.provider, "environment"), find(own, "environment")), at)
    if service.changes_environment:
        variables = Mapping((*(variables.entries if variables else ()), hidden(at)), variables.at if variables else at)
    return _within("Variables", variables)


def _code(service: Service, entry: Entry) -> Settings:
    """An image, a built archive, or the service's folder, which holds whatever is not excluded."""
    own = entry.value
    image = find(own, "image")
    if image is not None:
        yield from image_properties(image)
        return
    artifact = find(own, "package", "artifact") or find(service.root, "package", "artifact")
    handler = find(own, "handler")
    at = handler.at if handler else entry.key_at
    if artifact is not None:
        yield "CodeUri", artifact
    elif _is_foreign(service, own):
        yield "CodeUri", unknown("runtime", at)
    else:
        yield "CodeUri", _module(service, own) or scalar(".", at)


def _module(service: Service, own: Node) -> Node | None:
    """The folder that the requirements plugin packages a function from."""
    alone = any(text(find(where, "package", "individually")) == "true" for where in (own, service.root))
    return find(own, "module") if alone and REQUIREMENTS_PLUGIN in service.plugins else None


def _wsgi_application(service: Service, own: Node) -> Node | None:
    """The application behind the handler that the WSGI plugin writes: it is where the project's own code begins."""
    generated = (text(find(own, "handler")) or "").startswith(WSGI_MODULE)
    return find(service.root, "custom", "wsgi", "app") if generated and WSGI_PLUGIN in service.plugins else None


def _is_built(service: Service, own: Node) -> bool:
    """Whether a plugin may make the module of its handler."""
    generated = (text(find(own, "handler")) or "").startswith(WSGI_MODULE)
    return service.builds or (generated and _wsgi_application(service, own) is None)


def _within(key: str, value: Node | None) -> Node | None:
    return None if value is None else mapping(value.at, [(key, value)])


def _listed(value: Node | None) -> Node | None:
    return None if value is None else listed(value)


def _renamed(settings: Node, names: dict[str, str]) -> Node:
    """Settings by other names; as they are when they can't be seen."""
    if not is_plain(settings):
        return settings
    known = [Entry(names[entry.key], entry.key_at, entry.value) for entry in entries(settings) if entry.key in names]
    kept = [entry for entry in entries(settings) if entry.key.startswith("Fn::")]
    return Mapping((*known, *kept), settings.at)
