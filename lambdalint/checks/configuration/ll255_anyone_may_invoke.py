"""LL255 anyone-may-invoke. See rules/LL255-anyone-may-invoke.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.resource import Permission


class AnyoneMayInvoke(Struct, frozen=True):
    """Report permissions that let every AWS account invoke the function."""

    code: ClassVar[str] = "LL255"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each permission of everyone that nothing limits."""
        for permission in function.configuration.permissions:
            if permission.principal.value == "*" and permission.principal.written and not _is_limited(permission):
                yield Finding(
                    self.code,
                    f"every AWS account may invoke `{function.name}`; name the account or service, or limit who asks with "
                    "`SourceArn`, `SourceAccount` or `PrincipalOrgID`",
                    at=permission.principal.at,
                    function=function.name,
                    label="everyone",
                )


def _is_limited(permission: Permission) -> bool:
    # What goes through the URL alone is as open as the URL, which LL252 reports.
    limits = (
        permission.source,
        permission.source_account,
        permission.organization,
        permission.auth_type,
        permission.by_url,
    )
    return any(limit is not None for limit in limits)
