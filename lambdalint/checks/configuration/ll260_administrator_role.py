"""LL260 administrator-role. See rules/LL260-administrator-role.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_ADMINISTRATION = frozenset({"AdministratorAccess", "PowerUserAccess"})
_FULL = ("FullAccess",)


class AdministratorRole(Struct, frozen=True):
    """Report execution roles that have a policy of AWS for administrators."""

    code: ClassVar[str] = "LL260"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each such policy that somebody attached."""
        role = function.configuration.role
        for policy in role.managed_policies if role is not None else ():
            name = policy.value or ""
            if policy.written and (name in _ADMINISTRATION or name.endswith(_FULL)):
                yield Finding(
                    self.code,
                    f"`{name}` lets `{function.name}` do far more than one function does; grant the actions and resources that it uses",
                    at=policy.at,
                    function=function.name,
                    label="for administrators" if name in _ADMINISTRATION else "every action of a service",
                )
