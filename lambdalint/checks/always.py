"""Whether code runs whatever the event is, as several checks ask."""

from __future__ import annotations

from lambdalint.checks.catching import contexts
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.module import Context, Module
from lambdalint.model.value import (
    Attribute,
    Collection,
    Constant,
    Dictionary,
    Global,
    Item,
    Operation,
    Result,
    Symbol,
    Value,
    walk,
)


def runs_for_every_event(call: ReachedCall, code: Code) -> bool:
    """Whether nothing on the way to a call may keep an event from it: no condition, no loop over what may be empty, no error."""
    return not any(
        _may_be_left_out(context, module, code) for context, module in contexts(call.call.context, call.reach, code)
    )


def _may_be_left_out(context: Context, module: Module, code: Code) -> bool:
    is_answer = any(part.part == "handler" for part in context.tries)
    conditional = any(not _is_fixed(condition.test) for condition in context.conditions)
    return is_answer or conditional or any(not _is_filled(loop, module, code) for loop in context.loops)


def _is_fixed(test: Value) -> bool:
    """A test of nothing but constants and what the module keeps comes out the same for every event."""
    return all(isinstance(part, Attribute | Constant | Global | Operation | Symbol) for part in walk(test))


def _is_filled(loop: Value, module: Module, code: Code) -> bool:
    """A loop over the records of the event, or over what stands in the code, runs at least once."""
    match loop:
        case Item(key=Constant(value="Records")) | Collection(items=(_, *_)):
            return True
        case Global(name=name):
            return isinstance(module.variables.get(name), Collection | Dictionary)
        case Result(call=number):
            calls = (one for one in code.calls if one.number == number and one.reach.module == module.key)
            return any(one.path == ("Records",) for one in calls)
        case _:
            return False
