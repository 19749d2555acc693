"""Classes of the project and their objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from lambdalint.documents.script_tree import Class
from lambdalint.frameworks.programs.values import Arguments, Name, Thing, Unknown
from lambdalint.frameworks.scripts.evaluation import evaluate
from lambdalint.frameworks.scripts.values import ClassValue, Closure, Instance, Scope, plain

if TYPE_CHECKING:
    from lambdalint.frameworks.scripts.program import Program


class Objects(Struct):
    """Makes objects, and looks up what they and their classes have."""

    run: Program
    made: set[int] = field(default_factory=set)
    """The classes that were made, by the identity of their definitions."""

    def define(self, definition: Class, scope: Scope) -> ClassValue:
        """A class, with what is static in it."""
        base = evaluate(self.run, definition.base, scope) if definition.base is not None else None
        made = ClassValue(definition, scope, base)
        inner = Scope(scope.path, scope, {}, made, made)
        for name, value in definition.static_fields:
            made.statics[name] = evaluate(self.run, value, inner) if value is not None else None
        return made

    def attribute(self, of: Instance, name: str) -> Thing:
        """An attribute of an object."""
        if name in of.values:
            return of.values[name]
        for one in of.of.ancestry():
            if name in one.definition.getters:
                nothing = Arguments(self.run.places.anchor(one.definition.at))
                return self.run.apply(Closure(one.definition.getters[name], one.scope, of, one), nothing)
            if name in one.definition.methods:
                return Closure(one.definition.methods[name], one.scope, of, one)
        return Unknown(name) if of.base is None else self.run.of_library(of.base, name)

    def static(self, of: ClassValue, name: str) -> Thing:
        """An attribute of a class."""
        for one in of.ancestry():
            if name in one.statics:
                return one.statics[name]
            if name in one.definition.static_methods:
                return Closure(one.definition.static_methods[name], one.scope, of, one)
            if isinstance(one.base, Name):
                return self.run.library.member(one.base, name)
        return Unknown(name)

    def method(self, of: Instance, name: str, arguments: Arguments) -> Thing:
        """What a method of an object gives."""
        found = plain(self.attribute(of, name))
        if isinstance(found, Closure | ClassValue):
            return self.run.apply(found, arguments)
        is_data = of.base is None or name in of.values
        return self.run.unknown_call(arguments) if is_data else self.run.method(of.base, name, arguments)

    def instantiate(self, of: ClassValue, arguments: Arguments) -> Instance:
        """An object of a class."""
        instance = Instance(of)
        self.made.add(id(of.definition))
        self._construct(instance, of, arguments)
        return instance

    def _construct(self, instance: Instance, of: ClassValue, arguments: Arguments) -> None:
        maker = of.definition.maker
        if maker is None:
            self._make_base(instance, of, arguments)
            return
        if of.base is None:
            self._fill(instance, of)
        self.run.apply(Closure(maker, of.scope, instance, of), arguments)

    def initialise(self, arguments: Arguments, scope: Scope) -> None:
        """`super(…)` in a constructor."""
        home = scope.method_of
        if home is not None and isinstance(scope.self, Instance):
            self._make_base(scope.self, home, arguments)

    def _make_base(self, instance: Instance, of: ClassValue, arguments: Arguments) -> None:
        if isinstance(of.base, ClassValue):
            self._construct(instance, of.base, arguments)
        elif isinstance(of.base, Name):
            instance.base = self.run.library.make(of.base, arguments)
        elif of.base is not None:
            self.run.unknown_call(arguments)
        self._fill(instance, of)

    def _fill(self, instance: Instance, of: ClassValue) -> None:
        """What the fields of a class begin with."""
        scope = Scope(of.scope.path, of.scope, {}, instance, of)
        for name, value in of.definition.fields:
            if value is not None or name not in instance.values:
                instance.values[name] = evaluate(self.run, value, scope) if value is not None else None

    def of_parent(self, name: str, arguments: Arguments, scope: Scope) -> Thing:
        """`super.name(…)` in a method."""
        home = scope.method_of
        for one in home.base.ancestry() if home is not None and isinstance(home.base, ClassValue) else ():
            if name in one.definition.methods:
                return self.run.apply(Closure(one.definition.methods[name], one.scope, scope.self, one), arguments)
        return self.run.unknown_call(arguments)
