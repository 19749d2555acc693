"""LL641 unreturned-cognito-event. See rules/LL641-unreturned-cognito-event.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.callers import COGNITO_ASYNCHRONOUS_EVENTS
from lambdalint.checks.answers import type_of
from lambdalint.checks.sole import lacks, refused, sole
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.trigger import CognitoTrigger
from lambdalint.model.value import Constant, Value

_READS_LITTLE = COGNITO_ASYNCHRONOUS_EVENTS | {"UserMigration"}
"""What Cognito does not wait for, and where an empty answer means that there is no such user."""
_ADVICE = "so the user gets an error; return the `event`"


class UnreturnedCognitoEvent(Struct, frozen=True):
    """Report triggers of user pools that do not give the event back."""

    code: ClassVar[str] = "LL641"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each end of the handler that gives Cognito something else than its event."""
        triggers = sole(function, CognitoTrigger)
        if triggers and all(_waits(trigger) for trigger in triggers):
            yield from refused(self.code, function, triggers[0], _fault, "Amazon Cognito")


def _waits(trigger: CognitoTrigger) -> bool:
    return trigger.event.value is not None and trigger.event.value not in _READS_LITTLE


def _fault(value: Value) -> str | None:
    if value == Constant(None):
        return f"Amazon Cognito waits for its event and gets nothing here, {_ADVICE}"
    if lacks(value, "response") or type_of(value) in ("bool", "int", "list", "str"):
        return f"Amazon Cognito waits for its event and does not understand this answer, {_ADVICE}"
    return None
