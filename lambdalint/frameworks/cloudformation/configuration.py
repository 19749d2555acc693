"""The settings of a function, as SAM or CloudFormation spells them, with AWS's defaults made explicit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.aws import limits
from lambdalint.documents.tree import Mapping, Sequence
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.values import Reference, parts_of
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.function import (
    AsyncInvocation,
    Configuration,
    Environment,
    FunctionUrl,
    Variable,
)
from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Origin, Setting, Span

T = TypeVar("T")

DEFAULT_RETRIES = 2
DEFAULT_EVENT_AGE = 21_600
"""Seconds (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html)."""


class Spelling(Struct, frozen=True):
    """Where the dialects differ, by paths of property names."""

    tracing: tuple[str, ...]
    dead_letter: tuple[str, ...]


SERVERLESS = Spelling(tracing=("Tracing",), dead_letter=("DeadLetterQueue", "TargetArn"))
LAMBDA = Spelling(tracing=("TracingConfig", "Mode"), dead_letter=("DeadLetterConfig", "TargetArn"))


def configuration(properties: View, declared: Declared, spelling: Spelling) -> Configuration:
    """All that a function's own properties set; what other resources add is joined later."""
    at, defaults = declared.at, properties.scope.stack.template.defaults
    settings = Configuration(
        handler=properties.get("Handler").text() or Setting(None, at, Origin.DEFAULT),
        runtime=properties.get("Runtime").text() or Setting(None, at, Origin.DEFAULT),
        memory=properties.get("MemorySize").integer() or _default(defaults.memory, at),
        timeout=properties.get("Timeout").integer() or _default(defaults.timeout, at),
        environment=_environment(properties.get("Environment"), at),
        package_type=properties.get("PackageType").text() or _default("Zip", at),
        architecture=_first(properties.get("Architectures")).text() or _default("x86_64", at),
        ephemeral_storage=properties.path("EphemeralStorage", "Size").integer()
        or _default(limits.DEFAULT_EPHEMERAL_STORAGE, at),
        tracing=_tracing(properties.path(*spelling.tracing)) or _default("PassThrough", at),
        async_invocation=async_invocation(properties.get("EventInvokeConfig"), declared),
        layers=tuple(_layers(properties.get("Layers"))),
        layers_complete=properties.get("Layers").complete,
        dead_letter=properties.path(*spelling.dead_letter).pattern(),
        tags=_tags(properties.get("Tags")),
    )
    return _with_options(settings, properties)


def _with_options(settings: Configuration, properties: View) -> Configuration:
    """The settings that have no default: most functions have none of them."""
    concurrency = properties.path("ProvisionedConcurrencyConfig", "ProvisionedConcurrentExecutions")
    logging = properties.get("LoggingConfig")
    return replace(
        settings,
        reserved_concurrency=properties.get("ReservedConcurrentExecutions").integer(),
        provisioned_concurrency=concurrency.integer(),
        snap_start=properties.path("SnapStart", "ApplyOn").text(),
        vpc=_present(properties.get("VpcConfig")),
        file_systems=tuple(_mounts(properties.get("FileSystemConfigs"))),
        log_format=logging.get("LogFormat").text(),
        log_group=logging.get("LogGroup").pattern(),
        kms_key=properties.get("KmsKeyArn").pattern(),
        code_signing=properties.get("CodeSigningConfigArn").pattern(),
        alias=properties.get("AutoPublishAlias").text(),
        recursive_loop=properties.get("RecursiveLoop").text(),
        managed_instances=_present(properties.get("CapacityProviderConfig")),
        accelerator=_present(properties.get("AcceleratorConfig")),
        durable=_present(properties.get("DurableConfig")),
    )


def _default(value: T, at: Span) -> Setting[T]:
    return Setting(value, at, Origin.DEFAULT)


def _present(view: View) -> Setting[bool] | None:
    """That a block is there at all."""
    return view.read(lambda _: True if view.known else None)


def _first(view: View) -> View:
    return next(view.items(), View(view.scope, None, view.at)) if view.known else view


def _tracing(view: View) -> Setting[str] | None:
    """SAM's `Disabled` is the same as nothing."""
    return None if as_text(view.value) == "Disabled" else view.text()


def async_invocation(config: View, owner: Declared) -> AsyncInvocation:
    """How asynchronous invocations go, from SAM's `EventInvokeConfig` or CloudFormation's resource of that name."""
    return AsyncInvocation(
        config.get("MaximumRetryAttempts").integer() or _default(DEFAULT_RETRIES, owner.at),
        config.get("MaximumEventAgeInSeconds").integer() or _default(DEFAULT_EVENT_AGE, owner.at),
        _destination(config, "OnSuccess", owner),
        _destination(config, "OnFailure", owner),
    )


def _destination(config: View, outcome: str, owner: Declared) -> Setting[ResourceId] | None:
    """Where results go; SAM makes a queue or topic for a destination that names none."""
    destination = config.path("DestinationConfig", outcome)
    written = destination.get("Destination").pattern()
    if written is not None or not destination.present:
        return written
    kind = "Topic" if as_text(destination.get("Type").value) == "SNS" else "Queue"
    made = destination.scope.id(f"{owner.name}EventInvokeConfig{outcome}{kind}")
    return Setting(made, destination.at, Origin.DEFAULT)


def _environment(environment: View, at: Span) -> Environment:
    variables = environment.get("Variables")
    seen = {entry.key: Variable(entry.key_at, *_variable(view)) for entry, view in variables.entries()}
    return Environment(seen, variables.at if seen else at, complete=environment.complete and variables.complete)


def _variable(view: View) -> tuple[Setting[str], ResourceId | None]:
    """A variable's value, and the resource it names."""
    named = next((part.id for part in parts_of(view.value) if isinstance(part, Reference)), None)
    return view.text() or Setting.unknown(view.at), named


def _layers(layers: View) -> Iterator[Setting[str]]:
    return (item.pattern() or Setting.unknown(item.at) for item in layers.items())


def _mounts(systems: View) -> Iterator[Setting[str]]:
    return (item.get("LocalMountPath").text() or Setting.unknown(item.at) for item in systems.items())


def _tags(tags: View) -> dict[str, Setting[str]]:
    """Tags, a map in SAM and a list of keys and values in CloudFormation."""
    if isinstance(tags.value, Mapping):
        return {entry.key: view.text() or Setting.unknown(view.at) for entry, view in tags.entries()}
    if not isinstance(tags.value, Sequence):
        return {}
    pairs = ((as_text(item.get("Key").value), item.get("Value")) for item in tags.items())
    return {key: view.text() or Setting.unknown(view.at) for key, view in pairs if key}


def function_url(config: View, at: Span) -> FunctionUrl:
    """A function URL, from SAM's `FunctionUrlConfig` or CloudFormation's `AWS::Lambda::Url`."""
    return FunctionUrl(
        at,
        config.get("AuthType").text() or Setting.unknown(at),
        config.get("InvokeMode").text() or _default("BUFFERED", at),
        config.path("Cors", "AllowOrigins").texts(),
    )
