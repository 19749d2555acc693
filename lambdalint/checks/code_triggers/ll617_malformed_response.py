"""LL617 malformed-response. See rules/LL617-malformed-response.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks import response_shape as shape
from lambdalint.checks.answers import WrongAnswer, faults, http_formats, is_only_asked_over_http
from lambdalint.checks.http import Format
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.trigger import HttpTrigger
from lambdalint.model.value import Value

_LOOKED_FOR: Mapping[Format, tuple[Callable[[Value], str | None], ...]] = {
    Format.REST: (shape.another_key, shape.bad_status, shape.bad_headers),
    Format.HTTP_1_0: (shape.bad_status, shape.bad_headers),
    Format.HTTP_2_0: (shape.misspelled_status,),
    Format.LOAD_BALANCER: (shape.bad_status, shape.bad_headers),
}
_LOOKED_FOR_IN_ALL: Mapping[Format, tuple[Callable[[Value], str | None], ...]] = {
    Format.REST: (shape.no_dictionary,),
    Format.HTTP_1_0: (shape.no_dictionary, shape.no_status),
    Format.HTTP_2_0: (),
    Format.LOAD_BALANCER: (shape.no_dictionary, shape.no_status),
}
"""What is only wrong where every answer goes to somebody who asked over HTTP."""


class MalformedResponse(Struct, frozen=True):
    """Report responses that API Gateway or a load balancer replaces by an error of its own."""

    code: ClassVar[str] = "LL617"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each response that one of those who ask does not accept."""
        code = function.code
        if code is None:
            return
        only = is_only_asked_over_http(function)
        for trigger, form in http_formats(function):
            looked_for = _LOOKED_FOR[form] + (_LOOKED_FOR_IN_ALL[form] if only else ())
            for wrong in faults(code, shape.first_of(looked_for)):
                yield _finding(function, code, trigger, wrong)


def _finding(function: Function, code: Code, trigger: HttpTrigger, wrong: WrongAnswer) -> Finding:
    return Finding(
        MalformedResponse.code,
        wrong.what,
        at=wrong.at,
        function=function.name,
        label="not a response",
        notes=(Note(trigger.at, f"`{trigger.name}` hands the answer on"), *wrong.notes(function, code)),
    )
