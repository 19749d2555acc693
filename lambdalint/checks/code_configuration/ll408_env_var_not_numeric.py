"""LL408 env-var-not-numeric. See rules/LL408-env-var-not-numeric.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function, Variable
from lambdalint.model.value import Attribute, Constant, Item, Result, Value

_CASTS: dict[str, Callable[[str], object]] = {"builtins.int": int, "builtins.float": float}


class EnvVarNotNumeric(Struct, frozen=True):
    """Report variables that code takes for a number and that are configured as something else."""

    code: ClassVar[str] = "LL408"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each conversion that the configured text does not survive."""
        code = function.code
        for call in code.calls if code else ():
            cast = _CASTS.get(call.target or "")
            variable = _variable(call, code, function) if cast and code and not call.call.context.tries else None
            if cast and code and variable is not None and _fails(cast, variable[1].value.value):
                yield _finding(function, code, call, *variable)


def _variable(call: ReachedCall, code: Code, function: Function) -> tuple[str, Variable] | None:
    """The configured variable that is converted, by its name."""
    module = code.modules[call.reach.module]
    raw = module.calls[call.number].arguments
    name = _name(raw[0].value, code, call) if len(raw) == 1 else None
    variable = function.configuration.environment.variables.get(name or "")
    return (name, variable) if name and variable is not None else None


def _name(value: Value, code: Code, call: ReachedCall) -> str | None:
    module = code.modules[call.reach.module]
    match value:
        case Item(of=of, key=Constant(value=str(name))) if dotted(of, module) == "os.environ":
            return name
        case Result(call=number):
            asked = module.calls[number]
            by = dotted(asked.callee, module)
            first = asked.argument(0, "key")
            is_read = by in ("os.getenv", "os.environ.get") or (
                isinstance(asked.callee, Attribute) and by == "os.environ.get"
            )
            return first.value if is_read and isinstance(first, Constant) and isinstance(first.value, str) else None
        case _:
            return None


def _fails(cast: Callable[[str], object], text: str | None) -> bool:
    try:
        cast("0" if text is None else text)
    except ValueError:
        return True
    return False


def _finding(function: Function, code: Code, call: ReachedCall, name: str, variable: Variable) -> Finding:
    return Finding(
        EnvVarNotNumeric.code,
        f"`{name}` is converted with `{call.name}` here and configured as something that is no number, so this raises ValueError; "
        "configure a number",
        at=call.at,
        function=function.name,
        label="raises ValueError",
        notes=(Note(variable.at, f"`{name}` is configured here"), *way(function, code, call.reach)),
    )
