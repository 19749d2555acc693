"""Functions, triggers and settings for tests of checks: everything has a sensible default, name only what matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from lambdalint.model.function import AsyncInvocation, CodeFolder, Configuration, Environment, Function, Variable
from lambdalint.model.resource import Queue
from lambdalint.model.source import Origin, Setting, Span
from lambdalint.model.trigger import ApiKind, HttpTrigger, QueueTrigger, Trigger

T = TypeVar("T")


def span(line: int = 1, path: str = "template.yaml") -> Span:
    """A place; lines tell places apart in a test."""
    return Span(path, line, 1, line, 10)


def written(value: T, line: int = 1) -> Setting[T]:
    """A value written at the function (or queue, or trigger) itself."""
    return Setting(value, span(line))


def inherited(value: T, line: int = 1) -> Setting[T]:
    """A value that several functions share."""
    return Setting(value, span(line), Origin.INHERITED)


def default(value: T, line: int = 1) -> Setting[T]:
    """A value nobody wrote."""
    return Setting(value, span(line), Origin.DEFAULT)


def unknown(line: int = 1) -> Setting[Any]:
    """A value that only the deployment knows."""
    return Setting.unknown(span(line))


def function(
    name: str = "Worker",
    *,
    triggers: tuple[Trigger, ...] = (),
    triggers_complete: bool = True,
    environment: Mapping[str, str] | None = None,
    **settings: Any,
) -> Function:
    """A Python function as the AWS defaults make it; `settings` are fields of its configuration, plain or as `Setting`."""
    wrapped = {key: _setting(value) for key, value in settings.items()}
    return Function(
        id=f"template.yaml#{name}",
        name=name,
        at=span(),
        configuration=replace(_configuration(environment or {}), **wrapped),
        triggers=triggers,
        source=CodeFolder("src", span()),
        triggers_complete=triggers_complete,
    )


def queue_trigger(visibility: int | Setting[int] | None = 30, *, window: int | Setting[int] = 0) -> QueueTrigger:
    """A trigger of a queue of the project; `visibility` None: of a queue that is elsewhere."""
    queue = None
    if visibility is not None:
        queue = Queue(
            "template.yaml#Jobs", "Jobs", span(), _setting(visibility), written(value=False), default(345_600)
        )
    return QueueTrigger(
        name="JobArrived",
        at=span(),
        source=written("template.yaml#Jobs"),
        batch_size=default(10),
        batch_window=_setting(window),
        reports_item_failures=default(value=False),
        enabled=default(value=True),
        queue=queue,
    )


def http_trigger(kind: ApiKind = ApiKind.REST, **settings: Any) -> HttpTrigger:
    """A route of an API; `settings` are fields of the trigger, plain or as `Setting`."""
    return HttpTrigger("GetOrder", span(), kind, **{key: _setting(value) for key, value in settings.items()})


def _configuration(environment: Mapping[str, str]) -> Configuration:
    return Configuration(
        handler=written("app.handler"),
        runtime=written("python3.13"),
        memory=default(128),
        timeout=default(3),
        environment=Environment(
            {name: Variable(span(), written(value)) for name, value in environment.items()}, span()
        ),
        package_type=default("Zip"),
        architecture=default("x86_64"),
        ephemeral_storage=default(512),
        tracing=default("PassThrough"),
        async_invocation=AsyncInvocation(default(2), default(21_600)),
    )


def _setting(value: Any) -> Any:
    plain = isinstance(value, (bool, int, str))
    return written(value) if plain else value
