"""What objects of the project's classes, its generators and the members of its enumerations are."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from lambdalint.code.entities import Definition, Entity, Type
from lambdalint.code.program import Program
from lambdalint.model.module import Module
from lambdalint.model.value import Attribute, Choice, Declared, Local, Symbol, Value

_SAYS_NOTHING = ("abc.", "builtins.object", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol")
"""Bases, by the beginning of their names, that leave open what an object is."""
_MEMBERS = ("enum.Enum", "enum.Flag")
"""Enumerations whose members are nothing else besides."""


class Objects(Struct, frozen=True):
    """Names types: the class outside the project that decides, or the project's own where none does."""

    program: Program

    def made(self, called: Sequence[Entity]) -> Value | None:
        """What calling one of some things gives, when they are classes or generators; None otherwise."""
        kinds = [self._kind(one) for one in called]
        known = tuple(dict.fromkeys(one for one in kinds if one is not None))
        if not known or None in kinds:
            return None
        return known[0] if len(known) == 1 else Choice(known)

    def member(self, value: Attribute, at: Module) -> Value | None:
        """A member of an enumeration of the project that is nothing else besides; None for any other attribute."""
        for owner in self.program.entities(value.of, at):
            is_member = isinstance(owner, Type) and value.name in owner.definition.attributes
            base = self._base(owner) if isinstance(owner, Type) and is_member else None
            if base in _MEMBERS:
                return Declared(Symbol(base))
        return None

    def _kind(self, called: Entity) -> Value | None:
        match called:
            case Type(definition=definition):
                base = self._base(called)
                return Declared(Local(definition.name) if base is None else Symbol(base))
            case Definition(function=function) if function.is_generator and not function.decorators:
                return Declared(Symbol("types.GeneratorType"))
            case _:
                return None

    def _base(self, owner: Type) -> str | None:
        """The class outside that an object is one of; Python's own before all others: `class Status(str, Enum)`."""
        names = [one.name.removesuffix("()") for one in self.program.classes.outside(owner)]
        telling = [name for name in names if not name.startswith(_SAYS_NOTHING)]
        own = [name for name in telling if name.startswith("builtins.")]
        return next(iter([*own, *telling]), None)
