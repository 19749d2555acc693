"""What code does with the answer of a call, as several checks ask."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from lambdalint.checks.logs import log_calls
from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.module import Module
from lambdalint.model.value import Attribute, Choice, Constant, Item, Operation, Result, Value, children

_LOOKS_UP = frozenset({"get", "pop"})
_SHOWS = frozenset({"json.dumps", "pprint.pformat", "builtins.repr", "builtins.str"})
_ASKS = frozenset(
    {"builtins.bool", "builtins.len", "builtins.next", "builtins.iter", "builtins.isinstance", "builtins.type"}
)


class Answered(Struct, frozen=True):
    """The answer of one call, to be found again in the values of its module."""

    call: int
    module: Module

    def is_all_of(self, value: Value) -> bool:
        """Whether a value is the answer, may be, or is a text that shows it."""
        match value:
            case Result(call=number):
                return number == self.call or self._shows(number)
            case Choice(options=options) | Operation(operator="or" | "and", operands=options):
                return any(map(self.is_all_of, options))
            case _:
                return False

    def field(self, value: Value) -> str | None:
        """The key under which a value is looked up in the answer; None when it is something else."""
        match value:
            case Item(of=of, key=Constant(value=str(key))) if self.is_all_of(of):
                return key
            case Result(call=number):
                return self._looked_up(number)
            case Choice(options=options) | Operation(operator="or" | "and", operands=options):
                return next((key for key in map(self.field, options) if key is not None), None)
            case _:
                return None

    def keys_in(self, value: Value) -> Iterator[str | None]:
        """All keys that are looked up within a value; None for the answer as a whole."""
        key = self.field(value)
        match value:
            case _ if key is not None:
                yield key
            case Operation(operator="in" | "not in", operands=(Constant(value=str(asked)), of)) if self.is_all_of(of):
                yield asked
            case _ if self.is_all_of(value):
                yield None
            case _:
                for part in children(value):
                    yield from self.keys_in(part)

    def _looked_up(self, number: int) -> str | None:
        call = self.module.calls[number]
        key = call.argument(0, "key")
        is_lookup = isinstance(call.callee, Attribute) and call.callee.name in _LOOKS_UP
        if is_lookup and isinstance(key, Constant) and isinstance(key.value, str):
            return key.value if self.is_all_of(getattr(call.callee, "of", call.callee)) else None
        return None

    def _shows(self, number: int) -> bool:
        shown = self.module.calls[number]
        return dotted(shown.callee, self.module) in _SHOWS and any(
            self.is_all_of(argument.value) for argument in shown.arguments
        )


def keys_read(call: ReachedCall, code: Code) -> frozenset[str] | None:
    """The keys that code reads of an answer; None when the answer goes where we do not follow it."""
    if call.call.discarded:
        return frozenset()
    module = code.modules[call.reach.module]
    answer = Answered(call.number, module)
    if not call.call.context.function:
        return None
    logged = {one.number for one in log_calls(code) if one.reach.module == module.key}
    taken = {key for value in _taken_values(module, logged, _SHOWS) for key in answer.keys_in(value)}
    seen = {key for value in _seen_values(module, logged) for key in answer.keys_in(value)}
    return None if None in taken else frozenset(key for key in taken | seen if key is not None)


def _taken_values(module: Module, logged: set[int], aside: frozenset[str]) -> Iterator[Value]:
    """All that is handed on: to calls, in answers, in loops, into what is kept."""
    for number, call in enumerate(module.calls):
        if number not in logged and dotted(call.callee, module) not in aside:
            yield from (argument.value for argument in call.arguments)
        if isinstance(call.callee, Attribute) and call.callee.name not in _LOOKS_UP:
            yield call.callee.of
        yield from call.context.loops
    for function in module.functions.values():
        yield from (found.value for found in function.returns)
    yield from (store.value for store in module.stores)
    yield from (raised.value for raised in module.raises if raised.value is not None)
    yield from (test for test in module.tests if isinstance(test, Operation) and test.operator == "case")


def _seen_values(module: Module, logged: set[int]) -> Iterator[Value]:
    """All that is only looked at."""
    yield from (read.value for read in module.reads)
    yield from module.tests
    for number in sorted(logged):
        yield from (argument.value for argument in module.calls[number].arguments)
    for number, call in enumerate(module.calls):
        if isinstance(call.callee, Attribute) and call.callee.name in _LOOKS_UP:
            yield Result(number)


def whole_lists_read(call: ReachedCall, code: Code) -> frozenset[str]:
    """The keys of which code uses all that they hold, not only whether there is something, or the first of it."""
    module = code.modules[call.reach.module]
    answer = Answered(call.number, module)
    handed = _taken_values(module, set(), _ASKS)
    return frozenset(key for value in handed for key in _whole(value, answer))


def _whole(value: Value, answer: Answered) -> Iterator[str]:
    match value:
        case Item(of=of, key=Constant(value=int())) if answer.field(of) is not None:
            return
        case Operation(operator="==" | "!=" | ">" | "<" | "is" | "not" | "in" | "not in"):
            return
        case _ if (key := answer.field(value)) is not None:
            yield key
        case _:
            for part in children(value):
                yield from _whole(part, answer)
