"""Which environment variables code reads, and whether it can do without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from lambdalint.code.constants import Folder
from lambdalint.code.entities import External
from lambdalint.code.program import Program
from lambdalint.model.code import EnvironmentRead, Reach
from lambdalint.model.module import Call, Condition, Context, Module, Read
from lambdalint.model.value import Choice, Constant, Global, Item, Operation, Result, Symbol, Value, walk

_MAYBE = frozenset({"os.getenv", "os.environ.get", "os.environ.pop", "os.environ.setdefault"})
_ASKS = frozenset({"or", "and", "not", "is", "is not", "==", "!=", "in", "not in"})
_EXPECTED = frozenset({"KeyError", "LookupError", "Exception", "BaseException"})


class EnvironmentReader(Struct, frozen=True):
    """Finds reads by a constant name; a name that is computed is not followed."""

    program: Program
    folder: Folder
    runs: Callable[[Module, str], bool]
    """Whether a function of a module runs, by its qualified name."""

    def of_subscript(self, read: Read, at: Module, reach: Reach) -> Iterator[EnvironmentRead]:
        """`os.environ["X"]`: raises when the variable is missing, unless somebody expects that."""
        if isinstance(read.value, Item) and self._is_environ(read.value.of, at):
            name = self._name(read.value.key, at)
            if name is not None:
                expected = _is_expected(read.context, at) or self._is_tested(read.context, name, at)
                yield EnvironmentRead(name, read.at, reach, not expected, Constant(None) if expected else None)

    def of_call(self, number: int, call: Call, at: Module, reach: Reach) -> Iterator[EnvironmentRead]:
        """`os.getenv("X")`: None when the variable is missing, which nobody may be prepared for."""
        targets = {entity.name for entity in self.program.entities(call.callee, at) if isinstance(entity, External)}
        name = self._name(call.arguments[0].value, at) if call.arguments and targets & _MAYBE else None
        if name is None or self._is_for_others(number, at):
            return
        default = call.argument(1, "default")
        required = targets == {"os.environ.pop"} and default is None and not _is_expected(call.context, at)
        if default is None and not required and _is_asked_about(number, at):
            default = Constant(None)
        yield EnvironmentRead(name, call.at, reach, required, default)

    def _is_for_others(self, number: int, at: Module) -> bool:
        """Whether the module keeps what it read only for functions that do not run here (another handler beside it)."""
        kept: set[Value] = {Global(name) for name, value in at.variables.items() if value == Result(number)}
        if not kept or any(part in kept for value in (*at.tests, *at.variables.values()) for part in walk(value)):
            return False
        users = {function for value, function in _uses(at) if any(part in kept for part in walk(value))}
        return bool(users) and not any(self.runs(at, function) for function in users)

    def written(self, at: Module) -> Iterator[str]:
        """The variables that a module sets by itself."""
        for store in at.stores:
            if isinstance(store.target, Item) and self._is_environ(store.target.of, at):
                name = self._name(store.target.key, at)
                if name is not None:
                    yield name
        for call in at.calls:
            if call.arguments and External("os.environ.setdefault") in self.program.entities(call.callee, at):
                name = self._name(call.arguments[0].value, at)
                if name is not None:
                    yield name

    def _is_environ(self, value: Value, at: Module) -> bool:
        return External("os.environ") in self.program.entities(value, at)

    def _name(self, value: Value, at: Module) -> str | None:
        folded = self.folder.constant(value, at)
        return folded.value if folded is not None and isinstance(folded.value, str) else None

    def _is_tested(self, context: Context, name: str, at: Module) -> bool:
        return any(self._asks_for(condition, name, at) for condition in context.conditions)

    def _asks_for(self, condition: Condition, name: str, at: Module) -> bool:
        for part in walk(condition.test):
            match part:
                case Operation(operator="in" | "not in", operands=(key, container)) if self._is_environ(container, at):
                    return self._name(key, at) in (name, None)
                case Result(call=number) if any(
                    self._name(argument.value, at) == name for argument in at.calls[number].arguments
                ):
                    return True
                case _:
                    pass
        return False


def _is_expected(context: Context, at: Module) -> bool:
    """Whether a KeyError there is caught."""
    for part in context.tries:
        if part.part == "body":
            for handler in at.tries[part.number].handlers:
                names = {one.name.rpartition(".")[2] for one in handler.types if isinstance(one, Symbol)}
                if not handler.types or names & _EXPECTED:
                    return True
    return False


def _is_asked_about(number: int, at: Module) -> bool:
    """Whether the code ever looks whether the result is there, or has another at hand."""
    result = Result(number)
    wanted: set[Value] = {Global(name) for name, value in at.variables.items() if value == result}
    wanted.add(result)
    if any(part in wanted for test in at.tests for part in walk(test)):
        return True
    return any(operand in wanted for value in _values(at) for part in walk(value) for operand in _asked(part))


def _asked(part: Value) -> tuple[Value, ...]:
    """The values whose presence decides: operands of a test, and a variable that another value may replace."""
    match part:
        case Operation(operator=operator, operands=operands) if operator in _ASKS:
            return operands
        case Choice(options=options):
            return options
        case _:
            return ()


def _uses(at: Module) -> Iterator[tuple[Value, str]]:
    """What functions do with values, and which function it is."""
    for call in at.calls:
        yield call.callee, call.context.function
        yield from ((argument.value, call.context.function) for argument in call.arguments)
    yield from ((store.value, store.context.function) for store in at.stores)
    yield from ((read.value, read.context.function) for read in at.reads)
    for function in at.functions.values():
        yield from ((found.value, function.name) for found in function.returns)


def _values(at: Module) -> Iterator[Value]:
    yield from at.variables.values()
    for call in at.calls:
        yield from (argument.value for argument in call.arguments)
    yield from (store.value for store in at.stores)
    for function in at.functions.values():
        yield from (found.value for found in function.returns)
