"""LL405 iam-action-missing. See rules/LL405-iam-action-missing.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.permissions import allows, is_readable, needed, uses_role_only
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.resource import Role


class IamActionMissing(Struct, frozen=True):
    """Report AWS calls that no policy of the function's role allows."""

    code: ClassVar[str] = "LL405"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for the first call that needs each missing action."""
        role = function.configuration.role
        # Whatever may invoke it unseen may also grant it something: a construct of CDK's that takes a function does both.
        if function.code is None or role is None or not function.triggers_complete:
            return
        if not is_readable(role) or not uses_role_only(function.code):
            return
        reported: set[str] = set()
        for call in sorted(function.code.calls, key=lambda each: each.at):
            missing = [one for one in needed(call) if one not in reported and not allows(role, one)]
            if missing:
                reported.update(missing)
                yield _finding(function, function.code, role, call, missing)


def _finding(function: Function, code: Code, role: Role, call: ReachedCall, missing: list[str]) -> Finding:
    actions = " and ".join(f"`{action}`" for action in missing)
    statement = f"`Action: {missing[0] if len(missing) == 1 else '[' + ', '.join(missing) + ']'}`"
    return Finding(
        IamActionMissing.code,
        f"`{call.name}` needs {actions}, which the function's role does not allow, so AWS denies the call; add a "
        f"statement with `Effect: Allow` and {statement} for the resource",
        at=call.at,
        function=function.name,
        label="AccessDenied",
        notes=(_other_side(role, missing[0].partition(":")[0]), *way(function, code, call.reach)),
    )


def _other_side(role: Role, service: str) -> Note:
    """What the role allows of a service, or that it allows nothing."""
    for grant in role.grants:
        allowed = [action for action in grant.actions if action.lower().startswith(f"{service}:")]
        if allowed and grant.effect == "Allow":
            return Note(grant.at, f"`{role.name}` allows {', '.join(f'`{one}`' for one in allowed)} here")
    return Note(role.at, f"`{role.name}` allows no action of `{service}`")
