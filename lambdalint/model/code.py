"""A function's code as the rules see it: what runs in which phase, and what derives from the event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from lambdalint.model.module import Call, FunctionDef, Module
from lambdalint.model.source import Anchor


class Phase(Enum):
    """When code runs in an execution environment."""

    INIT = "init"
    """Once per cold start: module bodies and all they call."""
    INVOKE = "invoke"
    """On every invocation: what the handler reaches."""
    COLD = "cold"
    """Within an invocation, but only the first time: behind `if client is None:`, in a cached factory."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call on the way from the handler to a fact."""

    function: str
    at: Anchor


@dataclass(frozen=True, slots=True)
class Reach:
    """How a fact is reached: when it runs and by which calls."""

    phase: Phase
    module: str
    function: str
    chain: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class ReachedCall:
    """A call that runs, with what the project knows about it."""

    call: Call
    reach: Reach
    target: str | None
    """What is called, dotted and resolved through variables and instances: `boto3.client`,
    `boto3.client('s3').get_object`, `app.helper`. None when unknown."""
    reads_event: bool
    """An argument, or the object it is called on, derives from the event or the context."""
    static: bool
    """Every argument is the same on each invocation: constants, environment, module state."""

    @property
    def at(self) -> Anchor:
        """Where it stands."""
        return self.call.at

    @property
    def phase(self) -> Phase:
        """When it runs."""
        return self.reach.phase


@dataclass(frozen=True, slots=True)
class EnvironmentRead:
    """A read of an environment variable by a constant name."""

    name: str
    at: Anchor
    reach: Reach
    required: bool
    """It raises when the variable is missing (`os.environ["X"]`), and nothing catches that."""
    has_default: bool


@dataclass(frozen=True, slots=True)
class Code:
    """All that one function runs."""

    handler: Anchor
    """The name of the handler's definition."""
    handler_name: str
    module: str
    entry: FunctionDef | None
    """The handler's definition; None when it is an object (`Mangum(app)`)."""
    modules: Mapping[str, Module]
    calls: tuple[ReachedCall, ...] = ()
    environment: tuple[EnvironmentRead, ...] = ()
    imports: frozenset[str] = frozenset()
    """Dotted names of all that reachable modules import."""
    complete: bool = True
    """Everything reachable in the project was read and resolved; False means absence proves nothing."""

    def in_phase(self, phase: Phase) -> Iterator[ReachedCall]:
        """The calls that run in a phase."""
        return (call for call in self.calls if call.phase is phase)
