"""LL490 missing-http-timeout. See rules/LL490-missing-http-timeout.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.injection import index
from lambdalint.checks.notes import heir, way
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.value import Constant


class MissingHttpTimeout(Struct, frozen=True):
    """Report requests that wait for an answer as long as the function may run."""

    code: ClassVar[str] = "LL490"

    functions: Mapping[str, int]
    least: int

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that is given no timeout and has none of its own."""
        code = function.code
        limit = function.configuration.timeout.value
        if code is None or limit is None or limit < self.least or _sets_one_for_all(code):
            return
        for call in code.calls:
            name = next((name for name in call.targets if name in self.functions), None)
            if name is not None and _waits_forever(call, self.functions[name]):
                yield _finding(function, code, call, name, limit)


def _sets_one_for_all(code: Code) -> bool:
    """A default for all sockets, or an adapter that fills it in."""
    return any(call.target == "socket.setdefaulttimeout" or call.name == "mount" for call in code.calls)


def _waits_forever(call: ReachedCall, position: int) -> bool:
    given = index(call, position, "timeout")
    return not call.call.unpacks if given is None else call.call.arguments[given].value == Constant(None)


def _finding(function: Function, code: Code, call: ReachedCall, name: str, limit: int) -> Finding:
    timeout = function.configuration.timeout
    return Finding(
        MissingHttpTimeout.code,
        f"`{name}` has no timeout, so only Lambda ends the wait for a server that hangs, after {limit} s; give it a `timeout`",
        at=call.at,
        function=function.name,
        label="waits without end",
        notes=(
            Note(timeout.at, f"`{function.name}` may run {limit} s"),
            *heir(function, timeout, "timeout"),
            *way(function, code, call.reach),
        ),
    )
