"""Who catches what code raises, as several checks ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, Reach
from lambdalint.model.module import Context, Except, Module

Catches = Callable[[Except, Module], bool]
_BROAD = frozenset({"builtins.BaseException", "builtins.Exception"})
_OS_ERROR = frozenset(
    {
        "builtins.OSError",
        "builtins.IOError",
        "builtins.EnvironmentError",
        "builtins.Exception",
        "builtins.BaseException",
    }
)


def is_caught(context: Context, reach: Reach, code: Code, catches: Catches) -> bool:
    """Whether a clause around a place, or around a call on the way to it, catches what is raised there."""
    return any(
        catches(clause, module)
        for one, module in contexts(context, reach, code)
        for part in one.tries
        if part.part == "body"
        for clause in module.tries[part.number].handlers
    )


def catches_any(clause: Except, module: Module, names: frozenset[str]) -> bool:
    """Whether a clause is bare, or names one of some exceptions."""
    return not clause.types or any(dotted(one, module) in names for one in clause.types)


def catches_os_error(clause: Except, module: Module) -> bool:
    """Whether a clause catches what the operating system refuses."""
    return catches_any(clause, module, _OS_ERROR)


def catches_all(clause: Except, module: Module) -> bool:
    """Whether a clause is bare, or names what every error is."""
    return catches_any(clause, module, _BROAD)


def contexts(context: Context, reach: Reach, code: Code) -> Iterator[tuple[Context, Module]]:
    """A place, and each call on the way to it, by what stands around them."""
    yield context, code.modules[reach.module]
    steps = {step.at for step in reach.chain}
    for call in code.calls if steps else ():
        if call.at in steps:
            yield call.call.context, code.modules[call.reach.module]
