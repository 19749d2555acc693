"""Values with every name and call in them replaced by what it stands for, as far as the code decides it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from lambdalint.code.arguments import filled_parameters, pairs
from lambdalint.code.aws_calls import service_call
from lambdalint.code.changing import Changing
from lambdalint.code.constants import Folder
from lambdalint.code.decorators import last_name, without_arguments
from lambdalint.code.entities import Definition, External
from lambdalint.code.event import EventFlow
from lambdalint.code.kinds import in_aws_result, kind_of, of_operation, of_result
from lambdalint.code.objects import Objects
from lambdalint.code.program import Program
from lambdalint.model.module import Call, Module
from lambdalint.model.value import (
    Attribute,
    Choice,
    Collection,
    Constant,
    Declared,
    Dictionary,
    Global,
    Item,
    Opaque,
    Operation,
    Parameter,
    Result,
    Symbol,
    Text,
    Value,
    entry,
)

_DEEPEST = 12
_MOST = 500
"""How deep values nest, and how many of them are looked at, before the rest counts as unknown."""
_KEEPS_RESULT = frozenset({"cache", "capture_method", "classmethod", "lru_cache", "staticmethod", "wraps"})
"""Decorators, by their last name, after which a function still gives what it returns."""
_UNKNOWN = Opaque()
_REST = (None, _UNKNOWN)
"""The entry of a dictionary that may have others than those that are seen."""


class Frame(Struct, frozen=True):
    """What one call passes for the parameters of what it calls, by function and name; `outer` is the caller's own frame."""

    given: Mapping[tuple[str, str, str], tuple[Module, Value]] = field(default_factory=dict)
    outer: Frame | None = None


