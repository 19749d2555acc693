"""The forms that a function may take, depending on what it is deployed with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.model.function import Assumption, Function
from lambdalint.model.resource import ResourceId, Resources


class Variants(Struct):
    """The different forms of each function, with what each assumes, and every resource that any of them has."""

    functions: dict[ResourceId, list[tuple[Function, tuple[Assumption, ...]]]] = field(default_factory=dict)
    resources: Resources = field(default_factory=Resources)

    def add(self, functions: Iterable[Function], resources: Resources, *assumptions: Assumption) -> None:
        """The functions of one scenario, unless they are as in an earlier one."""
        for function in functions:
            known = self.functions.setdefault(function.id, [])
            if not any(function == other or _essence(function) == _essence(other) for other, _ in known):
                known.append((function, assumptions))
        self.resources = _united(self.resources, resources)

    def listed(self) -> Iterator[Function]:
        """Every function, its forms one after the other."""
        for forms in self.functions.values():
            for function, assumptions in forms:
                assumes = (*function.assumes, *assumptions)
                yield replace(function, assumes=assumes) if assumptions else function


def _essence(function: Function) -> Function:
    """What makes two forms of a function differ: a name or a tag that repeats the stage's does not."""
    return replace(function, called=None, configuration=replace(function.configuration, tags={}))


def _united(known: Resources, new: Resources) -> Resources:
    return Resources(
        {**new.queues, **known.queues},
        {**new.tables, **known.tables},
        {**new.roles, **known.roles},
        {**new.log_groups, **known.log_groups},
        {**new.others, **known.others},
    )
