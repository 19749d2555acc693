"""The modules of one function's code as a whole: names followed from file to file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lambdalint.code.arguments import declaration, receiver
from lambdalint.code.attributes import Attributes
from lambdalint.code.decorators import PROPERTIES, is_decorated
from lambdalint.code.displays import classes, options, texts
from lambdalint.code.entities import Definition, Entity, External, Instance, Namespace, Type
from lambdalint.code.finder import Finder
from lambdalint.code.memo import Memo
from lambdalint.code.naming import deciding_argument, describe, object_name, result_name
from lambdalint.code.services import holds_resources
from lambdalint.model.module import Call, Module
from lambdalint.model.value import (
    Attribute,
    Declared,
    Element,
    Global,
    Item,
    Local,
    Parameter,
    Result,
    Symbol,
    Value,
)

_DEPTH = 16
"""How many steps a name is followed before it counts as unknown."""
_WIDTH = 8
"""How many things a name may stand for before it counts as unknown."""


@dataclass(slots=True)
class Program:
    """Resolves values to entities. `bindings` holds what callers were seen to pass for parameters."""

    finder: Finder
    bindings: dict[tuple[str, str, str], list[tuple[Module, Value]]] = field(default_factory=dict)
    version: int = 0
    """Grows with every binding: what was worked out before may be incomplete."""
    _memo: Memo[tuple[Entity, ...]] = field(default_factory=lambda: Memo(()))
    _attributes: Attributes = field(default_factory=Attributes)

    def entities(self, value: Value, at: Module, depth: int = 0) -> tuple[Entity, ...]:
        """All that a value of a module may be; empty when unknown."""
        if depth > _DEPTH:
            return ()
        return self._memo.answer(value, at, self.version, lambda: self._bounded(value, at, depth + 1))

    def bind(self, key: tuple[str, str, str], module: Module, value: Value) -> bool:
        """Note what a caller passes for a parameter (module, function, name); whether that is news."""
        given = self.bindings.setdefault(key, [])
        if len(given) >= _WIDTH or any(known is value for _, known in given):
            return False
        given.append((module, value))
        self.version += 1
        return True

    def _bounded(self, value: Value, at: Module, depth: int) -> tuple[Entity, ...]:
        found = tuple(islice(self._entities(value, at, depth), _WIDTH + 1))
        return found if len(found) <= _WIDTH else ()

    def target(self, call: Call, at: Module) -> str | None:
        """The dotted name of what a call calls, when it is one thing."""
        names = dict.fromkeys(describe(entity, self.finder) for entity in self.entities(call.callee, at))
        return next(iter(names)) if len(names) == 1 else None

    def _entities(self, value: Value, at: Module, depth: int) -> Iterator[Entity]:
        match value:
            case Symbol(name=name):
                yield from self.imported(name, at, depth)
            case Global(name=name):
                yield from self._global(name, at, depth)
            case Local(name=name):
                yield from self._defined(name, at)
            case Attribute(of=of, name=name):
                for entity in self.entities(of, at, depth):
                    yield from self.member(entity, name, depth)
            case Result(call=number):
                yield from self._results(at.calls[number], at, depth)
            case Parameter():
                yield from self._parameter(value, at, depth)
            case Declared(type=annotation):
                yield from self._objects(annotation, at, depth)
            case _:
                yield from self._composed(value, at, depth)

    def _composed(self, value: Value, at: Module, depth: int) -> Iterator[Entity]:
        for option in options(value, at):
            yield from self.entities(option, at, depth)
        if isinstance(value, Item | Element):
            for entity in self.entities(value.of, at, depth):
                if isinstance(entity, External) and holds_resources(entity.name):
                    yield External(f"{entity.name}[*]")

    def imported(self, name: str, at: Module, depth: int = 0) -> Iterator[Entity]:
        """What a dotted name of an import is."""
        dotted = self.finder.absolute(name, at)
        if dotted is None or dotted.startswith("builtins."):
            yield External(dotted or name)
            return
        parts = dotted.split(".")
        for length in range(len(parts), 0, -1):
            space = self._namespace(".".join(parts[:length]))
            if space is not None:
                yield from self._path(space, parts[length:], depth)
                return
        yield External(dotted)

    def _namespace(self, dotted: str) -> Namespace | None:
        module = self.finder.find(dotted)
        if module is not None or self.finder.is_package(dotted):
            return Namespace(dotted, module)
        return None

    def _path(self, entity: Entity, names: list[str], depth: int) -> Iterator[Entity]:
        if not names:
            yield entity
            return
        for member in self.member(entity, names[0], depth):
            yield from self._path(member, names[1:], depth)

    def _global(self, name: str, at: Module, depth: int) -> Iterator[Entity]:
        held = at.variables.get(name)
        if held is not None:
            yield from self.entities(held, at, depth)
            return
        for module in self.finder.starred(at):
            if name in module.variables:
                yield from self.entities(module.variables[name], module, depth)
                return

    def _defined(self, name: str, at: Module) -> Iterator[Entity]:
        if name in at.functions:
            yield Definition(at, at.functions[name])
        elif name in at.classes:
            yield Type(at, at.classes[name])

    def member(self, entity: Entity, name: str, depth: int = 0) -> Iterator[Entity]:
        """What an attribute of an entity is."""
        match entity:
            case External(name=outer):
                yield External(f"{outer}.{name}")
            case Namespace(module=module, dotted=dotted):
                yield from self._module_member(module, dotted, name, depth)
            case Type() | Instance():
                yield from self._class_member(entity, name, depth)
            case Definition():
                return

    def _module_member(self, module: Module | None, dotted: str, name: str, depth: int) -> Iterator[Entity]:
        if module is not None and (name in module.variables or module.star_imports):
            yield from self._global(name, module, depth)
            return
        space = self._namespace(f"{dotted}.{name}")
        if space is not None:
            yield space

    def _class_member(self, owner: Type | Instance, name: str, depth: int) -> Iterator[Entity]:
        for link in self.ancestry(owner):
            if isinstance(link, External):
                yield External(f"{link.name}.{name}")
                return
            method = link.definition.methods.get(name)
            if method is not None:
                yield from self._method(Definition(link.module, link.module.functions[method], owner), depth)
                return
            held = self.attribute_values(link, name)
            if held:
                for value in held:
                    yield from self.entities(value, link.module, depth)
                return

    def _method(self, method: Definition, depth: int) -> Iterator[Entity]:
        if self.is_property(method) and isinstance(method.bound, Instance):
            yield from self.returned(method, depth)
        else:
            yield method

    def ancestry(self, owner: Type | Instance) -> Iterator[Type | Instance | External]:
        """The class and those it inherits from, nearest first, as far as they are in the project."""
        queue: list[Type | Instance | External] = [owner]
        seen: set[str] = set()
        while queue:
            link = queue.pop(0)
            yield link
            if isinstance(link, External) or link.definition.name in seen:
                continue
            seen.add(link.definition.name)
            for base in link.definition.bases:
                for entity in self.entities(base, link.module):
                    if isinstance(entity, Type):
                        queue.append(entity)
                    elif isinstance(entity, External) and entity.name != "builtins.object":
                        queue.append(External(f"{entity.name}()"))

    def attribute_values(self, owner: Type | Instance, name: str) -> list[Value]:
        """What a class and its own methods assign to an attribute."""
        return self._attributes.values(owner, name)

    def _results(self, call: Call, at: Module, depth: int) -> Iterator[Entity]:
        return self._or_declared(self._made(call, at, depth), call.declared, at, depth)

    def _made(self, call: Call, at: Module, depth: int) -> Iterator[Entity]:
        for entity in self.entities(call.callee, at, depth):
            match entity:
                case Type(module=module, definition=definition):
                    yield Instance(module, definition)
                case Definition():
                    yield from self.returned(entity, depth)
                case External(name="builtins.super"):
                    yield from self._parents(call, at)
                case External(name=name):
                    deciding = deciding_argument(name)
                    given = call.argument(0, deciding) if deciding else None
                    for text in texts(given, at, self._given):
                        yield External(result_name(name, text))
                case _:
                    pass

    def _parents(self, call: Call, at: Module) -> Iterator[Entity]:
        function = at.functions.get(call.context.function)
        owner = at.classes.get(function.class_name or "") if function else None
        if owner is not None:
            for base in owner.bases:
                for entity in self.entities(base, at):
                    if isinstance(entity, Type):
                        yield Instance(entity.module, entity.definition)

    def returned(self, function: Definition, depth: int = 0) -> Iterator[Entity]:
        """What a function of the project may return."""
        module = function.module
        found = (one for each in function.function.returns for one in self.entities(each.value, module, depth))
        return self._or_declared(found, function.function.annotation, module, depth)

    def _parameter(self, value: Parameter, at: Module, depth: int) -> Iterator[Entity]:
        function = at.functions.get(value.function)
        if function is None:
            return
        owner = receiver(function, value.name, at)
        if owner is not None:
            yield owner
            return
        found = (one for module, given in self._given(value, at) for one in self.entities(given, module, depth))
        declared = declaration(function, value.name)
        yield from self._or_declared(found, declared.annotation if declared else None, at, depth)

    def _given(self, value: Parameter, at: Module) -> list[tuple[Module, Value]]:
        """What callers pass for a parameter, or its default where none was seen."""
        given = self.bindings.get((at.key, value.function, value.name), [])
        function = at.functions.get(value.function)
        declared = declaration(function, value.name) if function else None
        default = None if declared is None else declared.default
        return given or ([] if default is None else [(at, default)])

    def _or_declared(
        self, found: Iterator[Entity], annotation: Value | None, at: Module, depth: int
    ) -> Iterator[Entity]:
        """What was found, or what the declared type says where that is more than the name of something outside."""
        known = list(found)
        if annotation is not None and all(isinstance(one, External) for one in known):
            known = list(self._objects(annotation, at, depth)) or known
        yield from known

    def _objects(self, annotation: Value, at: Module, depth: int) -> Iterator[Entity]:
        """What an object of a declared type is."""
        for one in classes(annotation):
            for entity in self.entities(one, at, depth):
                name = object_name(entity.name) if isinstance(entity, External) else None
                if isinstance(entity, Type):
                    yield Instance(entity.module, entity.definition)
                elif name is not None:
                    yield External(name)

    def is_property(self, method: Definition) -> bool:
        """Whether reading a method's name runs it."""
        return is_decorated(method.function, PROPERTIES)
