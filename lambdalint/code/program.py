"""The modules of one function's code as a whole: names followed from file to file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from msgspec.structs import replace

from lambdalint.code.arguments import declaration
from lambdalint.code.classes import Classes, Owner, receiver
from lambdalint.code.declared import classes_of
from lambdalint.code.displays import any_key, parts
from lambdalint.code.elements import element
from lambdalint.code.entities import Definition, Entity, External, Instance, Namespace, Type, distinct
from lambdalint.code.finder import Finder
from lambdalint.code.members import Members
from lambdalint.code.memo import Memo
from lambdalint.code.naming import describe, object_name
from lambdalint.code.resolver import Step
from lambdalint.code.results import Results, returned_values
from lambdalint.code.services import holds_resources
from lambdalint.code.spaces import chain, located, member
from lambdalint.code.stored import Stored
from lambdalint.model.module import Call, Module
from lambdalint.model.value import (
    Attribute,
    Choice,
    Declared,
    Element,
    Global,
    Item,
    Local,
    Opaque,
    Operation,
    Parameter,
    Result,
    Symbol,
    Value,
)

_DEPTH = 24
"""How many steps a name is followed before it counts as unknown."""
_WIDTH = 40
"""How many things a name may stand for before it counts as unknown: as many as a table of routes has."""
_FEW = 8
"""How many things callers pass for a parameter before it may be anything."""


@dataclass(slots=True)
class Program:
    """Resolves values: to entities, or one step on to the values they stand for.

    `bindings` holds what callers were seen to pass for parameters, `receivers` the objects that methods were called on.
    """

    finder: Finder
    bindings: dict[tuple[str, str, str], list[Step]] = field(default_factory=dict)
    receivers: dict[tuple[str, str], dict[tuple[type, str], Owner]] = field(default_factory=dict)
    version: int = 0
    """Grows with every binding: what was worked out before may be incomplete."""
    stored: Stored = field(default_factory=Stored)
    classes: Classes = field(init=False)
    members: Members = field(init=False)
    _results: Results = field(init=False)
    _memo: Memo[tuple[Entity, ...]] = field(default_factory=lambda: Memo(()))
    _stepped: Memo[tuple[Step, ...]] = field(default_factory=lambda: Memo(()))
    _symbols: dict[tuple[str, str], Step | Namespace | None] = field(default_factory=dict)
    _depth: int = 0

    def __post_init__(self) -> None:
        self.classes = Classes(self.entities, self.stored)
        self.members = Members(self, self.finder, self.classes, self.stored)
        self._results = Results(self)

    def entities(self, value: Value, at: Module) -> tuple[Entity, ...]:
        """All that a value of a module may be; empty when unknown."""
        if self._depth >= _DEPTH:
            return ()
        self._depth += 1
        try:
            return self._memo.answer(value, at, self.version, lambda: self._bounded(value, at))
        finally:
            self._depth -= 1

    def _bounded(self, value: Value, at: Module) -> tuple[Entity, ...]:
        found = tuple(islice(distinct(self._entities(value, at)), _WIDTH + 1))
        return found if len(found) <= _WIDTH else ()

    def bind(self, key: tuple[str, str, str], at: Module, value: Value) -> bool:
        """Note what a caller passes for a parameter (module, function, name); whether that is news."""
        return self._note(self.bindings.setdefault(key, []), at, value)

    def bind_field(self, owner: Owner, name: str, at: Module, value: Value) -> bool:
        """Note what is passed for a field of a dataclass or model; whether that is news."""
        return self._note(self.classes.fields.setdefault((owner.key, name), []), at, value)

    def _note(self, given: list[Step], at: Module, value: Value) -> bool:
        if len(given) > _FEW or any(known is value or known == value for _, known in given):
            return False
        given.append((at, value if len(given) < _FEW else Opaque()))
        self.version += 1
        return True

    def receive(self, called: Definition) -> bool:
        """Note the object that a method is called on; whether that is news."""
        if called.bound is None:
            return False
        known = self.receivers.setdefault(called.key, {})
        kind = (type(called.bound), called.bound.key)
        if kind in known:
            return False
        known[kind] = replace(called.bound, above=None)
        self.version += 1
        return True

    def target(self, call: Call, at: Module) -> str | None:
        """The dotted name of what a call calls, when it is one thing."""
        names = dict.fromkeys(self.names(call.callee, at))
        return next(iter(names)) if len(names) == 1 else None

    def names(self, value: Value, at: Module) -> list[str]:
        """All that a value may be, as one would write it."""
        return [describe(entity, self.finder) for entity in self.entities(value, at)]

    def _entities(self, value: Value, at: Module) -> Iterator[Entity]:
        match value:
            case Local(name=name):
                yield from _defined(name, at)
            case Symbol():
                yield from self._imported(value, at)
            case Attribute():
                yield from self.members.entities(value, at)
            case Result(call=number):
                yield from self._or_declared(
                    self._results.entities(at.calls[number], at), at.calls[number].declared, at
                )
            case Parameter():
                yield from self._parameter(value, at)
            case Declared(type=annotation):
                yield from self._objects(annotation, at)
            case Item() | Element():
                yield from self._inside(value, at)
            case _:
                yield from self._of_steps(value, at)

    def _of_steps(self, value: Value, at: Module) -> Iterator[Entity]:
        for module, one in self.steps(value, at):
            yield from self.entities(one, module)

    def steps(self, value: Value, at: Module) -> tuple[Step, ...]:
        """The values one of which a value is, one step on; nothing where it stands for itself or is not known."""
        return self._stepped.answer(value, at, self.version, lambda: tuple(self._steps(value, at)))

    def _steps(self, value: Value, at: Module) -> Iterable[Step]:
        match value:
            case Global(name=name):
                return self._variable(name, at)
            case Symbol():
                found = self._located(value, at)
                return [found] if isinstance(found, tuple) else []
            case Attribute():
                return self.members.steps(value, at)
            case Parameter():
                return self.given(value, at)
            case Result(call=number):
                return self._results.steps(at.calls[number], at)
            case Item(of=of, key=key):
                return self.inside(of, key, at)
            case Element(of=of):
                one = element(of, at.calls)
                return self.inside(of, any_key(), at) if one == value else [(at, one)]
            case Choice(options=options) | Operation(operator="or" | "and", operands=options):
                return [(at, option) for option in options]
            case _:
                return []

    def inside(self, of: Value, key: Value, at: Module) -> list[Step]:
        """What a display or container holds under a key, as far as it is seen to be filled."""
        return [*parts(of, key, at, self.steps), *self.contents(of, at)]

    def contents(self, container: Value, at: Module) -> list[Step]:
        """What statements of its module put into a container."""
        return [(at, one) for one in self.stored.in_container(container, at)]

    def _inside(self, value: Item | Element, at: Module) -> Iterator[Entity]:
        yield from self._of_steps(value, at)
        for entity in self.entities(value.of, at):
            if isinstance(entity, External) and holds_resources(entity.name):
                yield External(f"{entity.name}[*]")

    def _variable(self, name: str, at: Module) -> Iterable[Step]:
        if name in at.variables:
            return [(at, at.variables[name])]
        return [(one, Global(name)) for one in self.finder.starred(at) if name in one.variables][:1]

    def imported(self, name: str, at: Module) -> tuple[Entity, ...]:
        """What a dotted name of an import is."""
        return self.entities(Symbol(name), at)

    def _imported(self, value: Symbol, at: Module) -> Iterator[Entity]:
        found = self._located(value, at)
        if isinstance(found, Namespace):
            yield found
        elif found is None:
            yield External(self.finder.absolute(value.name, at) or value.name)
        else:
            yield from self.entities(found[1], found[0])

    def _located(self, value: Symbol, at: Module) -> Step | Namespace | None:
        """What of the project a name of an import stands for; None when it is outside."""
        key = (value.name, at.key if value.name.startswith(".") else "")
        if key not in self._symbols:
            self._symbols[key] = self._locate(value.name, at)
        return self._symbols[key]

    def _locate(self, name: str, at: Module) -> Step | Namespace | None:
        dotted = self.finder.absolute(name, at)
        found = located(dotted, self.finder) if dotted and not dotted.startswith("builtins.") else None
        if found is None:
            return None
        space, rest = found
        if not rest:
            return space
        first = member(space, rest[0], self.finder)
        return (first[0], chain(first[1], rest[1:])) if isinstance(first, tuple) else (at, Opaque())

    def returned(self, function: Definition) -> Iterator[Entity]:
        """What a function of the project may return."""
        found = (one for module, value in returned_values(function) for one in self.entities(value, module))
        return self._or_declared(found, function.function.annotation, function.module)

    def receivers_of(self, method: Definition) -> Iterable[Entity]:
        """The objects that a method was seen to be called on, or one of its own class."""
        function, at = method.function, method.module
        owner = receiver(function, function.parameters[0].name, at) if function.parameters else None
        return [] if owner is None else self.receivers.get(method.key, {}).values() or [owner]

    def _parameter(self, value: Parameter, at: Module) -> Iterator[Entity]:
        function = at.functions.get(value.function)
        if function is None:
            return
        if receiver(function, value.name, at) is not None:
            yield from self.receivers_of(Definition(at, function))
            return
        declared = declaration(function, value.name)
        yield from self._or_declared(self._of_steps(value, at), declared.annotation if declared else None, at)

    def given(self, value: Parameter, at: Module) -> list[Step]:
        """What callers pass for a parameter, or its default where none was seen."""
        given = self.bindings.get((at.key, value.function, value.name), [])
        function = at.functions.get(value.function)
        declared = declaration(function, value.name) if function else None
        default = None if declared is None else declared.default
        return given or ([] if default is None else [(at, default)])

    def _or_declared(self, found: Iterator[Entity], annotation: Value | None, at: Module) -> Iterator[Entity]:
        """What was found, or what the declared type says where that is more than the name of something outside."""
        known = list(found)
        if annotation is not None and all(isinstance(one, External) for one in known):
            known = list(self._objects(annotation, at)) or known
        yield from known

    def _objects(self, annotation: Value, at: Module) -> Iterator[Entity]:
        """What an object of a declared type is."""
        for one in classes_of(annotation):
            for entity in self.entities(one, at):
                name = object_name(entity.name) if isinstance(entity, External) else None
                if isinstance(entity, Type):
                    yield Instance(entity.module, entity.definition)
                elif name is not None:
                    yield External(name)


def _defined(name: str, at: Module) -> Iterator[Entity]:
    if name in at.functions:
        yield Definition(at, at.functions[name])
    elif name in at.classes:
        yield Type(at, at.classes[name])
