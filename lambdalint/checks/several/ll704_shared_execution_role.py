"""LL704 shared-execution-role. See rules/LL704-shared-execution-role.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.project import Project
from lambdalint.model.resource import ResourceId, Role

_BASIC = frozenset({"AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole", "AWSXrayWriteOnlyAccess"})
_HARMLESS = ("logs:", "xray:")
"""What each function needs to run at all."""


class SharedExecutionRole(Struct, frozen=True):
    """Report roles that several functions of a project run with."""

    code: ClassVar[str] = "LL704"

    def check_project(self, project: Project) -> Iterator[Finding]:
        """Yield a finding for each role, at the role, with all its functions."""
        users: dict[ResourceId, tuple[Role, dict[str, Function]]] = {}
        for function in project.functions:
            role = function.configuration.role
            if role is not None and _allows_more_than_logs(role):
                users.setdefault(role.id, (role, {}))[1].setdefault(function.id, function)
        for role, functions in users.values():
            if len(functions) > 1:
                yield _finding(role, list(functions.values()))


def _allows_more_than_logs(role: Role) -> bool:
    """Whether there is, or may be, anything in it that only one of its functions needs."""
    granted = (action for grant in role.grants if grant.effect == "Allow" for action in grant.actions)
    managed = {policy.value for policy in role.managed_policies}
    return not role.complete or not managed <= _BASIC or not all(action.startswith(_HARMLESS) for action in granted)


def _finding(role: Role, functions: list[Function]) -> Finding:
    return Finding(
        SharedExecutionRole.code,
        f"{len(functions)} functions run with `{role.name}`, so each may do what any of them needs; give each a role of its own",
        at=role.at,
        function=functions[0].name,
        label="one role for several functions",
        notes=tuple(Note(function.at, f"`{function.name}` runs with it") for function in functions),
        sharers=tuple(function.name for function in functions[1:]),
    )
