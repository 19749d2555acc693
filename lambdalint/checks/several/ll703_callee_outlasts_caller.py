"""LL703 callee-outlasts-caller. See rules/LL703-callee-outlasts-caller.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.invoking import invoked, waits_for_answer
from lambdalint.checks.notes import heir, way
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.project import Project


class CalleeOutlastsCaller(Struct, frozen=True):
    """Report functions that wait for another one which may run longer than they may themselves."""

    code: ClassVar[str] = "LL703"

    def check_project(self, project: Project) -> Iterator[Finding]:
        """Yield a finding for each synchronous invocation whose answer may come too late."""
        for caller in project.functions:
            for call in caller.code.calls_in(Phase.INVOKE) if caller.code is not None else ():
                callee = invoked(call, caller, project.functions) if waits_for_answer(call) else None
                if caller.code is not None and callee is not None and callee.id != caller.id:
                    yield from _compare(caller, caller.code, call, callee)


def _compare(caller: Function, code: Code, call: ReachedCall, callee: Function) -> Iterator[Finding]:
    own, other = caller.configuration.timeout, callee.configuration.timeout
    if own.value is None or other.value is None or other.value <= own.value:
        return
    yield Finding(
        CalleeOutlastsCaller.code,
        f"`{callee.name}` may run {other.value} s, but `{caller.name}`, which waits for it, is stopped after {own.value} s, "
        "and both are paid for; give the one that waits more time, or do not wait",
        at=call.at,
        function=caller.name,
        label=f"cut off after {own.value} s",
        notes=(
            Note(own.at, f"`{caller.name}` may run {own.value} s"),
            *heir(caller, own, "timeout"),
            Note(other.at, f"`{callee.name}` may run {other.value} s"),
            *way(caller, code, call.reach),
        ),
    )
