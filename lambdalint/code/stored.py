"""What a module's statements put into attributes and containers, whichever function does it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct, field

from lambdalint.model.module import Call, Module
from lambdalint.model.value import MUTATORS, Attribute, Item, Opaque, Parameter, Value

_Place: TypeAlias = Value | tuple[str, str]
"""A value as it is written, or class and attribute where a method writes `self.x`."""
_FROM_ANOTHER = frozenset({"extend", "update"})
"""Mutators that take what is in their argument, not the argument itself."""


class _Index(Struct):
    attributes: dict[_Place, list[Value]] = field(default_factory=dict)
    contents: dict[_Place, list[Value]] = field(default_factory=dict)


class Stored(Struct):
    """Goes through the statements of a module once, when the first question about it comes."""

    _indexes: dict[str, _Index] = field(default_factory=dict)

    def by_methods(self, at: Module, class_name: str, name: str) -> list[Value]:
        """What the methods of a class assign to `self.name`."""
        return self._index(at).attributes.get((class_name, name), [])

    def in_attribute(self, target: Attribute, at: Module) -> list[Value]:
        """What is assigned to an attribute of a variable: `order.total = …`."""
        index = self._index(at)
        return index.attributes.get(_place(target, at), []) if index.attributes else []

    def in_container(self, container: Value, at: Module) -> list[Value]:
        """What is put into a container: `found[key] = …`, `found.append(…)`."""
        index = self._index(at)
        return index.contents.get(_place(container, at), []) if index.contents else []

    def _index(self, at: Module) -> _Index:
        index = self._indexes.get(at.key)
        if index is None:
            index = self._indexes[at.key] = _indexed(at)
        return index


def _indexed(module: Module) -> _Index:
    index = _Index()
    for store in module.stores:
        match store.target:
            case Attribute() as target:
                index.attributes.setdefault(_place(target, module), []).append(store.value)
            case Item(of=of) if store.kind != "delete":
                index.contents.setdefault(_place(of, module), []).append(store.value)
    for call in module.calls:
        for container, value in _filled(call):
            index.contents.setdefault(_place(container, module), []).append(value)
    return index


def _filled(call: Call) -> Iterator[tuple[Value, Value]]:
    match call.callee:
        case Attribute(of=of, name=name) if name in MUTATORS and call.arguments:
            last = call.arguments[-1].value
            yield of, Item(last, Opaque()) if name in _FROM_ANOTHER else last
        case _:
            return


def _place(target: Value, at: Module) -> _Place:
    match target:
        case Attribute(of=Parameter(function=function, name=name), name=attribute):
            method = at.functions.get(function)
            if method and method.class_name and method.parameters and method.parameters[0].name == name:
                return method.class_name, attribute
    return target
