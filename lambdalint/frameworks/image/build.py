"""What the Dockerfile behind a function says of its handler, code and environment."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping as Map

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.aws.environment import RESERVED
from lambdalint.documents.tree import Sequence
from lambdalint.frameworks.image.bases import TASK_ROOT
from lambdalint.frameworks.image.command import Started, started
from lambdalint.frameworks.image.layout import folders, moves
from lambdalint.frameworks.image.stages import Command, Stage, final_stage
from lambdalint.frameworks.reading import Nested
from lambdalint.model.function import CodeFolder, Environment, Function, Variable
from lambdalint.model.source import Span


class Build(Struct, frozen=True):
    """How a template builds an image and starts it; paths are relative to the project's root."""

    context: str
    dockerfile: str
    arguments: Map[str, str] = field(default_factory=dict)
    target: str | None = None
    """The stage, when not the last."""
    entrypoint: Command | None = None
    command: Command | None = None
    folder: str | None = None
    """The working directory, when not the image's own."""


def built(function: Function, build: Build, files: Nested) -> Function:
    """A function with what its Dockerfile says; as it is when that starts no handler of the project."""
    document = files(build.dockerfile)
    if document is None or not isinstance(document.root, Sequence):
        return function
    stage = final_stage(document.root, build.arguments, build.target)
    start = started(stage, build.entrypoint, build.command) if stage is not None else None
    if stage is None or start is None:
        return function
    source = _source(stage, start, build)
    if source is None:
        return function
    settings = function.configuration
    environment = _environment(settings.environment, stage, start)
    return replace(
        function,
        configuration=replace(settings, handler=start.handler, environment=environment),
        source=source,
    )


def _source(stage: Stage, start: Started, build: Build) -> CodeFolder | None:
    roots = _import_path(stage, build)
    found: dict[str, Span] = {}
    for root in roots:
        for folder, copy in folders(stage.copies, root, start.handler.value or ""):
            found.setdefault(posixpath.normpath(posixpath.join(build.context, folder)), copy.at)
    paths = [path for path in found if not path.startswith("..")]
    if not paths:
        return None
    followed = stage.complete and not any(moves(stage.copies, root) for root in roots)
    certain = followed and stage.base.known and start.certain
    return CodeFolder(paths[0], found[paths[0]], custom_build=not certain, further=tuple(paths[1:]))


def _import_path(stage: Stage, build: Build) -> tuple[str, ...]:
    """The folders of the image that modules are imported from."""
    own = build.folder or stage.folder
    by_variable = (stage.known.get("PYTHONPATH") or "").split(":")
    task_root = TASK_ROOT if stage.base.language else None
    paths = (path for path in (own, task_root, *by_variable) if path and path.startswith("/"))
    return tuple(dict.fromkeys(posixpath.normpath(path) for path in paths))


def _environment(own: Environment, stage: Stage, start: Started) -> Environment:
    """The function's own variables before those of the image, where a name that Lambda keeps does no harm."""
    brought = {name: Variable(value.at, value) for name, value in stage.environment.items() if name not in RESERVED}
    complete = own.complete and stage.base.known and start.certain
    return replace(own, variables={**brought, **own.variables}, complete=complete)
