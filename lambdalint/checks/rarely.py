"""Functions that serve an administration task, not users: they run once in a long while."""

from __future__ import annotations

from lambdalint.model.code import Code
from lambdalint.model.function import Function
from lambdalint.model.trigger import CustomResourceTrigger

_ASKED_OF_THEM = (("RequestType",), ("ResponseURL",), ("ClientRequestToken",))
"""What CloudFormation wants, and where it waits for the answer; which version of a secret is to be made."""
_LIBRARIES = ("cfnresponse", "crhelper")


def runs_rarely(function: Function, code: Code) -> bool:
    """Whether it answers CloudFormation or rotates a secret: its events hold no user's data, and it seldom runs twice."""
    triggers = function.triggers
    if triggers and all(isinstance(one, CustomResourceTrigger) for one in triggers):
        return True
    asked = any(part.path in _ASKED_OF_THEM for parts in (code.reads, code.calls) for part in parts)
    return asked or any(name.partition(".")[0] in _LIBRARIES for name in code.imports)
