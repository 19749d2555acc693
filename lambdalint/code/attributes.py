"""What the attributes of a class hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from lambdalint.code.entities import Instance, Type
from lambdalint.model.module import Module
from lambdalint.model.value import Attribute, Parameter, Value


@dataclass(slots=True)
class Attributes:
    """Gathers what methods assign to `self.x`, once a module."""

    _members: dict[str, dict[tuple[str, str], list[Value]]] = field(default_factory=dict)

    def values(self, owner: Type | Instance, name: str) -> list[Value]:
        """What a class and its own methods assign to an attribute."""
        members = self._members.get(owner.module.key)
        if members is None:
            members = self._members[owner.module.key] = _assigned(owner.module)
        values = members.get((owner.definition.name, name), [])
        written = owner.definition.attributes.get(name)
        return values if written is None else [*values, written]


def _assigned(module: Module) -> dict[tuple[str, str], list[Value]]:
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
