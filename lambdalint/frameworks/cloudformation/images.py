"""Container images that SAM or CDK build from a Dockerfile of the project."""

from __future__ import annotations

from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.frameworks.image import Build, Command, built
from lambdalint.model.function import Function
from lambdalint.model.source import Setting


def in_image(function: Function, properties: View, declared: Declared) -> Function:
    """A function whose code is an image, with what the Dockerfile says when the project has it."""
    metadata = View.of(properties.scope, declared.body.get("Metadata"), declared.at)
    build = _build(metadata, properties.get("ImageConfig"))
    return function if build is None else built(function, build, properties.scope.world.files)


def _build(metadata: View, config: View) -> Build | None:
    template = metadata.scope.stack.template.path
    asset = metadata.get("aws:asset:path")
    written = as_text((asset if asset.present else metadata.get("DockerContext")).value)
    name = as_text(metadata.get("aws:asset:dockerfile-path" if asset.present else "Dockerfile").value) or "Dockerfile"
    context = beside(template, written or "")
    dockerfile = beside(f"{context}/", name) if context is not None else None
    if context is None or dockerfile is None:
        return None
    return Build(
        context,
        dockerfile,
        dict(_arguments(metadata)),
        as_text(metadata.get("DockerBuildTarget").value),
        _command(config.get("EntryPoint")),
        _command(config.get("Command")),
        as_text(config.get("WorkingDirectory").value),
    )


def _arguments(metadata: View) -> list[tuple[str, str]]:
    entries = metadata.get("DockerBuildArgs").entries()
    texts = ((entry.key, as_text(view.value)) for entry, view in entries)
    return [(name, text) for name, text in texts if text is not None]


def _command(view: View) -> Command | None:
    if not view.present:
        return None
    return Command(tuple(item.text() or Setting.unknown(item.at) for item in view.items()))
