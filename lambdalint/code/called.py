"""Which functions of the project run when something is called, decorated or handed to a framework."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from lambdalint.code.arguments import filled_parameters
from lambdalint.code.decorators import without_arguments
from lambdalint.code.entities import Definition, Entity, External, Instance, Type
from lambdalint.code.program import Program
from lambdalint.code.results import field_factory
from lambdalint.model.module import Module
from lambdalint.model.value import Attribute, Parameter, Result, Value

_CONSTRUCTORS = ("__init__", "__new__", "__post_init__")
_NO_FRAMEWORKS = ("abc.", "attr", "builtins.", "collections.", "dataclasses.", "enum.", "pydantic.", "typing.")
"""Bases whose classes hold data: nobody calls back the methods of their objects."""


class Called(Struct, frozen=True):
    """Turns entities into the functions behind them."""

    program: Program

    def functions(self, entity: Entity) -> Iterator[Definition]:
        """What runs when an entity is called."""
        match entity:
            case Definition():
                yield entity
            case Type():
                yield from self.methods(Instance(entity.module, entity.definition), _CONSTRUCTORS)
            case Instance():
                yield from self.methods(entity, ("__call__",))
            case _:
                return

    def methods(self, owner: Entity, names: Iterable[str]) -> Iterator[Definition]:
        """Those of these methods that an object has."""
        if isinstance(owner, Instance):
            found = (self.program.classes.method(owner, name) for name in names)
            yield from (method for method in found if method is not None)

    def factories(self, entity: Type) -> Iterator[Definition]:
        """What makes the defaults of a dataclass's fields, whenever an object of it is made."""
        for value in entity.definition.attributes.values():
            factory = field_factory(entity.module.calls[value.call]) if isinstance(value, Result) else None
            for found in () if factory is None else self.program.entities(factory, entity.module):
                yield from self.functions(found)

    def wrappers(self, decorator: Value, at: Module) -> Iterator[Definition]:
        """What runs in place of a decorated function, or around it."""
        for entity in self.program.entities(decorator, at):
            match entity:
                case Definition() if not gives_back(entity):
                    yield from (one for one in self.program.returned(entity) if isinstance(one, Definition))
                case Type():
                    yield from self.methods(Instance(entity.module, entity.definition), ("__call__",))
                case External() if isinstance(decorator, Result):
                    given = [argument.value for argument in at.calls[decorator.call].arguments]
                    found = (one for value in given for one in self.program.entities(value, at))
                    yield from (one for one in found if isinstance(one, Definition))
                case _:
                    pass

    def handed(self, entity: Entity, *, registers: bool) -> Iterator[Definition]:
        """What a framework may call of what it is given: a function, or where it `registers` the methods of an object."""
        if isinstance(entity, Definition):
            yield entity
        if registers and isinstance(entity, Type | Instance):
            bases = [base.name for base in self.program.classes.outside(entity)]
            if any(not name.startswith(_NO_FRAMEWORKS) for name in bases):
                names = [name for name in entity.definition.methods if not name.startswith("__")]
                yield from self.methods(Instance(entity.module, entity.definition), names)

    def registered(self, module: Module, names: Collection[str]) -> Iterator[Definition]:
        """The functions of a module that a decorator of one of these names registers with a framework."""
        for function in module.functions.values():
            if any(self._registers(decorator, module, names) for decorator in function.decorators):
                yield Definition(module, function)

    def _registers(self, decorator: Value, module: Module, names: Collection[str]) -> bool:
        method = without_arguments(decorator, module)
        if not isinstance(method, Attribute) or method.name not in names:
            return False
        return all(isinstance(entity, External) for entity in self.program.entities(method, module))


def gives_back(decorator: Definition) -> bool:
    """Whether a decorator returns the function it is given, which it may have kept: `@register`."""
    parameters, returns = filled_parameters(decorator), decorator.function.returns
    own = Parameter(decorator.function.name, parameters[0].name) if parameters else None
    return bool(returns) and all(found.value == own for found in returns)
