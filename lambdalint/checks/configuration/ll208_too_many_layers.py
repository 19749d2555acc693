"""LL208 too-many-layers. See rules/LL208-too-many-layers.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.limits import LAYERS
from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class TooManyLayers(Struct, frozen=True):
    """Report functions with more layers than Lambda accepts."""

    code: ClassVar[str] = "LL208"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding at the first layer that is too many."""
        layers = function.configuration.layers
        if len(layers) > LAYERS:
            yield Finding(
                self.code,
                f"{len(layers)} layers are more than the {LAYERS} that a function may have; put what belongs together into one",
                at=layers[LAYERS].at,
                function=function.name,
                label="one too many",
                notes=heir(function, layers[LAYERS], "layer"),
            )
