"""LL258 url-permission-missing. See rules/LL258-url-permission-missing.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.resource import Permission


class UrlPermissionMissing(Struct, frozen=True):
    """Report public URLs that have one of the two permissions that they need."""

    code: ClassVar[str] = "LL258"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when invoking by URL is allowed, but not invoking."""
        granted = function.configuration.permissions
        by_url = [
            one for one in granted if one.action.value == "lambda:InvokeFunctionUrl" and one.principal.value == "*"
        ]
        if any(one.action.value is None or one.principal.value is None or _invokes(one) for one in granted):
            return
        for permission in by_url:
            if permission.action.written and permission.auth_type is not None and permission.auth_type.value == "NONE":
                yield Finding(
                    self.code,
                    f"requests to the URL of `{function.name}` are refused with 403: since November 2026 a caller needs "
                    "`lambda:InvokeFunction` too; add a permission for it with `InvokedViaFunctionUrl`",
                    at=permission.at,
                    function=function.name,
                    label="one of two permissions",
                )


def _invokes(permission: Permission) -> bool:
    return permission.principal.value == "*" and permission.action.value in ("lambda:InvokeFunction", "lambda:*", "*")
