"""LL218 layer-for-another-runtime. See rules/LL218-layer-for-another-runtime.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Configuration, Function
from lambdalint.model.source import Setting

_PYTHON = re.compile(r"(?i)(?<![a-z])python[-_]?3[-_.]?(?P<minor>\d{1,2})(?!\d)")
_ARM = re.compile(r"(?i)(?<![a-z0-9])arm64(?![a-z0-9])|aarch64")
_X86 = re.compile(r"(?i)x86(?:[-_]?64)?|amd64")


class LayerForAnotherRuntime(Struct, frozen=True):
    """Report layers that were built for another Python or another processor, as their own names say."""

    code: ClassVar[str] = "LL218"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each layer whose name contradicts the function's runtime or architecture."""
        for layer in function.configuration.layers:
            contradicted = _contradicted(layer.value, function.configuration) if layer.value else None
            if contradicted is not None:
                setting, built_for = contradicted
                yield Finding(
                    self.code,
                    f"this layer is built for {built_for}, and the function runs on `{setting.value}`: what is compiled in it "
                    "cannot be imported; take the layer for the function's own",
                    at=layer.at,
                    function=function.name,
                    label=f"for {built_for}",
                    notes=(
                        *heir(function, layer, "layer"),
                        Note(setting.at, f"`{function.name}` runs on `{setting.value}`"),
                    ),
                )


def _contradicted(arn: str, settings: Configuration) -> tuple[Setting[str], str] | None:
    name = arn.rsplit(":layer:", maxsplit=1)[-1] if ":layer:" in arn else ""
    python, runtime, architecture = _PYTHON.search(name), settings.runtime, settings.architecture
    if python and (runtime.value or "").startswith("python3.") and runtime.value != f"python3.{python['minor']}":
        return runtime, f"python3.{python['minor']}"
    if architecture.value == "x86_64" and _ARM.search(name):
        return architecture, "arm64"
    if architecture.value == "arm64" and _X86.search(name):
        return architecture, "x86_64"
    return None