class Settler(Struct):
    """Settles values: displays, constants, `Declared` where only the type is known, the event, `Opaque` for the rest."""

    program: Program
    folder: Folder
    flow: EventFlow
    changing: Changing = field(default_factory=Changing)
    _budget: int = 0
    _depth: int = 0

    def settle(self, value: Value, at: Module, frame: Frame) -> Value:
        """A value as it is when the functions around it were called as `frame` says."""
        self._budget = _MOST
        return self._settle(value, at, frame)

    def called(self, value: Result, at: Module, frame: Frame) -> list[tuple[Definition, Frame]] | None:
        """The project's functions that give a result, each with what this call passes; None when others may give it."""
        call = at.calls[value.call]
        found = self.program.entities(call.callee, at)
        definitions = [one for one in found if isinstance(one, Definition) and _gives_what_it_returns(one)]
        if not found or len(definitions) < len(found):
            return None
        return [(one, _frame(one, call, at, frame)) for one in definitions]

    def _settle(self, value: Value, at: Module, frame: Frame) -> Value:
        self._budget -= 1
        if self._budget < 0 or self._depth >= _DEEPEST:
            return _UNKNOWN
        self._depth += 1
        try:
            return self._one(value, at, frame)
        finally:
            self._depth -= 1

    def _one(self, value: Value, at: Module, frame: Frame) -> Value:
        match value:
            case Constant() | Declared():
                return value
            case Text() | Collection() | Dictionary():
                return self._display(value, at, frame)
            case Operation(operator="or", operands=(*first, last)):
                taken = (self._settle(one, at, frame) for one in first)
                return _choice([*filter(_may_be_true, taken), self._settle(last, at, frame)])
            case Choice(options=options) | Operation(operator="and", operands=options):
                return _choice(self._settle(one, at, frame) for one in options)
            case Operation(operator=operator, operands=operands):
                settled = [self._settle(one, at, frame) for one in operands]
                return of_operation(operator, settled) or self.folder.constant(value, at) or _UNKNOWN
            case Result():
                return self._result(value, at, frame)
            case Item(of=of, key=key):
                return self._item(value, self._settle(of, at, frame), key, at)
            case Parameter(function=function, name=name):
                return self._parameter(value, (at.key, function, name), frame)
            case Global() | Symbol() | Attribute():
                return self._kept(value, at)
            case _:
                return _UNKNOWN

    def _display(self, value: Text | Collection | Dictionary, at: Module, frame: Frame) -> Value:
        match value:
            case Text(parts=parts):
                return Text(tuple(self._settle(one, at, frame) for one in parts))
            case Collection(kind=kind, items=items):
                return Collection(kind, tuple(self._settle(one, at, frame) for one in items))
        entries = [
            (None if key is None else self._settle(key, at, frame), self._settle(held, at, frame))
            for key, held in value.entries
        ]
        return Dictionary((*entries, *([_REST] if self.changing.may_change(value, at) else [])))

    def _parameter(self, value: Parameter, key: tuple[str, str, str], frame: Frame | None) -> Value:
        while frame is not None:
            if key in frame.given:
                at, given = frame.given[key]
                return self._settle(given, at, frame.outer or Frame())
            frame = frame.outer
        return value if key in self.flow.whole else _UNKNOWN

    def _kept(self, value: Value, at: Module) -> Value:
        """What outlives the function may have been changed since it was made."""
        known = Objects(self.program).member(value, at) if isinstance(value, Attribute) else None
        known = known or self.folder.constant(value, at)
        if known is not None:
            return known
        found = _choice(self._settle(one, module, Frame()) for module, one in self.program.steps(value, at))
        is_filled = isinstance(value, Attribute) or bool(self.program.contents(value, at))
        return Dictionary((*found.entries, _REST)) if is_filled and isinstance(found, Dictionary) else found

    def _result(self, value: Result, at: Module, frame: Frame) -> Value:
        call = at.calls[value.call]
        called = self.called(value, at, frame)
        if called is not None:
            return _choice(one for definition, inner in called for one in self._returned(definition, inner))
        made = Objects(self.program).made(self.program.entities(call.callee, at)) or self._view(call, at, frame)
        if made is not None:
            return made
        names = tuple(self.program.names(call.callee, at))
        if names == ("builtins.dict",) and all(one.name or one.unpacked for one in call.arguments):
            return self._display(_made_by_dict(call), at, frame)
        if service_call(call, at, names, outside=self._is_outside(call, at)) is not None:
            return Declared(Symbol("builtins.dict"))
        found = of_result(names, last_name(call.callee))
        if found is not None:
            return found
        if not self._is_outside(call, at):
            return _UNKNOWN
        return _choice(self._settle(one, module, frame) for module, one in self.program.steps(value, at))

    def _view(self, call: Call, at: Module, frame: Frame) -> Value | None:
        """`orders.keys()` of what surely is a dictionary."""
        match call.callee:
            case Attribute(of=of, name="items" | "keys" | "values" as name) if not call.arguments:
                settled = self._settle(of, at, frame)
                is_dictionary = kind_of(settled) == "builtins.dict" or isinstance(settled, Parameter)
                return Declared(Symbol(f"builtins.dict_{name}")) if is_dictionary else None
            case _:
                return None

    def _is_outside(self, call: Call, at: Module) -> bool:
        return all(isinstance(one, External) for one in self.program.entities(call.callee, at))

    def _returned(self, called: Definition, frame: Frame) -> Iterable[Value]:
        function = called.function
        yield from (self._settle(found.value, called.module, frame) for found in function.returns)
        if function.falls_through and not function.is_generator:
            yield Constant(None)

    def _item(self, value: Item, of: Value, key: Value, at: Module) -> Value:
        constant = self.folder.constant(key, at)
        match of, constant:
            case Dictionary(), Constant():
                return entry(of, constant) or _UNKNOWN
            case Collection(items=items), Constant(value=int(position)) if -len(items) <= position < len(items):
                return items[position]
            case Choice(options=options), Constant():
                return _choice(self._item(value, one, key, at) for one in options)
            case Declared(), Constant(value=str(name)) if isinstance(value.of, Result):
                return in_aws_result(name)
            case _:
                return _UNKNOWN


def _gives_what_it_returns(called: Definition) -> bool:
    names = [last_name(without_arguments(one, called.module)) for one in called.function.decorators]
    return not called.function.is_generator and all(name in _KEEPS_RESULT for name in names)


def _frame(called: Definition, call: Call, at: Module, outer: Frame) -> Frame:
    parameters = filled_parameters(called)
    given = {(*called.key, one.name): (called.module, one.default) for one in parameters if one.default is not None}
    arguments = [*called.given, *((at, argument) for argument in call.arguments)]
    for one, module, value in pairs(parameters, arguments):
        is_sure = one.kind in ("positional", "keyword") and not call.unpacks
        given[*called.key, one.name] = (module, value if is_sure else _UNKNOWN)
    return Frame(given, outer)


def _may_be_true(value: Value) -> bool:
    return not isinstance(value, Constant) or bool(value.value)


def _made_by_dict(call: Call) -> Dictionary:
    return Dictionary(tuple((None if one.name is None else Constant(one.name), one.value) for one in call.arguments))


def _choice(values: Iterable[Value]) -> Value:
    """One of several values, flat and without repeats; unknown when there is none."""
    options: dict[Value, None] = {}
    for value in values:
        options.update(dict.fromkeys(value.options if isinstance(value, Choice) else (value,)))
    return next(iter(options), _UNKNOWN) if len(options) < 2 else Choice(tuple(options))  # noqa: PLR2004  # one is none
