"""LL153 polling-in-handler. See rules/LL153-polling-in-handler.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws import boto3
from lambdalint.checks.notes import way
from lambdalint.checks.operations import operation_of
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class PollingInHandler(Struct, frozen=True):
    """Report loops that ask AWS again and again how something is."""

    code: ClassVar[str] = "LL153"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each question that a loop with a sleep repeats."""
        code = function.code
        if code is None or code.is_durable:
            return
        for call in code.calls_in(Phase.INVOKE):
            if _is_waited_for(call) and _sleeps_between(call, code):
                yield Finding(
                    self.code,
                    f"this is paid for while it asks `{call.name}` again and again; let a state machine wait, or the event that "
                    "says it is done start a function",
                    at=call.at,
                    function=function.name,
                    notes=way(function, code, call.reach),
                )


def _is_waited_for(call: ReachedCall) -> bool:
    """Whether what a call asks is what boto3 has a waiter for."""
    service = boto3.service(call.aws.service) if call.aws is not None and operation_of(call) is not None else None
    return service is not None and call.name in service.waited_for


def _sleeps_between(call: ReachedCall, code: Code) -> bool:
    loops = call.call.context.loops
    return bool(loops) and any(
        other.target == "time.sleep"
        and other.reach.module == call.reach.module
        and other.reach.function == call.reach.function
        and other.call.context.loops[: len(loops)] == loops
        for other in code.calls
    )
