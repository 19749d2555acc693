"""What derives from the event, and what is the same on every invocation.

The event is followed through assignments, displays, strings, items, attributes, calls of the
project's functions in both directions, and through calls of others from argument to result. It is
not followed through files, databases, or attributes of objects assigned in one function and read
in another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lambdalint.code.arguments import free_parameters
from lambdalint.code.entities import Definition, External, Instance, Type
from lambdalint.code.entry import Entry
from lambdalint.code.memo import Memo
from lambdalint.code.program import Program
from lambdalint.model.code import Path
from lambdalint.model.module import Call, Module
from lambdalint.model.value import (
    Attribute,
    Choice,
    Constant,
    Element,
    Global,
    Item,
    Local,
    Operation,
    Parameter,
    Result,
    Symbol,
    Value,
    children,
)

_TELLS_NOTHING = frozenset(
    {"len", "bool", "isinstance", "issubclass", "hasattr", "callable", "type", "id", "print", "super"}
)
"""Builtins whose result carries no user's data, whatever they are given."""
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not", "not"})
_PURE = (
    "aws_lambda_powertools.utilities.parameters.",
    "os.",
    "builtins.",
    "base64.",
    "boto3.",
    "botocore.",
    "datetime.timedelta",
    "json.",
    "pathlib.",
    "typing.",
    "urllib.parse.",
)
"""Libraries whose results depend on their arguments and the environment only, or on settings kept outside."""
_SETTINGS = ("get_secret_value", "get_parameter", "get_parameters", "generate_db_auth_token")
"""What an AWS client answers does not stay the same, but for settings, and for what is as good as another of its kind."""
_VARYING = frozenset({"os.urandom", "os.times", "builtins.input", "builtins.id", "builtins.open"})


