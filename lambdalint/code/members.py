"""What the attributes of modules, classes and objects are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from lambdalint.code.classes import Classes, is_property
from lambdalint.code.entities import Definition, Entity, External, Instance, Namespace, Type
from lambdalint.code.finder import Finder
from lambdalint.code.resolver import Resolver, Step
from lambdalint.code.spaces import member
from lambdalint.code.stored import Stored
from lambdalint.model.module import Module
from lambdalint.model.value import Attribute, Declared


class Members(Struct, frozen=True):
    """Looks attributes up."""

    resolver: Resolver
    finder: Finder
    classes: Classes
    stored: Stored

    def entities(self, value: Attribute, at: Module) -> Iterator[Entity]:
        """All that an attribute may be."""
        for entity in self.resolver.entities(value.of, at):
            yield from self.of(entity, value.name)
        for module, one in self._assigned(value, at):
            yield from self.resolver.entities(one, module)

    def steps(self, value: Attribute, at: Module) -> list[Step]:
        """The values one of which an attribute holds."""
        owners = self.resolver.entities(value.of, at)
        return [*(one for owner in owners for one in self._values(owner, value.name)), *self._assigned(value, at)]

    def _assigned(self, value: Attribute, at: Module) -> list[Step]:
        return [(at, one) for one in self.stored.in_attribute(value, at)]

    def of(self, entity: Entity, name: str) -> Iterator[Entity]:
        """What an attribute of an entity is."""
        match entity:
            case External(name=outer):
                yield External(f"{outer}.{name}")
            case Namespace():
                found = member(entity, name, self.finder)
                yield from [found] if isinstance(found, Namespace) else self._seen_through(self._values(entity, name))
            case Type() | Instance():
                yield from self._of_class(entity, name)
            case Definition():
                return

    def _of_class(self, owner: Type | Instance, name: str) -> Iterator[Entity]:
        method = self.classes.method(owner, name)
        if method is not None:
            is_read = is_property(method.function) and isinstance(owner, Instance)
            yield from self.resolver.returned(method) if is_read else [method]
            return
        values = self.classes.attribute(owner, name)
        found = list(self._seen_through(one for one in values if not isinstance(one[1], Declared)))
        if all(isinstance(one, External) for one in found):
            # A declared type says more than the name of something outside.
            found = list(self._seen_through(one for one in values if isinstance(one[1], Declared))) or found
        yield from found
        if not values:
            # The project's own classes come first: what the others have is not known.
            yield from (External(f"{base.name}.{name}") for base in list(self.classes.outside(owner))[:1])

    def _seen_through(self, values: Iterable[Step]) -> Iterator[Entity]:
        """An object with a `__get__` gives what that returns."""
        for module, value in values:
            for entity in self.resolver.entities(value, module):
                getter = self.classes.method(entity, "__get__") if isinstance(entity, Instance) else None
                yield from [entity] if getter is None else self.resolver.returned(getter)

    def _values(self, entity: Entity, name: str) -> list[Step]:
        match entity:
            case Namespace():
                found = member(entity, name, self.finder)
                return [found] if isinstance(found, tuple) else []
            case Type() | Instance():
                method = self.classes.method(entity, name)
                if method is None:
                    return self.classes.attribute(entity, name)
                is_read = isinstance(entity, Instance) and is_property(method.function)
                return [(method.module, one.value) for one in method.function.returns] if is_read else []
            case _:
                return []
