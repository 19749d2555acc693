"""LL262 cors-any-origin. See rules/LL262-cors-any-origin.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class CorsAnyOrigin(Struct, frozen=True):
    """Report function URLs that pages of any site may call."""

    code: ClassVar[str] = "LL262"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when every origin is allowed."""
        url = function.configuration.url
        origins = url.cors_origins if url is not None else None
        if origins is not None and "*" in (origins.value or ()):
            yield Finding(
                self.code,
                f"pages of every site may call the URL of `{function.name}`; name the origins of your own",
                at=origins.at,
                function=function.name,
                label="every origin",
            )
