"""LL217 invalid-function-name. See rules/LL217-invalid-function-name.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_LONGEST = 64


class InvalidFunctionName(Struct, frozen=True):
    """Report names that Lambda refuses for a function."""

    code: ClassVar[str] = "LL217"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for a name that is too long or has other characters than letters, digits, hyphens and underscores."""
        name = function.called
        if (
            name is None or name.startswith("arn:") or not {"#", "$"}.isdisjoint(name)
        ):  # a part only the deployment knows
            return
        fault = None
        if len(name) > _LONGEST:
            fault = f"has {len(name)} characters, and Lambda accepts {_LONGEST}"
        elif not re.fullmatch(r"[\w-]+", name, re.ASCII):
            fault = "has characters that Lambda does not accept in a name"
        if fault:
            message = f"`{name}` {fault}; take letters, digits, hyphens and underscores, {_LONGEST} at most"
            yield Finding(self.code, message, at=function.at, function=function.name, label="no name for a function")
