"""LL256 unscoped-service-permission. See rules/LL256-unscoped-service-permission.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.resource import Permission

_SERVICE = re.compile(r"(?!alexa|elasticloadbalancing)[a-z0-9.-]+\.amazonaws\.com(\.cn)?")
"""Alexa names a skill instead, and a load balancer is made after its permission."""


class UnscopedServicePermission(Struct, frozen=True):
    """Report services that may invoke the function for whoever uses them."""

    code: ClassVar[str] = "LL256"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each service that is not limited to a resource or account."""
        for permission in function.configuration.permissions:
            service = permission.principal.value or ""
            if permission.principal.written and _SERVICE.fullmatch(service) and not _is_limited(permission):
                yield Finding(
                    self.code,
                    f"`{service}` may invoke `{function.name}` for any account that uses it; name the resource with `SourceArn`",
                    at=permission.principal.at,
                    function=function.name,
                    label="for any account",
                )


def _is_limited(permission: Permission) -> bool:
    limits = (permission.source, permission.source_account, permission.organization, permission.auth_type)
    return any(limit is not None for limit in limits)
