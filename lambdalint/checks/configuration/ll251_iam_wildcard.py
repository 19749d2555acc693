"""LL251 iam-wildcard. See rules/LL251-iam-wildcard.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.scopable import can_be_scoped
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.resource import Grant
from lambdalint.model.rule import Severity

_EVERYTHING = re.compile(r"\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:\*(?:/\*)?")
_MOST_SHOWN = 3


class IamWildcard(Struct, frozen=True):
    """Report statements that let a function act on everything, where it could be limited to what it uses."""

    code: ClassVar[str] = "LL251"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each statement of the execution role that allows too much."""
        role = function.configuration.role
        for grant in role.grants if role is not None else ():
            message = _complaint(grant) if _allows_everywhere(grant) else None
            if message is not None:
                yield Finding(
                    self.code,
                    message,
                    at=grant.at,
                    function=function.name,
                    label="on every resource of the account",
                    notes=(Note(function.at, f"`{function.name}` runs with this"),),
                    severity=Severity.ERROR if "*" in grant.actions else None,
                )


def _allows_everywhere(grant: Grant) -> bool:
    is_limited = grant.effect != "Allow" or grant.inverted or grant.conditional
    return not is_limited and any(_EVERYTHING.fullmatch(resource) for resource in grant.resources)


def _complaint(grant: Grant) -> str | None:
    if "*" in grant.actions:
        return "every action on every resource is allowed; name the actions and resources that the function uses"
    scopable = [action for action in grant.actions if can_be_scoped(action)]
    if not scopable:
        return None
    more = len(scopable) - _MOST_SHOWN
    named = ", ".join(f"`{action}`" for action in scopable[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return f"{named} may be used on every resource of the account; name the resources that the function uses"
