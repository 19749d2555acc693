"""LL211 malformed-handler. See rules/LL211-malformed-handler.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_LONGEST = 128
_FILE = re.compile(r"(?P<stem>[\w/.-]*?\w)\.py")


class MalformedHandler(Struct, frozen=True):
    """Report handlers that cannot name a Python function."""

    code: ClassVar[str] = "LL211"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the handler is no `module.function`."""
        settings = function.configuration
        handler, runtime = settings.handler, settings.runtime.value or ""
        if not handler.value or not runtime.startswith("python") or function.handler_problem is not None:
            return
        fault = _fault(handler.value)
        if fault:
            yield Finding(
                self.code,
                f"`{handler.value}` {fault}",
                at=handler.at,
                function=function.name,
                label="no `module.function`",
                notes=heir(function, handler, "handler"),
            )


def _fault(handler: str) -> str | None:
    file = _FILE.fullmatch(handler)
    if file is not None:
        return f"names a file, where Lambda looks for a function `py` in a module `{file['stem']}`; write `{file['stem']}.handler`"
    if re.search(r"\s", handler):
        return "has a space in it, and Lambda refuses it; write `module.function`"
    if "." not in handler:
        return "names no function, so every invocation fails; write `module.function`"
    return f"is longer than the {_LONGEST} characters that Lambda accepts" if len(handler) > _LONGEST else None
