"""LL252 function-url-public. See rules/LL252-function-url-public.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class FunctionUrlPublic(Struct, frozen=True):
    """Report function URLs that let anyone invoke the function."""

    code: ClassVar[str] = "LL252"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the function's URL asks for no authorization."""
        url = function.configuration.url
        if url is not None and url.auth.value == "NONE":
            yield Finding(
                self.code,
                f"anyone on the internet may invoke `{function.name}` by its URL; use `AWS_IAM`, "
                "unless the function itself checks who calls",
                at=url.auth.at,
                function=function.name,
                label="no authorization",
            )
