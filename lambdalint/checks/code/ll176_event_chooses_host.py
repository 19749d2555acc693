"""LL176 event-chooses-host. See rules/LL176-event-chooses-host.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.injection import injected, named_sinks
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant, Text

_SCHEME = re.compile(r"https?://(?:[^/]*@)?")
"""The beginning of an address whose next part is the host."""


class EventChoosesHost(Struct, frozen=True):
    """Report requests to addresses that the sender of an event chooses."""

    code: ClassVar[str] = "LL176"

    functions: Mapping[str, int]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each request whose host comes from the event."""
        return injected(self.code, function, self._requests, _says)

    def _requests(self, code: Code) -> Iterator[tuple[ReachedCall, int]]:
        for call, argument in named_sinks(self.functions)(code):
            if call.paths[argument] is not None or _is_scheme_and_host(call, argument):
                yield call, argument


def _is_scheme_and_host(call: ReachedCall, argument: int) -> bool:
    match call.call.arguments[argument].value:
        case Text(parts=(Constant(value=str(beginning)), *_)):
            return _SCHEME.fullmatch(beginning) is not None
        case _:
            return False


def _says(call: ReachedCall, text: str) -> str:
    return f"{text} decides which host `{call.name}` asks, also one inside the VPC; compare it with the hosts you mean"
