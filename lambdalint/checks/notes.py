"""Notes that several checks attach to what they find."""

from __future__ import annotations

from lambdalint.model.code import Code, Reach
from lambdalint.model.finding import Note
from lambdalint.model.function import Function
from lambdalint.model.source import Origin, Setting


def heir(function: Function, setting: Setting[object], name: str) -> tuple[Note, ...]:
    """Point at the function when the setting stands elsewhere, where several functions share it."""
    if setting.origin is not Origin.INHERITED:
        return ()
    return (Note(function.at, f"`{function.name}` inherits this {name}"),)


def way(function: Function, code: Code, reach: Reach) -> tuple[Note, ...]:
    """Show how the handler gets to a place: where it starts, and each call on the way."""
    callees = [*(step.function for step in reach.chain), reach.function][1:]
    steps = tuple(
        Note(step.at, f"{_written(step.function)} calls {_written(callee)} here")
        for step, callee in zip(reach.chain, callees, strict=True)
    )
    return (Note(code.handler, f"`{function.name}` starts here"), *steps)


def _written(function: str) -> str:
    """A function as its author would name it: a nested one by its own name, a second of that name without its number."""
    name = function.rpartition("<locals>.")[2].partition("~")[0]
    if "<lambda" in name:
        return "a lambda"
    return f"`{name}`" if name else "the module"
