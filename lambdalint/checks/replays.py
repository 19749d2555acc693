"""What a durable function does anew whenever it is replayed: all that runs outside of its steps."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.value import Attribute, Result, walk

_STEPS = ("durable_step", "durable_wait_for_callback")
"""Decorators, by their last name, of functions that a step runs and a replay skips."""


def replayed(code: Code) -> Iterator[ReachedCall]:
    """The calls that every replay repeats."""
    if not code.is_durable:
        return
    steps = {
        reached.definition.name
        for reached in code.functions
        if any(
            dotted(decorator, code.modules[reached.reach.module]).endswith(_STEPS)
            for decorator in reached.definition.decorators
        )
    }
    for call in code.calls_in(Phase.INVOKE):
        functions = {call.call.context.function, *(step.function for step in call.reach.chain)}
        if not functions & steps and not _asks_whether_replayed(call, code):
            yield call


def _asks_whether_replayed(call: ReachedCall, code: Code) -> bool:
    calls = code.modules[call.reach.module].calls
    tests = (part for condition in call.call.context.conditions for part in walk(condition.test))
    callees = (calls[part.call].callee for part in tests if isinstance(part, Result))
    return any(isinstance(callee, Attribute) and callee.name == "is_replaying" for callee in callees)
