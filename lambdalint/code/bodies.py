"""The facts of a module, function by function."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from lambdalint.model.module import Call, Context, FunctionDef, Import, Module
from lambdalint.model.value import Attribute, Item, Value


class Body(Struct):
    """What stands in one function, or at the top of its module."""

    calls: list[tuple[int, Call]] = field(default_factory=list)
    """With their numbers in the module."""
    values: list[tuple[Value, Context]] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    definitions: list[FunctionDef] = field(default_factory=list)


def bodies(module: Module) -> Mapping[str, Body]:
    """Bodies by qualified name; empty for the module's own."""
    found: dict[str, Body] = {}
    for number, call in enumerate(module.calls):
        found.setdefault(call.context.function, Body()).calls.append((number, call))
    for read in module.reads:
        if isinstance(read.value, Attribute | Item):
            found.setdefault(read.context.function, Body()).values.append((read.value, read.context))
    for imported in module.imports:
        found.setdefault(imported.context.function, Body()).imports.append(imported)
    for definition in module.functions.values():
        found.setdefault(definition.context.function, Body()).definitions.append(definition)
    return found
