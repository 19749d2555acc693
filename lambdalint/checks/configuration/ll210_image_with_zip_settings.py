"""LL210 image-with-zip-settings. See rules/LL210-image-with-zip-settings.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class ImageWithZipSettings(Struct, frozen=True):
    """Report settings of an archive on a function that is a container image."""

    code: ClassVar[str] = "LL210"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for a runtime or layers beside an image."""
        settings = function.configuration
        if settings.package_type.value != "Image":
            return
        for setting, name in ((settings.runtime, "runtime"), *((layer, "layer") for layer in settings.layers[:1])):
            if setting.written and setting.value is not None:
                yield Finding(
                    self.code,
                    f"a container image takes no {name}, and Lambda refuses the function; say it in the Dockerfile",
                    at=setting.at,
                    function=function.name,
                    label="not with an image",
                    notes=heir(function, setting, name),
                )
