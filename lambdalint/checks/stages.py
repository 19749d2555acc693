"""Code that asks where it runs, as several checks ask."""

from __future__ import annotations

from lambdalint.checks.values import dotted
from lambdalint.model.module import Context, Module
from lambdalint.model.value import Attribute, Global, Result, Value, walk

_ENVIRONMENT = ("os.environ", "os.getenv")


def is_for_one_place(context: Context, module: Module) -> bool:
    """Whether code runs only where an environment variable, or a terminal, says so: a developer's machine, perhaps."""
    return any(_asks(part, module) for condition in context.conditions for part in walk(condition.test))


def _asks(value: Value, module: Module) -> bool:
    if isinstance(value, Result):
        callee = module.calls[value.call].callee
        is_terminal = isinstance(callee, Attribute) and callee.name == "isatty"
        return is_terminal or dotted(callee, module).startswith(_ENVIRONMENT)
    held = module.variables.get(value.name) if isinstance(value, Global) else None
    asked = isinstance(held, Result) and _asks(held, module)
    return asked or dotted(value, module).startswith(_ENVIRONMENT)
