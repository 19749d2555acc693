"""Where a template is evaluated: which stack it is deployed as, and what is assumed about its parameters."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Map
from typing import Final, TypeAlias, TypeVar

from msgspec import Struct, field

from lambdalint.documents.tree import Node, Problem
from lambdalint.frameworks.cloudformation.template import Declared, Parameter, Template
from lambdalint.frameworks.cloudformation.values import Value
from lambdalint.frameworks.reading import Nested
from lambdalint.model.function import Assumption
from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Span

T = TypeVar("T")

DEEPEST = 40
"""Functions and conditions that need each other deeper than this are not followed."""

Key: TypeAlias = tuple[str, str, str]
"""The id prefix of a stack, `parameter` or `condition`, and its name."""

OTHER: Final = None
"""The value of a parameter that is none of those it is compared with."""


class Stack(Struct, eq=False):
    """A template as one stack. `prefix` begins the ids of its resources; the root has no parent."""

    template: Template
    prefix: str
    name: str = ""
    """The logical id of the nested stack."""
    parent: Stack | None = None
    arguments: Node | None = None
    """What the parent gives for the parameters, to be evaluated there."""
    children: dict[str, Stack] = field(default_factory=dict)
    condition: str | None = None
    """The parent's condition on nesting it."""
    nested_again: Assumption | None = None
    """Set when its template was nested before: what tells this stack from the first."""


class Change(Struct, frozen=True):
    """What a scenario takes differently from the defaults: values of parameters, or whether a condition holds."""

    values: Map[Key, str | bool | None]
    assumption: Assumption


class Trace(Struct):
    """What an evaluation came across. It grows while templates are read, and belongs to one scenario."""

    touched: set[Key] = field(default_factory=set)
    compared: dict[Key, dict[str, bool]] = field(default_factory=dict)
    """The literals that a parameter is compared with (true) or only looked up under (false)."""
    decided: dict[Key, tuple[bool | None, frozenset[Key]]] = field(default_factory=dict)
    """The conditions met so far, each with what it depends on."""
    given: dict[Key, tuple[Value | None, frozenset[Key]]] = field(default_factory=dict)
    """The same for what nested stacks are given for their parameters."""
    problems: dict[Problem, None] = field(default_factory=dict)
    depth: int = 0

    def enter(self, at: Span) -> bool:
        """Go one function or condition further in; False, and said, when that would be too deep."""
        if self.depth >= DEEPEST:
            message = f"functions or conditions are nested more than {DEEPEST} deep here: the value is taken as unknown"
            self.problems[Problem("LL008", message, at)] = None
            return False
        self.depth += 1
        return True

    def leave(self) -> None:
        """Come back from where `enter` went."""
        self.depth -= 1

    def once(self, memory: dict[Key, tuple[T, frozenset[Key]]], key: Key, meanwhile: T, compute: Callable[[], T]) -> T:
        """What `compute` gives, computed once; `meanwhile` is what it gets where it needs itself."""
        if key not in memory:
            memory[key] = (meanwhile, frozenset())
            outer, self.touched = self.touched, set()
            memory[key] = (compute(), frozenset(self.touched))
            self.touched = outer
        result, touched = memory[key]
        self.touched |= touched
        return result


class World(Struct, frozen=True):
    """Every stack of one reading under one scenario (no change: all parameters at their defaults)."""

    index: Map[ResourceId, tuple[Stack, Declared]]
    files: Nested
    change: Change | None = None
    trace: Trace = field(default_factory=Trace)


class Scope(Struct, frozen=True):
    """One stack of a world."""

    world: World
    stack: Stack

    @property
    def trace(self) -> Trace:
        """What was come across so far."""
        return self.world.trace

    def of(self, stack: Stack) -> Scope:
        """Another stack of the same world."""
        return Scope(self.world, stack)

    def id(self, name: str) -> ResourceId:
        """The id of a resource of this stack."""
        return self.stack.prefix + name

    def key(self, kind: str, name: str) -> Key:
        """What identifies a parameter or condition of this stack."""
        return (self.stack.prefix, kind, name)

    def parameter(self, name: str) -> Parameter | None:
        """A parameter of this stack's template."""
        return self.stack.template.parameters.get(name)

    def find(self, identifier: ResourceId) -> tuple[Scope, Declared] | None:
        """A resource of any stack of the world."""
        found = self.world.index.get(identifier)
        return (self.of(found[0]), found[1]) if found else None

    def type_of(self, identifier: ResourceId) -> str:
        """The type of a resource of the world; empty for anything else."""
        found = self.world.index.get(identifier)
        return found[1].type if found else ""

    def inherits(self, at: Span) -> bool:
        """Whether what stands there is shared by functions, as SAM's Globals are."""
        return any(_is_within(at, shared) for shared in self.stack.template.shared_at)


def _is_within(at: Span, whole: Span) -> bool:
    starts, ends = (whole.line, whole.column), (whole.end_line, whole.end_column)
    return at.path == whole.path and starts <= (at.line, at.column) and (at.end_line, at.end_column) <= ends
