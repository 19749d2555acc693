"""LL212 unsupported-snap-start. See rules/LL212-unsupported-snap-start.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws import limits, runtimes
from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Configuration, Function
from lambdalint.model.source import Setting


class UnsupportedSnapStart(Struct, frozen=True):
    """Report SnapStart on functions that cannot have it."""

    code: ClassVar[str] = "LL212"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for the first setting that rules SnapStart out."""
        snap_start = function.configuration.snap_start
        if snap_start is None or snap_start.value != "PublishedVersions":
            return
        obstacle = next(_obstacles(function.configuration), None)
        if obstacle is not None:
            setting, what = obstacle
            yield Finding(
                self.code,
                f"SnapStart does not work with {what}, and Lambda refuses the function; leave one of the two out",
                at=snap_start.at,
                function=function.name,
                label=f"not with {what}",
                notes=(*heir(function, snap_start, "SnapStart"), Note(setting.at, what)),
            )


def _obstacles(settings: Configuration) -> Iterator[tuple[Setting[int] | Setting[str], str]]:
    if settings.package_type.value == "Image":
        yield settings.package_type, "a container image"
    runtime = settings.runtime.value
    if runtime is not None and not runtimes.has_snap_start(runtime):
        yield settings.runtime, f"the runtime `{runtime}`"
    storage = settings.ephemeral_storage
    if storage.value is not None and storage.value > limits.DEFAULT_EPHEMERAL_STORAGE:
        yield storage, f"{storage.value} MB of /tmp"
    if settings.provisioned_concurrency is not None and settings.provisioned_concurrency.value:
        yield settings.provisioned_concurrency, "provisioned concurrency"
    for mount in settings.file_systems[:1]:
        yield mount, "a file system"
