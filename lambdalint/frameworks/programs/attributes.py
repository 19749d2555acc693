"""Attributes: what the names of modules, classes, objects and a library's things stand for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from lambdalint.frameworks.programs import standard
from lambdalint.frameworks.programs.evaluation import evaluate
from lambdalint.frameworks.programs.operators import agreed
from lambdalint.frameworks.programs.values import (
    Arguments,
    Class,
    Instance,
    Method,
    Name,
    Namespace,
    Parent,
    Routine,
    Thing,
    Unknown,
)
from lambdalint.model.value import Attribute, Parameter

if TYPE_CHECKING:
    from lambdalint.frameworks.programs.program import Program


class Attributes(Struct, frozen=True):
    """Looks attributes up in a program."""

    program: Program

    def of(self, of: Thing, name: str) -> Thing:
        """An attribute of a value."""
        match of:
            case Name(dotted=dotted):
                return Name(self.program.library.spelled(f"{dotted}.{name}"))
            case Namespace():
                own = Unknown(name) if of.module is None else self.program.name(name, of.module)
                return (self.program.modules.inner(of, name) or own) if isinstance(own, Unknown) else own
            case Instance():
                return self._of_instance(of, name)
            case Class():
                return self._of_class(of, name, of)
            case Parent():
                return self._of_parent(of, name)
            case PurePosixPath():
                found = standard.attribute(of, name)
                return Method(of, name) if isinstance(found, Unknown) else found
            case str() | dict() | list() | Unknown():
                return Method(of, name)
            case None | int() | float() | Routine() | Method():
                return Unknown(name)
            case _:
                return self.program.library.attribute(of, name)

    def _of_instance(self, of: Instance, name: str) -> Thing:
        if name in of.values:
            return of.values[name]
        of.values[name] = Unknown(name)  # what it is made from may be itself
        try:
            assigned = list(self._assigned(of, name))
        finally:
            del of.values[name]
        if assigned:
            return agreed(assigned)
        found = self._of_class(Class(of.module, of.definition), name, of)
        if isinstance(found, Unknown) and of.base is not None:
            return self.program.library.attribute(of.base, name)
        return Method(of, name) if isinstance(found, Unknown) else found

    def _assigned(self, of: Instance, name: str) -> Iterator[Thing]:
        """What the methods that ran gave an attribute, unless another did later."""
        for frame in reversed(of.frames):
            for store in self.program.flow.body(frame.module).attributes.get((frame.function, name), []):
                within = self.program.flow.round(frame, store.context.loops)
                if within is not None and self.program.flow.holds(store.context, within) is not False:
                    yield self._filled(of, name, evaluate(self.program, store.value, within))

    def _filled(self, of: Instance, name: str, held: Thing) -> Thing:
        """What an attribute holds, with what any method puts into it."""
        for frame in of.frames:
            parameters = frame.module.functions[frame.function].parameters
            if parameters:
                container = Attribute(Parameter(frame.function, parameters[0].name), name)
                held = self.program.filled(held, container, frame)
        return held

    def _of_class(self, of: Class, name: str, owner: Instance | Class) -> Thing:
        for one in self.ancestry(of):
            if not isinstance(one, Class):
                return Unknown(name)
            if name in one.definition.methods:
                routine = Routine(
                    one.module,
                    one.module.functions[one.definition.methods[name]],
                    self.program.module_frame(one.module),
                    owner,
                )
                return self._routine(routine)
            if name in one.definition.attributes:
                return evaluate(self.program, one.definition.attributes[name], self.program.module_frame(one.module))
        return Unknown(name)

    def _routine(self, routine: Routine) -> Thing:
        decorators = [
            evaluate(self.program, one, self.program.module_frame(routine.module))
            for one in routine.definition.decorators
        ]
        names = {one.last for one in decorators if isinstance(one, Name)}
        if "staticmethod" in names:
            return Routine(routine.module, routine.definition, routine.frame)
        is_property = bool(names & {"property", "cached_property"}) and isinstance(routine.owner, Instance)
        return self.program.run_routine(routine, Arguments(routine.definition.at)) if is_property else routine

    def _of_parent(self, of: Parent, name: str) -> Thing:
        own = Class(of.module, of.definition)
        for one in list(self.ancestry(own))[1:]:
            if isinstance(one, Class) and name in one.definition.methods:
                method = one.module.functions[one.definition.methods[name]]
                return Routine(one.module, method, self.program.module_frame(one.module), of.instance)
            if isinstance(one, Name):
                return Method(Parent(of.instance, of.definition, of.module), f"{one.dotted}.{name}")
        return Unknown(name)

    def ancestry(self, of: Class) -> Iterator[Class | Name]:
        """A class and what it inherits from, nearest first."""
        queue: list[Class | Name] = [of]
        seen: set[str] = set()
        while queue:
            one = queue.pop(0)
            yield one
            if isinstance(one, Class) and one.definition.name not in seen:
                seen.add(one.definition.name)
                frame = self.program.module_frame(one.module)
                bases = (evaluate(self.program, base, frame) for base in one.definition.bases)
                queue.extend(base for base in bases if isinstance(base, Class | Name))
