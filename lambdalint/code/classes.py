"""What the classes of the project inherit, hold and are made with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.code.decorators import PROPERTIES, is_decorated, last_name, without_arguments
from lambdalint.code.entities import Definition, Entity, External, Instance, Type
from lambdalint.code.stored import Stored
from lambdalint.model.module import FunctionDef, FunctionParameter, Module
from lambdalint.model.value import Value

Owner: TypeAlias = Type | Instance
Resolve: TypeAlias = Callable[[Value, Module], tuple[Entity, ...]]

_RECORDS = frozenset({"dataclass", "define", "frozen", "attrs", "mutable"})
"""Decorators that write a class's `__init__`, by their last name."""
_RECORD_BASES = ("pydantic.", "typing.NamedTuple", "aws_lambda_powertools.utilities.parser.")


class Classes(Struct):
    """Looks names up in classes. `fields` holds what was seen to be passed for the fields of dataclasses and models."""

    resolve: Resolve
    stored: Stored
    fields: dict[tuple[str, str], list[tuple[Module, Value]]] = field(default_factory=dict)
    """By key of the class and name of the field."""

    def ancestry(self, owner: Owner) -> Iterator[Owner]:
        """The class and those of the project that it inherits from, nearest first; after `super()` only the latter."""
        queue: list[Owner] = [owner]
        seen: set[str] = set()
        passed = owner.above is None
        while queue:
            link = queue.pop(0)
            if link.key in seen:
                continue
            seen.add(link.key)
            if passed:
                yield link
            passed = passed or link.key == owner.above
            for base in link.definition.bases:
                queue.extend(one for one in self.resolve(base, link.module) if isinstance(one, Type))

    def outside(self, owner: Owner) -> Iterator[External]:
        """An object of each class outside the project that it inherits from."""
        for link in self.ancestry(replace(owner, above=None)):
            for base in link.definition.bases:
                for entity in self.resolve(base, link.module):
                    if isinstance(entity, External) and entity.name != "builtins.object":
                        yield External(f"{entity.name}()")

    def method(self, owner: Owner, name: str) -> Definition | None:
        """The method that a name finds, when no attribute is found before."""
        for link in self.ancestry(owner):
            method = link.definition.methods.get(name)
            if method is not None:
                return Definition(link.module, link.module.functions[method], owner)
            if self._held(link, name):
                return None
        return None

    def attribute(self, owner: Owner, name: str) -> list[tuple[Module, Value]]:
        """What an attribute may hold, by the nearest class that says something about it."""
        for link in self.ancestry(owner):
            held = [] if name in link.definition.methods else self._held(link, name)
            if held or name in link.definition.methods:
                return held
        return []

    def _held(self, link: Owner, name: str) -> list[tuple[Module, Value]]:
        written = link.definition.attributes.get(name)
        held = [(link.module, value) for value in self.stored.by_methods(link.module, link.definition.name, name)]
        held += self.fields.get((link.key, name), [])
        return held if written is None else [*held, (link.module, written)]

    def record(self, owner: Owner) -> tuple[FunctionParameter, ...] | None:
        """The parameters of the `__init__` that a dataclass or a model gets by itself; None for other classes."""
        if self.method(owner, "__init__") is not None or not self._is_record(owner):
            return None
        names: dict[str, Value] = {}
        for link in reversed(list(self.ancestry(owner))):
            names |= link.definition.attributes
        return tuple(FunctionParameter(name, "positional", value) for name, value in names.items())

    def _is_record(self, owner: Owner) -> bool:
        for link in self.ancestry(owner):
            plain = (without_arguments(one, link.module) for one in link.definition.decorators)
            if any(last_name(one) in _RECORDS for one in plain):
                return True
        return any(base.name.startswith(_RECORD_BASES) for base in self.outside(owner))


def is_property(method: FunctionDef) -> bool:
    """Whether reading a method's name runs it."""
    return is_decorated(method, PROPERTIES)


def receiver(function: FunctionDef, name: str, at: Module) -> Owner | None:
    """What a method's first parameter is, as far as the method alone tells; None for every other parameter."""
    if function.class_name is None or not function.parameters or function.parameters[0].name != name:
        return None
    owner = at.classes.get(function.class_name)
    if owner is None or is_decorated(function, {"staticmethod"}):
        return None
    by_class = is_decorated(function, {"classmethod"}) or function.name.endswith((".__new__", ".__init_subclass__"))
    return Type(at, owner) if by_class else Instance(at, owner)
