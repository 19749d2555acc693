"""Values folded to constants, where the code and what is configured for it decide them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.aws.environment import PROVIDED
from lambdalint.code.entities import External
from lambdalint.code.memo import Memo
from lambdalint.code.program import Program
from lambdalint.code.resolver import Step
from lambdalint.model.module import Argument, Call, Module
from lambdalint.model.value import (
    Collection,
    Constant,
    Declared,
    Global,
    Item,
    Operation,
    Parameter,
    Result,
    Text,
    Value,
)

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "builtins.abs": abs,
    "builtins.float": float,
    "builtins.int": int,
    "builtins.max": max,
    "builtins.min": min,
    "builtins.round": round,
    "builtins.str": str,
}
_UNITS = {"milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
_ORDER = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
"""The parameters of `timedelta`."""
_LONGEST = 10_000
"""Characters of a folded string."""


class Variables(Struct, frozen=True):
    """The environment variables that a function is configured with; a value of None is known to the deployment only."""

    values: Mapping[str, str | None] = field(default_factory=dict)
    complete: bool = False
    """There are no others."""
    asked: set[str] = field(default_factory=set)
    """The names that code was seen to look up."""

    def agree(self, others: Variables) -> bool:
        """Whether code that asked these would have found the same in others."""
        return self.complete == others.complete and all(
            (name in self.values, self.values.get(name)) == (name in others.values, others.values.get(name))
            for name in self.asked
        )

    def value(self, name: str, default: Constant | None) -> Constant | None:
        """What code finds under a name, or its default when there surely is nothing."""
        self.asked.add(name)
        if name in self.values:
            text = self.values[name]
            return None if text is None else Constant(text)
        return default if self.complete and name not in PROVIDED else None


class Folder(Struct, frozen=True):
    """Folds literals, variables, arithmetic, strings of constants, casts, durations, and configured variables."""

    program: Program
    variables: Variables = field(default_factory=Variables)
    _known: Memo[Constant | None] = field(default_factory=lambda: Memo(None))

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
        if not isinstance(value, Global) or _is_reassigned(value.name, at):
            return None
        held = at.variables.get(value.name)
        return held if isinstance(held, Collection) and held.kind == "tuple" else None

    def constant(self, value: Value, at: Module) -> Constant | None:
        """The constant a value is; None when that is not decided."""
        if isinstance(value, Constant):
            return value
        return self._known.answer(value, at, self.program.version, lambda: self._constant(value, at))

    def _constant(self, value: Value, at: Module) -> Constant | None:
        match value:
            case Global(name=name) if _is_reassigned(name, at):
                return None
            case Operation():
                return self._operation(value, at)
            case Text(parts=parts):
                return self._text(parts, at)
            case Parameter():
                return self._only(self.program.bindings.get((at.key, value.function, value.name), ()))
            case Result(call=number):
                return self._result(value, at.calls[number], at)
            case Item(of=of, key=key) if self._is_environ(of, at):
                return self._variable(key, None, at)
            case _:
                return self._only(self.program.steps(value, at))

    def _operation(self, value: Operation, at: Module) -> Constant | None:
        match value:
            case Operation(operator=operator, operands=(left, right)) if operator in _ARITHMETIC:
                return self._computed(_ARITHMETIC[operator], (left, right), at)
            case Operation(operator="or", operands=(first, second)):
                known = self.constant(first, at)
                return known if known is None or known.value else self.constant(second, at)
            case _:
                return None

    def _only(self, steps: Iterable[Step]) -> Constant | None:
        """The constant that all of several values are."""
        found: Constant | None = None
        for at, value in steps:
            if not isinstance(value, Declared):
                known = self.constant(value, at)
                if known is None or found not in (None, known):
                    return None
                found = known
        return found

    def _computed(self, function: Callable[..., Any], operands: Iterable[Value], at: Module) -> Constant | None:
        known = [self.constant(operand, at) for operand in operands]
        values = [one.value for one in known if one is not None]
        if not known or len(values) < len(known) or not _is_small(values):
            return None
        try:
            return Constant(function(*values))
        except (ArithmeticError, TypeError, ValueError):
            return None

    def _text(self, parts: tuple[Value, ...], at: Module) -> Constant | None:
        folded = [self.constant(part, at) for part in parts]
        text = "".join(str(part.value) for part in folded if part is not None)
        return Constant(text) if None not in folded and len(text) <= _LONGEST else None

    def _result(self, value: Result, call: Call, at: Module) -> Constant | None:
        entities = self.program.entities(call.callee, at)
        names = {entity.name for entity in entities if isinstance(entity, External)}
        name = names.pop() if len(names) == 1 and len(entities) == 1 else ""
        if name in _FUNCTIONS and not any(argument.name or argument.unpacked for argument in call.arguments):
            return self._computed(_FUNCTIONS[name], [argument.value for argument in call.arguments], at)
        if name in ("os.getenv", "os.environ.get") and call.arguments:
            default = call.argument(1, "default")
            unset = Constant(None) if default is None else self.constant(default, at)
            return self._variable(call.arguments[0].value, unset, at)
        if name == "datetime.timedelta().total_seconds":
            return self._seconds(call, at)
        return self._only(self.program.steps(value, at))

    def _is_environ(self, value: Value, at: Module) -> bool:
        return External("os.environ") in self.program.entities(value, at)

    def _variable(self, name: Value, default: Constant | None, at: Module) -> Constant | None:
        known = self.constant(name, at)
        return None if known is None else self.variables.value(str(known.value), default)

    def _seconds(self, call: Call, at: Module) -> Constant | None:
        delta = getattr(call.callee, "of", None)
        if not isinstance(delta, Result):
            return None
        total = 0.0
        for position, argument in enumerate(at.calls[delta.call].arguments):
            unit = argument.name or _ORDER[position % len(_ORDER)]
            amount = self.constant(argument.value, at)
            if unit not in _UNITS or amount is None or not isinstance(amount.value, int | float):
                return None
            total += amount.value * _UNITS[unit]
        return Constant(total)


def _is_reassigned(name: str, at: Module) -> bool:
    return any(store.target == Global(name) for store in at.stores)


def _is_small(values: list[Any]) -> bool:
    """Numbers and texts that are quickly computed with, and not mixed."""
    if all(isinstance(value, int | float) for value in values):
        return all(abs(value) < 1e15 for value in values)  # noqa: PLR2004  # no giant powers
    return all(isinstance(value, str) for value in values) and sum(map(len, values)) <= _LONGEST
