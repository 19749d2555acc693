"""What dotted names of imports lead to: a module of the project and what is left of the name."""

from __future__ import annotations

from lambdalint.code.entities import Namespace
from lambdalint.code.finder import Finder
from lambdalint.model.module import Module
from lambdalint.model.value import Attribute, Global, Value


def namespace(dotted: str, finder: Finder) -> Namespace | None:
    """The module or package of the project with this name."""
    module = finder.find(dotted)
    if module is not None or finder.is_package(dotted):
        return Namespace(dotted, module)
    return None


def located(dotted: str, finder: Finder) -> tuple[Namespace, tuple[str, ...]] | None:
    """The longest beginning of an absolute name that is a module of the project, and the rest."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        space = namespace(".".join(parts[:length]), finder)
        if space is not None:
            return space, tuple(parts[length:])
    return None


def member(space: Namespace, name: str, finder: Finder) -> tuple[Module, Value] | Namespace | None:
    """What a module or package has under a name: a variable of its own, a module below it, or nothing."""
    module = space.module
    if module is not None and name in module.variables:
        return module, Global(name)
    inner = namespace(f"{space.dotted}.{name}", finder)
    if inner is not None:
        return inner
    return (module, Global(name)) if module is not None and module.star_imports else None


def chain(start: Value, names: tuple[str, ...]) -> Value:
    """`start.a.b`."""
    for name in names:
        start = Attribute(start, name)
    return start
