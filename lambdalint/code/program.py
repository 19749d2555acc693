"""The modules of one function's code as a whole: names followed from file to file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from lambdalint.code.decorators import PROPERTIES, is_decorated
from lambdalint.code.entities import Definition, Entity, External, Instance, Namespace, Type
from lambdalint.code.finder import Finder
from lambdalint.code.memo import Memo
from lambdalint.code.naming import describe, result_name
from lambdalint.model.module import Call, ClassDef, FunctionDef, Module
from lambdalint.model.value import (
    Attribute,
    Choice,
    Collection,
    Constant,
    Dictionary,
    Element,
    Global,
    Item,
    Local,
    Operation,
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
    _members: dict[str, dict[tuple[str, str], list[Value]]] = field(default_factory=dict)

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
            case _:
                for option in self._options(value, at, depth):
                    yield from self.entities(option, at, depth)

    def _options(self, value: Value, at: Module, depth: int) -> Iterable[Value]:
        """The values one of which a composed value is."""
        match value:
            case Choice(options=options) | Operation(operator="or" | "and", operands=options):
                return options
            case Item(of=of) | Element(of=of):
                return self._parts(of, at, depth)
            case _:
                return ()

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
        for module in self._starred(at):
            if name in module.variables:
                yield from self.entities(module.variables[name], module, depth)
                return

    def _starred(self, at: Module) -> Iterator[Module]:
        """The modules of the project whose names a module takes over with `*`, each once."""
        queue, seen = [at], {at.key}
        while queue:
            module = queue.pop(0)
            for origin in module.star_imports:
                dotted = self.finder.absolute(origin, module)
                found = self.finder.find(dotted) if dotted else None
                if found is not None and found.key not in seen:
                    seen.add(found.key)
                    queue.append(found)
                    yield found

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
        members = self._members.get(owner.module.key)
        if members is None:
            members = self._members[owner.module.key] = _self_attributes(owner.module)
        values = members.get((owner.definition.name, name), [])
        written = owner.definition.attributes.get(name)
        return values if written is None else [*values, written]

    def _results(self, call: Call, at: Module, depth: int) -> Iterator[Entity]:
        for entity in self.entities(call.callee, at, depth):
            match entity:
                case Type(module=module, definition=definition):
                    yield Instance(module, definition)
                case Definition():
                    yield from self.returned(entity, depth)
                case External(name="builtins.super"):
                    yield from self._parents(call, at)
                case External(name=name):
                    yield External(result_name(name, call))
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
        for found in function.function.returns:
            yield from self.entities(found.value, function.module, depth)

    def _parameter(self, value: Parameter, at: Module, depth: int) -> Iterator[Entity]:
        function = at.functions.get(value.function)
        if function is None:
            return
        owner = self._receiver(function, value.name, at)
        if owner is not None:
            yield owner
            return
        given = self.bindings.get((at.key, value.function, value.name), [])
        for module, argument in given[:_WIDTH]:
            yield from self.entities(argument, module, depth)
        if not given:
            yield from self._declared(function, value.name, at, depth)

    def _receiver(self, function: FunctionDef, name: str, at: Module) -> Entity | None:
        if function.class_name is None or not function.parameters or function.parameters[0].name != name:
            return None
        owner: ClassDef | None = at.classes.get(function.class_name)
        if owner is None or is_decorated(function, {"staticmethod"}):
            return None
        by_class = is_decorated(function, {"classmethod"}) or function.name.endswith(".__new__")
        return Type(at, owner) if by_class else Instance(at, owner)

    def _declared(self, function: FunctionDef, name: str, at: Module, depth: int) -> Iterator[Entity]:
        parameter = next((one for one in function.parameters if one.name == name), None)
        if parameter is None:
            return
        if parameter.annotation is not None:
            for entity in self.entities(parameter.annotation, at, depth):
                if isinstance(entity, Type):
                    yield Instance(entity.module, entity.definition)
        if parameter.default is not None and parameter.default != Constant(None):
            yield from self.entities(parameter.default, at, depth)

    def _parts(self, of: Value, at: Module, depth: int) -> Iterable[Value]:
        """The values inside a display, through variables of the module."""
        match of:
            case Dictionary(entries=entries):
                return [value for _, value in entries]
            case Collection(items=items):
                return items
            case Global(name=name) if depth < _DEPTH and name in at.variables:
                return self._parts(at.variables[name], at, depth + 1)
            case _:
                return ()

    def is_property(self, method: Definition) -> bool:
        """Whether reading a method's name runs it."""
        return is_decorated(method.function, PROPERTIES)


def _self_attributes(module: Module) -> dict[tuple[str, str], list[Value]]:
    members: dict[tuple[str, str], list[Value]] = {}
    for store in module.stores:
        match store.target:
            case Attribute(of=Parameter(function=function, name=name), name=attribute):
                method = module.functions.get(function)
                if method and method.class_name and method.parameters and method.parameters[0].name == name:
                    members.setdefault((method.class_name, attribute), []).append(store.value)
            case _:
                pass
    return members
