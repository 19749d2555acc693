"""LL621 exception-in-response. See rules/LL621-exception-in-response.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.answers import http_formats
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.module import Return
from lambdalint.model.trigger import HttpTrigger
from lambdalint.model.value import Attribute, Declared, Result, Symbol, Text, Value, children

_ANY_ERROR = frozenset({Declared(Symbol("builtins.Exception")), Declared(Symbol("builtins.BaseException"))})
_SHOWS = frozenset({Symbol("builtins.repr"), Symbol("builtins.str")})
_TRACE = "format_exc"


class ExceptionInResponse(Struct, frozen=True):
    """Report answers to whoever asks over HTTP that hold the text or the trace of an error nobody foresaw."""

    code: ClassVar[str] = "LL621"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each such answer of the handler."""
        code = function.code
        trigger = next((trigger for trigger, _ in http_formats(function)), None)
        if code is None or code.entry is None or not code.direct or trigger is None:
            return
        for found in code.entry.returns:
            what = _shown(found.value, code)
            if what is not None:
                yield _finding(function, trigger, found, what)


def _shown(value: Value, code: Code) -> str | None:
    """What of an error a value shows, through the calls that make it."""
    calls = code.modules[code.handler.module].calls
    stack, seen = [value], set[int]()
    while stack:
        top = stack.pop()
        if id(top) in seen:
            continue
        seen.add(id(top))
        stack.extend(children(top))
        if isinstance(top, Text) and any(part in _ANY_ERROR for part in top.parts):
            return "the text of any error"
        if isinstance(top, Result):
            call = calls[top.call]
            given = [argument.value for argument in call.arguments]
            if isinstance(call.callee, Attribute | Symbol) and call.callee.name.rpartition(".")[2] == _TRACE:
                return "the stack trace of an error"
            if call.callee in _SHOWS and any(one in _ANY_ERROR for one in given):
                return "the text of any error"
            stack.extend(given)
    return None


def _finding(function: Function, trigger: HttpTrigger, found: Return, what: str) -> Finding:
    return Finding(
        ExceptionInResponse.code,
        f"whoever asks gets {what}, with the names of tables, files and libraries in it; log it, and answer in words of your own",
        at=found.at,
        function=function.name,
        label="tells what is inside",
        notes=(Note(trigger.at, f"`{trigger.name}` hands the answer on"),),
    )
