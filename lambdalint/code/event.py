"""What derives from the event.

The event is followed through assignments, displays, strings, items, attributes of the project's
objects, calls of its functions in both directions, and through calls of others from argument to
result. It is not followed through files, databases or queues.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct, field

from lambdalint.code.arguments import free_parameters
from lambdalint.code.decorators import last_name
from lambdalint.code.entities import Definition, External
from lambdalint.code.entry import Entry
from lambdalint.code.memo import Memo
from lambdalint.code.program import Program
from lambdalint.code.resolver import Step
from lambdalint.model.module import Call, Module
from lambdalint.model.value import (
    Attribute,
    Declared,
    Element,
    Global,
    Item,
    Operation,
    Parameter,
    Result,
    Symbol,
    Value,
    children,
)

_TELL_NOTHING = re.compile(r"builtins\.(?:all|any|bool|callable|hasattr|id|isinstance|issubclass|len|print|super|type)")
"""Functions whose result carries no user's data, whatever they are given."""
_QUESTIONS = frozenset(
    {"compare_digest", "endswith", "exists", "isalnum", "isalpha", "isdecimal", "isdigit", "isnumeric", "startswith"}
)
"""Functions and methods whose result is yes or no, by their last name."""
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not", "not"})
_REQUESTS = frozenset({"bottle.request", "flask.request", "quart.request"})
"""Objects that web frameworks make of the event for whoever asks."""
_REQUEST_ATTRIBUTES = frozenset({"current_event", "current_request"})
"""The same as attributes of an application: Powertools' and Chalice's."""


class EventFlow(Struct):
    """Which parameters receive the event or parts of it; grows while the code is walked."""

    program: Program
    tainted: set[tuple[str, str, str]] = field(default_factory=set)
    contextual: set[tuple[str, str, str]] = field(default_factory=set)
    """Parameters that receive the context or parts of it."""
    whole: set[tuple[str, str, str]] = field(default_factory=set)
    """Parameters that receive the event as the runtime hands it over."""
    _derived: Memo[bool] = field(default_factory=lambda: Memo(unfinished=False))

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
        self.whole.update(positional[:1])
        self.contextual.update(positional[1:2])

    @property
    def version(self) -> int:
        """Grows with all that becomes known."""
        return self.program.version + len(self.tainted)

    def taint(self, keys: set[tuple[str, str, str]]) -> bool:
        """Note that parameters receive the event; whether that is news."""
        news = not keys <= self.tainted
        self.tainted |= keys
        return news

    def wrap(self, called: Definition, wrapper: Definition) -> bool:
        """Let a function that stands around another one receive what that receives; whether that is news."""
        inner = {one.name for one in called.function.parameters if (*called.key, one.name) in self.tainted}
        if not inner:
            return False
        names = {one.name for one in wrapper.function.parameters if one.kind in ("*", "**") or one.name in inner}
        for name in names:
            if (*called.key, name) in self.whole:
                self.whole.add((*wrapper.key, name))
        return self.taint({(*wrapper.key, name) for name in names or {one.name for one in wrapper.function.parameters}})

    def derives(self, value: Value, at: Module) -> bool:
        """Whether a value is, holds, or was made from a part of the event."""
        return self._derived.answer(value, at, self.version, lambda: self._derives(value, at))

    def _derives(self, value: Value, at: Module) -> bool:
        match value:
            case Parameter(function=function, name=name):
                return (at.key, function, name) in self.tainted
            case Result(call=number):
                return self._result_derives(value, at.calls[number], at)
            case Operation(operator=operator) if operator in _COMPARISONS:
                return False
            case Attribute():
                return self._attribute_derives(value, at)
            case Item(of=of) | Element(of=of):
                held = self.program.steps(value, at)
                return self._any(held) if held else self.derives(of, at)
            case Global() | Symbol():
                return self._variable_derives(value, at)
            case Declared():
                return False
            case _:
                return any(self.derives(part, at) for part in children(value))

    def _any(self, steps: Iterable[Step]) -> bool:
        return any(self.derives(value, module) for module, value in steps)

    def _variable_derives(self, value: Global | Symbol, at: Module) -> bool:
        if isinstance(value, Symbol) and value.name in _REQUESTS:
            return True
        return self._any(self.program.steps(value, at)) or self._any(self.program.contents(value, at))

    def _attribute_derives(self, value: Attribute, at: Module) -> bool:
        if value.name in _REQUEST_ATTRIBUTES or External("flask.request") in self.program.entities(value, at):
            return True
        held = [(module, one) for module, one in self.program.steps(value, at) if not isinstance(one, Declared)]
        return self._any(held) if held else self.derives(value.of, at)

    def _result_derives(self, value: Result, call: Call, at: Module) -> bool:
        entities = self.program.entities(call.callee, at)
        outside = (one.name for one in entities if isinstance(one, External))
        if last_name(call.callee) in _QUESTIONS or any(map(_TELL_NOTHING.fullmatch, outside)):
            return False
        held = list(self.program.steps(value, at))
        if self._any(held):
            return True
        if all(isinstance(one, Definition) for one in entities) and (entities or held):
            return False
        return self.call_derives(call, at)

    def call_derives(self, call: Call, at: Module) -> bool:
        """Whether an argument of a call, or the object it is called on, derives from the event."""
        receiver = call.callee.of if isinstance(call.callee, Attribute) else None
        values = [argument.value for argument in call.arguments] + ([receiver] if receiver is not None else [])
        return any(self.derives(value, at) for value in values)