@dataclass(slots=True)
class EventFlow:
    """Which parameters receive the event or parts of it; grows while the code is walked."""

    program: Program
    tainted: set[tuple[str, str, str]] = field(default_factory=set)
    contextual: set[tuple[str, str, str]] = field(default_factory=set)
    """Parameters that receive the context or parts of it."""
    _derived: Memo[bool] = field(default_factory=lambda: Memo(unfinished=False))
    _static: Memo[bool] = field(default_factory=lambda: Memo(unfinished=True))
    _paths: Memo[Path | None] = field(default_factory=lambda: Memo(None))

    def start(self, entry: Entry) -> None:
        """The handler's own parameters: event and context, or the parts of the event that a framework hands over."""
        if entry.definition is None:
            return
        at, function = entry.definition.module, entry.definition.function
        given = [(at.key, function.name, one.name) for one in free_parameters(entry.definition)]
        if entry.framework is not None:
            self.tainted.update(given)
            return
        positional = [
            key for key, one in zip(given, free_parameters(entry.definition), strict=True) if one.kind == "positional"
        ]
        self.tainted.update(positional[:1])
        self.contextual.update(positional[1:2])

    @property
    def _version(self) -> int:
        return self.program.version + len(self.tainted)

    def taint(self, keys: set[tuple[str, str, str]]) -> bool:
        """Note that parameters receive the event; whether that is news."""
        news = not keys <= self.tainted
        self.tainted |= keys
        return news

    def derives(self, value: Value, at: Module) -> bool:
        """Whether a value is, holds, or was made from a part of the event."""
        return self._derived.answer(value, at, self._version, lambda: self._derives(value, at))

    def _derives(self, value: Value, at: Module) -> bool:
        match value:
            case Parameter(function=function, name=name):
                return (at.key, function, name) in self.tainted
            case Result(call=number):
                return self._result_derives(at.calls[number], at)
            case Operation(operator=operator) if operator in _COMPARISONS:
                return False
            case Item(of=of):
                return self.derives(of, at)
            case _:
                return any(self.derives(part, at) for part in children(value))

    def _result_derives(self, call: Call, at: Module) -> bool:
        entities = self.program.entities(call.callee, at)
        for entity in entities:
            match entity:
                case Definition(module=module, function=function):
                    if any(self.derives(found.value, module) for found in function.returns):
                        return True
                case External(name=name) if name.removeprefix("builtins.") in _TELLS_NOTHING:
                    return False
                case _:
                    pass
        if entities and all(isinstance(entity, Definition) for entity in entities):
            return False
        return self.call_derives(call, at)

    def call_derives(self, call: Call, at: Module) -> bool:
        """Whether an argument of a call, or the object it is called on, derives from the event."""
        receiver = call.callee.of if isinstance(call.callee, Attribute) else None
        values = [argument.value for argument in call.arguments] + ([receiver] if receiver is not None else [])
        return any(self.derives(value, at) for value in values)

    def call_is_static(self, call: Call, at: Module) -> bool:
        """Whether every argument of a call, and the object it is called on, is surely the same on every invocation."""
        receiver = call.callee.of if isinstance(call.callee, Attribute) else Constant(None)
        return all(self.is_static(value, at) for value in (receiver, *(argument.value for argument in call.arguments)))

    def is_static(self, value: Value, at: Module) -> bool:
        """Whether it is surely one value, the same on every invocation of one execution environment."""
        return self._static.answer(value, at, self._version, lambda: self._is_static(value, at))

    def _is_static(self, value: Value, at: Module) -> bool:
        match value:
            case Constant() | Global() | Symbol() | Local():
                return True
            case Parameter():
                return self._parameter_is_static(value, at)
            case Result(call=number):
                return self._result_is_static(at.calls[number], at)
            case Element():
                return False
            case Attribute(of=Parameter() as owner, name=name) if held := self._held(owner, name, at):
                return all(self.is_static(one, module) for module, one in held)
            case _:
                parts = children(value)
                return bool(parts) and all(self.is_static(part, at) for part in parts)

    def _held(self, owner: Parameter, name: str, at: Module) -> list[tuple[Module, Value]]:
        """What the classes that `self` may be of assign to an attribute."""
        kinds = [one for one in self.program.entities(owner, at) if isinstance(one, Type | Instance)]
        return [(one.module, value) for one in kinds for value in self.program.attribute_values(one, name)]

    def _parameter_is_static(self, value: Parameter, at: Module) -> bool:
        key = (at.key, value.function, value.name)
        if key in self.tainted or key in self.contextual:
            return False
        given = self.program.bindings.get(key, [])
        if given:
            return all(self.is_static(argument, module) for module, argument in given)
        function = at.functions.get(value.function)
        declared = next((one for one in function.parameters if one.name == value.name), None) if function else None
        return declared is not None and declared.default is not None

    def _result_is_static(self, call: Call, at: Module) -> bool:
        entities = self.program.entities(call.callee, at)
        return bool(entities) and all(self._yields_static(entity, call, at) for entity in entities)

    def _yields_static(self, entity: object, call: Call, at: Module) -> bool:
        match entity:
            case Definition(module=module, function=function):
                returns = function.returns
                return bool(returns) and all(self.is_static(found.value, module) for found in returns)
            case External(name=name) if _is_pure(name):
                return self.call_is_static(call, at)
            case _:
                return False

    def path(self, value: Value, at: Module, depth: int = 0) -> Path | None:
        """The way from the event to a value: `("Records", 0, "body")`; `*` for each element, `?` for an unknown key.

        None when the value is not simply a part of the event.
        """
        if depth > 12:  # noqa: PLR2004  # deeper than any event AWS sends
            return None
        return self._paths.answer(value, at, self._version, lambda: self._path(value, at, depth))

    def _path(self, value: Value, at: Module, depth: int) -> Path | None:
        match value:
            case Parameter(function=function, name=name):
                return self._parameter_path(value, at, depth) if (at.key, function, name) in self.tainted else None
            case Item(of=of, key=key):
                return _extended(self.path(of, at, depth + 1), _key(key))
            case Element(of=of):
                return _extended(self.path(of, at, depth + 1), "*")
            case Result(call=number):
                return self._result_path(at.calls[number], at, depth)
            case Operation(operator="or", operands=(first, *_)):
                return self.path(first, at, depth + 1)
            case Choice(options=options):
                paths = {self.path(option, at, depth + 1) for option in options}
                return paths.pop() if len(paths) == 1 else None
            case _:
                return None

    def _parameter_path(self, value: Parameter, at: Module, depth: int) -> Path | None:
        given = self.program.bindings.get((at.key, value.function, value.name), [])
        if not given:
            return ()
        paths = {self.path(argument, module, depth + 1) for module, argument in given}
        return paths.pop() if len(paths) == 1 else None

    def _result_path(self, call: Call, at: Module, depth: int) -> Path | None:
        match call.callee:
            case Attribute(of=of, name="get" | "pop") if call.arguments:
                return _extended(self.path(of, at, depth + 1), _key(call.arguments[0].value))
            case Symbol(name="builtins.enumerate" | "builtins.list" | "builtins.iter" | "builtins.reversed") if (
                call.arguments
            ):
                return self.path(call.arguments[0].value, at, depth + 1)
            case _:
                return None


def _is_pure(name: str) -> bool:
    """Whether the same arguments give the same result: `json.loads`, `Retry(3)`, but not `client.assume_role(…)`."""
    owner, _, last = name.rpartition(".")
    if owner.startswith("boto3.") and owner.endswith(")"):
        return last in _SETTINGS
    makes_object = last[:1].isupper() and not owner.endswith(")")
    return name not in _VARYING and (makes_object or name.startswith(_PURE))


def _key(value: Value) -> str | int:
    match value:
        case Constant(value=str() | int() as key):
            return key
        case Operation(operator="slice"):
            return "*"
        case _:
            return "?"


def _extended(path: Path | None, key: str | int) -> Path | None:
    return None if path is None else (*path, key)
