"""Which classes a declared type names."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.code.decorators import last_name
from lambdalint.model.value import Choice, Constant, Item, Opaque, Value

_TRANSPARENT = frozenset({"Annotated", "ClassVar", "Final", "Optional", "Required", "NotRequired", "Union"})
"""An object of `Optional[X]` is an X, where it is one at all."""


def classes_of(annotation: Value) -> Iterator[Value]:
    """The classes one of which an object of that type has."""
    match annotation:
        case Choice(options=found):
            for option in found:
                yield from classes_of(option)
        case Item(of=of, key=key) if last_name(of) in _TRANSPARENT:
            for option in key.parts if isinstance(key, Opaque) else (key,):
                yield from classes_of(option)
        case Constant() | Item() | Opaque():
            return
        case _:
            yield annotation
