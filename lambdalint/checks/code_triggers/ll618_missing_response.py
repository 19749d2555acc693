"""LL618 missing-response. See rules/LL618-missing-response.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.answers import WrongAnswer, faults, http_formats, is_only_asked_over_http
from lambdalint.checks.http import Format
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import HttpTrigger
from lambdalint.model.value import Constant, Value


class MissingResponse(Struct, frozen=True):
    """Report handlers behind an API that may end without a response."""

    code: ClassVar[str] = "LL618"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each end of the handler that answers nothing."""
        code = function.code
        if code is None or not is_only_asked_over_http(function):
            return
        for trigger, form in http_formats(function):
            # Format 2.0 makes a response of anything, also of nothing.
            for wrong in faults(code, _nothing) if form is not Format.HTTP_2_0 else ():
                yield _finding(function, code, trigger, wrong)


def _nothing(value: Value) -> str | None:
    return "nothing" if value == Constant(None) else None


def _finding(function: Function, code: Code, trigger: HttpTrigger, wrong: WrongAnswer) -> Finding:
    ends = "the end of the body is reached" if wrong.at == code.handler else "it returns nothing"
    return Finding(
        MissingResponse.code,
        f"`{code.handler_name}` gives no response where {ends}, so the caller gets an error; "
        "return a dictionary with `statusCode`",
        at=wrong.at,
        function=function.name,
        label="no response",
        notes=(Note(trigger.at, f"`{trigger.name}` waits for one"), *wrong.notes(function, code)),
    )
