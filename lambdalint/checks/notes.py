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
        Note(step.at, f"{_called(step.function)} calls `{_plain(callee)}` here")
        for step, callee in zip(reach.chain, callees, strict=True)
    )
    return (Note(code.handler, f"`{function.name}` starts here"), *steps)


def _called(function: str) -> str:
    return f"`{_plain(function)}`" if function else "the module"


def _plain(function: str) -> str:
    """A nested function by its own name."""
    return function.rpartition("<locals>.")[2]
