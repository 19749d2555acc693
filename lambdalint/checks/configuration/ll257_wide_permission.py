"""LL257 wide-permission. See rules/LL257-wide-permission.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class WidePermission(Struct, frozen=True):
    """Report permissions that let others do more with the function than invoke it."""

    code: ClassVar[str] = "LL257"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each permission of all actions."""
        for permission in function.configuration.permissions:
            if permission.action.value in ("*", "lambda:*") and permission.action.written:
                yield Finding(
                    self.code,
                    f"`{permission.action.value}` lets others change `{function.name}` and its code too; allow `lambda:InvokeFunction`",
                    at=permission.action.at,
                    function=function.name,
                    label="more than invoking",
                )
