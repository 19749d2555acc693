"""Where a module is evaluated: as which instance, with which arguments, and how far that may go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from contextlib import contextmanager

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.documents.hcl_tree import Block
from lambdalint.documents.tree import Mapping, Node, Problem, Sequence
from lambdalint.frameworks.reading import Nested
from lambdalint.frameworks.terraform.module import Module
from lambdalint.frameworks.terraform.nodes import unknown
from lambdalint.model.source import Span

DEEPEST = 90
"""Expressions that need each other deeper than this are not followed."""
MOST_STEPS = 300_000
"""Expressions evaluated in one reading."""
MOST_INSTANCES = 2000
"""Resources looked at in one reading, and the most that one block makes."""
MAYBE = "only the deployment knows"
"""A condition that no template has, so that it may hold or not."""
MOST_VALUES = 100_000
"""Values inside of one value, each counted as often as it is used."""


class Fails(Exception):  # noqa: N818  (`try` catches it; what it leaves is unknown)
    """An expression that Terraform itself could not evaluate, such as an index out of range."""


class Trace(Struct):
    """What one reading came across. It grows while modules are read."""

    problems: dict[Problem, None] = field(default_factory=dict)
    depth: int = 0
    steps: int = 0
    weights: dict[int, tuple[Node, int]] = field(default_factory=dict)
    """How many values are inside of each list and object that was made, by its identity."""

    @contextmanager
    def deeper(self, at: Span) -> Iterator[bool]:
        """One expression further in; False, and said, when that would be too far."""
        self.steps += 1
        self.depth += 1
        allowed = self.depth <= DEEPEST and self.steps <= MOST_STEPS
        if not allowed:
            self.stop("expressions need each other without end here: the value is taken as unknown", at)
        try:
            yield allowed
        finally:
            self.depth -= 1

    def stop(self, message: str, at: Span) -> None:
        """Say that something is not followed, once."""
        if not any(problem.message == message for problem in self.problems):
            self.problems[Problem("LL008", message, at)] = None

    def bounded(self, node: Node) -> bool:
        """Whether a list or object that was just made is of a size that may be walked over."""
        inner = node.items if isinstance(node, Sequence) else ()
        inner = tuple(entry.value for entry in node) if isinstance(node, Mapping) else inner
        weight = 1 + sum(self.weights.get(id(each), (each, 1))[1] for each in inner)
        self.weights[id(node)] = (node, weight)
        return weight <= MOST_VALUES


class World(Struct, frozen=True):
    """All instances of one reading."""

    files: Nested
    folder: str
    """Of the root module, which paths are relative to."""
    trace: Trace = field(default_factory=Trace)
    resources: dict[str, Resource] = field(default_factory=dict)
    """Every instance of a resource, by the name that references to it carry."""
    covered: dict[str, None] = field(default_factory=dict)
    """The folders of the modules that were called."""
    outputs: dict[str, Callable[[str, Span], Node]] = field(default_factory=dict)
    """What the outputs of a called module are, by the name that references to it carry."""


class Instance(Struct, eq=False):
    """A module as it is called; `prefix` begins the names of its resources, and the root has none."""

    world: World
    module: Module
    find: Callable[[Instance, str], Node]
    """What `aws_sqs_queue.jobs` or `module.orders` stands for: a reference, or a list or an object of them."""
    prefix: str = ""
    folder: str = "."
    """Relative to the root module's."""
    arguments: Map[str, Node] | None = None
    """What the caller gives; None for the root, which takes files of values."""
    values: dict[str, Node] = field(default_factory=dict)
    """Variables, locals, resources and calls met so far."""

    def once(self, name: str, at: Span, compute: Callable[[], Node]) -> Node:
        """What a name stands for, computed once; where it needs itself, it is unknown."""
        if name not in self.values:
            self.values[name] = unknown(name, at)
            self.values[name] = compute()
        return self.values[name]


class Scope(Struct, frozen=True):
    """An instance of a module, with what `each`, `count` and the variables of loops stand for."""

    instance: Instance
    bindings: Map[str, Node] = field(default_factory=dict)

    @property
    def trace(self) -> Trace:
        """What was come across so far."""
        return self.instance.world.trace

    def binding(self, bindings: Map[str, Node]) -> Scope:
        """The same with more names."""
        return replace(self, bindings={**self.bindings, **bindings})


class Resource(Struct, frozen=True):
    """One instance of a resource or of a data source."""

    name: str
    """What references carry and people call it."""
    type: str
    block: Block
    scope: Scope
    certain: bool = True
    """False when only the deployment knows whether, or how often, it is there."""

    @property
    def at(self) -> Span:
        """Where it is declared."""
        return self.block.at
