"""Values folded to constants, where the code alone decides them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lambdalint.code.entities import External
from lambdalint.code.program import Program
from lambdalint.model.module import Argument, Call, Module
from lambdalint.model.value import Collection, Constant, Global, Operation, Parameter, Result, Text, Value

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
}
_CASTS: dict[str, Callable[[Any], Any]] = {"builtins.int": int, "builtins.float": float, "builtins.str": str}
_UNITS = {"milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
_LONGEST = 10_000
"""Characters of a folded string."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Folds module constants, arithmetic, strings of constants, `int(…)` and `timedelta(…).total_seconds()`."""

    program: Program

    def call(self, call: Call, at: Module) -> Call:
        """A call whose arguments are folded as far as they go."""
        arguments = tuple(self._argument(argument, at) for argument in call.arguments)
        return (
            call
            if all(a is b for a, b in zip(arguments, call.arguments, strict=True))
            else replace(call, arguments=arguments)
        )

    def _argument(self, argument: Argument, at: Module) -> Argument:
        if isinstance(argument.value, Constant):
            return argument
        folded = self.constant(argument.value, at) or self._display(argument.value, at)
        return argument if folded is None else replace(argument, value=folded)

    def _display(self, value: Value, at: Module) -> Value | None:
        """A module's constant tuple: `TIMEOUTS = (3, 30)`."""
        if not isinstance(value, Global) or self._is_reassigned(value.name, at):
            return None
        held = at.variables.get(value.name)
        return held if isinstance(held, Collection) and held.kind == "tuple" else None

    def constant(self, value: Value, at: Module, depth: int = 0) -> Constant | None:
        """The constant a value is; None when the code alone does not decide it."""
        if depth > 8:  # noqa: PLR2004  # longer chains of constants do not occur
            return None
        match value:
            case Constant():
                return value
            case Global(name=name) if name in at.variables and not self._is_reassigned(name, at):
                return self.constant(at.variables[name], at, depth + 1)
            case Operation(operator=operator, operands=(left, right)) if operator in _ARITHMETIC:
                return self._arithmetic(operator, left, right, at, depth)
            case Text(parts=parts):
                return self._text(parts, at, depth)
            case Parameter():
                return self._parameter(value, at, depth)
            case Result(call=number):
                return self._result(at.calls[number], at, depth)
            case _:
                return None

    def _is_reassigned(self, name: str, at: Module) -> bool:
        return any(store.target == Global(name) for store in at.stores)

    def _arithmetic(self, operator: str, left: Value, right: Value, at: Module, depth: int) -> Constant | None:
        a, b = self.constant(left, at, depth + 1), self.constant(right, at, depth + 1)
        if a is None or b is None or not _computable(a.value, b.value):
            return None
        try:
            return Constant(_ARITHMETIC[operator](a.value, b.value))
        except (ArithmeticError, TypeError):
            return None

    def _text(self, parts: tuple[Value, ...], at: Module, depth: int) -> Constant | None:
        folded = [self.constant(part, at, depth + 1) for part in parts]
        text = "".join(str(part.value) for part in folded if part is not None)
        return Constant(text) if None not in folded and len(text) <= _LONGEST else None

    def _parameter(self, value: Parameter, at: Module, depth: int) -> Constant | None:
        given = self.program.bindings.get((at.key, value.function, value.name), [])
        found = {self.constant(argument, module, depth + 1) for module, argument in given}
        if given:
            return found.pop() if len(found) == 1 else None
        return None

    def _result(self, call: Call, at: Module, depth: int) -> Constant | None:
        entities = self.program.entities(call.callee, at)
        names = {entity.name for entity in entities if isinstance(entity, External)}
        name = names.pop() if len(names) == 1 and len(entities) == 1 else ""
        if name in _CASTS and len(call.arguments) == 1:
            given = self.constant(call.arguments[0].value, at, depth + 1)
            return None if given is None else _cast(_CASTS[name], given)
        if name == "datetime.timedelta().total_seconds":
            return self._seconds(call, at, depth)
        return None

    def _seconds(self, call: Call, at: Module, depth: int) -> Constant | None:
        delta = getattr(call.callee, "of", None)
        if not isinstance(delta, Result):
            return None
        total = 0.0
        for argument in at.calls[delta.call].arguments:
            amount = self.constant(argument.value, at, depth + 1)
            if argument.name not in _UNITS or amount is None or not isinstance(amount.value, int | float):
                return None
            total += amount.value * _UNITS[argument.name]
        return Constant(total)


def _computable(left: object, right: object) -> bool:
    numbers = all(isinstance(side, int | float) and abs(side) < 1e15 for side in (left, right))  # noqa: PLR2004  # no giant powers
    return numbers or (isinstance(left, str) and isinstance(right, str) and len(left) + len(right) <= _LONGEST)


def _cast(cast: Callable[[Any], Any], given: Constant) -> Constant | None:
    try:
        return Constant(cast(given.value))
    except (TypeError, ValueError, OverflowError):
        return None
