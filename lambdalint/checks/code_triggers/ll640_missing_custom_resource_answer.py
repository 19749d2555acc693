"""LL640 missing-custom-resource-answer. See rules/LL640-missing-custom-resource-answer.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.replying import REQUESTS, is_answered, replies, unguarded
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.rule import Severity
from lambdalint.model.trigger import CustomResourceTrigger


class MissingCustomResourceAnswer(Struct, frozen=True):
    """Report custom resources that may leave CloudFormation waiting."""

    code: ClassVar[str] = "LL640"

    libraries: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding where no answer is sent: never, to one type of request, or after an error."""
        code = function.code
        trigger = next((one for one in function.triggers if isinstance(one, CustomResourceTrigger)), None)
        if code is None or trigger is None or trigger.through_provider or not self._is_ours_to_judge(code):
            return
        answers = replies(code)
        missed = [request for request in REQUESTS if not is_answered(request, answers, code)]
        if missed:
            yield _unanswered(function, code, trigger, missed)
        elif (call := unguarded(code, answers)) is not None:
            yield _unguarded(function, code, trigger, call)

    def _is_ours_to_judge(self, code: Code) -> bool:
        """Nothing that is not read stands around the handler, and no library answers by itself."""
        return (
            code.complete and code.direct and not any(one.partition(".")[0] in self.libraries for one in code.imports)
        )


def _unanswered(function: Function, code: Code, trigger: CustomResourceTrigger, missed: list[str]) -> Finding:
    which = "any request" if len(missed) == len(REQUESTS) else " and ".join(f"`{one}`" for one in missed)
    return Finding(
        MissingCustomResourceAnswer.code,
        f"`{code.handler_name}` sends no answer to {which}, so the stack waits for up to an hour and then fails; "
        "send one to the event's `ResponseURL`",
        at=code.handler,
        function=function.name,
        label="leaves CloudFormation waiting",
        notes=(Note(trigger.at, f"`{trigger.name}` waits for an answer, and does not read what is returned"),),
    )


def _unguarded(function: Function, code: Code, trigger: CustomResourceTrigger, call: ReachedCall) -> Finding:
    return Finding(
        MissingCustomResourceAnswer.code,
        f"when `{call.name}` fails nothing is answered, and the stack waits for up to an hour; "
        "catch every error and answer `FAILED`",
        at=call.at,
        function=function.name,
        label="an error here leaves CloudFormation waiting",
        notes=(Note(trigger.at, f"`{trigger.name}` waits for an answer"), *way(function, code, call.reach)),
        severity=Severity.WARNING,
    )
