"""LL150 ignored-function-error. See rules/LL150-ignored-function-error.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.operations import calls_of
from lambdalint.checks.results import keys_read
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant, Item, Result, walk

_OF_ERRORS = frozenset({"errorMessage", "errorType", "stackTrace"})


class IgnoredFunctionError(Struct, frozen=True):
    """Report invocations whose answer is used without a look at whether the function failed."""

    code: ClassVar[str] = "LL150"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each answer that may be an error's."""
        code = function.code
        if code is None or _knows_errors(code):
            return
        for call in calls_of(code, ("lambda", "invoke")):
            read = keys_read(call, code)
            if (
                read is not None
                and _takes_payload(read)
                and call.call.argument(-1, "InvocationType") != Constant("Event")
            ):
                yield Finding(
                    self.code,
                    "when the invoked function fails, this succeeds all the same and its payload is the error; look at "
                    "`FunctionError` first",
                    at=call.at,
                    function=function.name,
                    notes=way(function, code, call.reach),
                )


def _takes_payload(read: frozenset[str]) -> bool:
    return "Payload" in read and "FunctionError" not in read


def _knows_errors(code: Code) -> bool:
    """Whether code looks into the payload for what the runtime writes there when a function fails."""
    if any(isinstance(read.read.value, Item) and _names_error(read.read.value) for read in code.reads):
        return True
    called = (argument.value for call in code.calls for argument in call.call.arguments)
    tests = (test for module in code.modules.values() for test in module.tests)
    return any(
        _names_error(part) for value in (*called, *tests) if not isinstance(value, Result) for part in walk(value)
    )


def _names_error(value: object) -> bool:
    key = value.key if isinstance(value, Item) else value
    return isinstance(key, Constant) and key.value in _OF_ERRORS
