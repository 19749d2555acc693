"""A template to functions: read with the defaults, then again where a parameter makes a difference."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.documents.tree import Document, Problem
from lambdalint.frameworks.cloudformation.assembly import Assembly
from lambdalint.frameworks.cloudformation.facts import Fact
from lambdalint.frameworks.cloudformation.intrinsics import evaluate
from lambdalint.frameworks.cloudformation.nested import Stacks
from lambdalint.frameworks.cloudformation.parameters import holds
from lambdalint.frameworks.cloudformation.readers import read_resource, read_shared
from lambdalint.frameworks.cloudformation.samconfig import deployed
from lambdalint.frameworks.cloudformation.scenarios import changes
from lambdalint.frameworks.cloudformation.scope import Change, Key, Scope, Stack, World
from lambdalint.frameworks.cloudformation.template import Declared, Template, parse
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.frameworks.variants import Variants
from lambdalint.model.function import Assumption, Function
from lambdalint.model.project import Stack as Described
from lambdalint.model.resource import LogGroup, ResourceId

MOST_CHANGES = 64
"""More values of parameters are not tried."""


def read(document: Document, nested: Nested) -> Reading | None:
    """The functions and resources of a template and of those it nests; None when it is no template."""
    template = parse(document)
    return None if template is None else read_template(deployed(template, nested), nested)


def read_template(template: Template, nested: Nested) -> Reading:
    """The functions and resources of a template, whoever wrote it."""
    stacks = Stacks(nested)
    stacks.add(Stack(template, f"{template.path}#"))
    return _reading(stacks)


class _Said(Struct, frozen=True):
    """What a resource says, and the parameters and conditions that depends on."""

    facts: tuple[Fact, ...]
    touched: frozenset[Key]

    @property
    def stands_apart(self) -> bool:
        """Whether it is part of no function, so that what it depends on changes none."""
        return bool(self.facts) and all(isinstance(fact, LogGroup) for fact in self.facts)


_Everything: TypeAlias = Map[ResourceId, _Said]


def _reading(stacks: Stacks) -> Reading:
    world = World(stacks.index, stacks.files)
    _decide_all(world, stacks)
    said = {identifier: _said(world, *place) for identifier, place in stacks.index.items()}
    shared = tuple(fact for stack in stacks.all for fact in read_shared(Scope(world, stack)))
    variants = Variants()
    _add(variants, Assembly.of((*shared, *_facts(said))))
    problems = [*stacks.problems, *world.trace.problems]
    touched = frozenset(key for one in said.values() if not one.stands_apart for key in one.touched)
    for number, change in enumerate(changes(stacks.all, touched, world.trace)):
        if number == MOST_CHANGES:
            message = f"more than {MOST_CHANGES} values of parameters make a difference: the rest is not tried"
            problems.append(Problem("LL008", message, change.assumption.at))
            break
        again = _said_again(stacks, said, change)
        if any(again[identifier].facts != one.facts for identifier, one in said.items()):
            _add(variants, Assembly.of((*shared, *_facts(again))), change.assumption)
    return Reading(
        Described(stacks.all[0].template.path, tuple(_listed(stacks, variants)), variants.resources),
        tuple(dict.fromkeys(problems)),
        covers=tuple(dict.fromkeys(stack.template.path for stack in stacks.all[1:])),
    )


def _add(variants: Variants, assembly: Assembly, *assumptions: Assumption) -> None:
    variants.add(assembly.functions(), assembly.resources(), *assumptions)


def _decide_all(world: World, stacks: Stacks) -> None:
    """Meet every comparison, also those that only matter where a default does not hold."""
    for stack in stacks.all:
        for name in stack.template.conditions:
            holds(Scope(world, stack), name, evaluate)


def _said(world: World, stack: Stack, declared: Declared) -> _Said:
    world.trace.touched = set()
    facts = tuple(read_resource(Scope(world, stack), declared))
    return _Said(facts, frozenset(world.trace.touched))


def _said_again(stacks: Stacks, said: _Everything, change: Change) -> _Everything:
    """What the resources say under a change: only those that it touches can say anything else."""
    world = World(stacks.index, stacks.files, change)
    return {
        identifier: _said(world, *stacks.index[identifier]) if not one.touched.isdisjoint(change.values) else one
        for identifier, one in said.items()
    }


def _facts(said: _Everything) -> Iterator[Fact]:
    return (fact for one in said.values() for fact in one.facts)


def _listed(stacks: Stacks, variants: Variants) -> Iterator[Function]:
    """Every function, its forms one after the other."""
    for identifier, forms in variants.functions.items():
        again = stacks.index[identifier][0].nested_again
        for function, assumptions in forms:
            assumes = assumptions if again is None else (again, *assumptions)
            yield replace(function, assumes=assumes) if assumes else function
