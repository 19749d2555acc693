"""A function's code as the rules see it: what runs in which phase, and what derives from the event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Literal, TypeAlias

from msgspec import Struct, field

from lambdalint.model.module import Call, Context, FunctionDef, FunctionParameter, Module, Raise, Read, Store
from lambdalint.model.source import Anchor
from lambdalint.model.value import Attribute, Value

Path: TypeAlias = tuple[str | int, ...]
"""The way from the event to a part of it: `("Records", 0, "body")`, `*` for each element, `?` for an unknown key."""


ServiceCallKind: TypeAlias = Literal["client", "resource", "paginator", "waiter"]
"""Which part of boto3 makes a call."""


class Phase(Enum):
    """When code runs in an execution environment."""

    INIT = "init"
    """Once per cold start: module bodies and all they call."""
    COLD = "cold"
    """Within an invocation, but only the first time: behind `if client is None:`, in a cached factory."""
    INVOKE = "invoke"
    """On every invocation: what the handler reaches."""


class Step(Struct, frozen=True):
    """One call on the way from the handler: `function` calls the next one at `at`."""

    function: str
    at: Anchor


class Reach(Struct, frozen=True):
    """How a piece of code is reached: when it runs, and by which calls."""

    phase: Phase
    module: str
    """Key of the module it stands in."""
    function: str
    """Qualified name of the function it stands in; empty for the module's body."""
    chain: tuple[Step, ...] = ()


class Confidence(Enum):
    """How sure it is what a call is."""

    HIGH = "high"
    """The code says it: a literal service, or a type of the SDK's stubs."""
    MEDIUM = "medium"
    """One of several things it may be, and the only one that has such an operation."""
    LOW = "low"
    """By what the code calls the client, and because that service has such an operation with such parameters."""


class ServiceCall(Struct, frozen=True):
    """A call of an AWS service, through boto3 or a library that works like it."""

    service: str
    """As `boto3.client` takes it: `s3`."""
    method: str
    """The client's method, also when a resource, a paginator or a waiter calls it: `list_objects_v2`."""
    operation: str
    """AWS's name: `ListObjectsV2`."""
    kind: ServiceCallKind
    confidence: Confidence
    waiter: str | None = None
    """What is waited for: `bucket_exists`."""


Escape: TypeAlias = Literal["shell", "html", "url", "path", "sql"]
"""What text is made harmless for: `shlex.quote`, `html.escape`, `quote`, `basename`, a driver's own quoting."""


class Carried(Struct, frozen=True):
    """What an argument holds of the event as text that its sender chose freely."""

    parts: frozenset[Path] = frozenset()
    """The parts of the event, as far as the way to them is known."""
    escaped: frozenset[Escape] = frozenset()
    """What all of it is escaped for."""


class Piece(Struct, frozen=True):
    """A piece of a text, by where it comes from; unknown when nothing is set."""

    constant: str | None = None
    variable: str | None = None
    """The environment variable that holds it."""
    path: Path | None = None
    """The part of the event that it is, as it came or decoded."""


Naming: TypeAlias = tuple[Piece, ...]
"""A text by its pieces, in order."""


class ReachedCall(Struct, frozen=True):
    """A call that runs, with what the whole program tells about it."""

    call: Call
    """Its arguments are folded to constants as far as the code decides them."""
    reach: Reach
    target: str | None
    """What is called, resolved through imports, variables and instances: `boto3.client`,
    `boto3.client('s3').get_object`, `builtins.open`, `app.helper`. None when it is unknown or one of several."""
    targets: tuple[str, ...]
    """All it may be."""
    reads_event: bool
    """An argument, or the object it is called on, derives from the event."""
    static: bool
    """Every argument, and the object it is called on, is surely the same on each invocation: constants, environment,
    module state."""
    internal: bool = False
    """It surely calls the project's own code, which is among `Code.functions`."""
    number: int = 0
    """Its index in its module's calls: `Result(number)` is what it returns."""
    path: Path | None = None
    """The way from the event to the result: `event.get("Records")` gives `("Records",)`."""
    paths: tuple[Path | None, ...] = ()
    """The way from the event to each argument."""
    held: frozenset[Path] = frozenset()
    """The parts of the event that dictionaries and lists among the arguments hold, as they are."""
    carried: tuple[Carried | None, ...] = ()
    """What each argument holds of the event as free text: no numbers, no digests, nothing that code compares with what it expects."""
    aws: ServiceCall | None = None
    """The AWS operation it runs, where it is known to be one."""
    names: Mapping[str, Naming] = field(default_factory=dict)
    """What that acts on, by the operation's parameters (`Bucket`, `Key`, `QueueUrl`), also where a resource holds them."""

    @property
    def name(self) -> str:
        """The last part of what is called, also where its owner is unknown: `read` of `body.read()`."""
        callee = self.call.callee
        return callee.name if isinstance(callee, Attribute) else (self.target or "").rpartition(".")[2]

    @property
    def at(self) -> Anchor:
        """Where it stands."""
        return self.call.at

    @property
    def phase(self) -> Phase:
        """When it runs."""
        return self.reach.phase


class ReachedStore(Struct, frozen=True):
    """An assignment that may outlive the invocation."""

    store: Store
    reach: Reach
    from_event: bool
    """What is stored derives from the event."""
    owner: str | None
    """`global`, `class`, `instance` or `default`: whose state it changes, when it outlives the invocation; None when it does not."""
    path: Path | None = None
    """The way from the event to what it changes: `event["body"] = …` gives `("body",)`."""


class ReachedRead(Struct, frozen=True):
    """A subscript that is read."""

    read: Read
    reach: Reach
    path: Path | None


class Answer(Struct, frozen=True):
    """One way in which the handler ends without an error, and what it then returns."""

    value: Value
    """Names and calls are replaced by what they stand for: displays, constants, `Declared` where only the type is known,
    the handler's own parameter for the event, `Opaque` for the rest."""
    at: Anchor
    """The handler's `return`, or its name where the end of its body is reached."""
    context: Context
    """Where that stands."""
    written: Value
    """The same, with nothing assumed of what the handler passes to the helper that makes it."""
    made: Anchor
    """The `return` that makes it: that of a helper, where the handler returns what the helper does."""
    reach: Reach
    """How the function is reached in which that stands."""
    given: frozenset[Path] = frozenset()
    """The parts of the event that the handler's conditions for it look at."""
    body: Carried | None = None
    """What its body, or all of it where it has none, holds of the event as text that the sender chose."""


class Decoration(Struct, frozen=True):
    """A decorator of a function that runs."""

    target: str
    """What stands after the `@`, resolved as that of a `ReachedCall`; empty when it is unknown or one of several."""
    at: Anchor
    call: Call | None = None
    """What it is given, folded to constants as far as the code decides that; None for one without parentheses."""


class ReachedFunction(Struct, frozen=True):
    """A function that runs."""

    definition: FunctionDef
    reach: Reach
    raises: tuple[Raise, ...] = ()
    event_parameters: tuple[str, ...] = ()
    """The parameters that receive the event or parts of it."""
    decorations: tuple[Decoration, ...] = ()
    """Its decorators, the outermost first."""
    name: str = ""
    """As the target of a call to it has it: `app.helper`."""


class EnvironmentRead(Struct, frozen=True):
    """A read of an environment variable by a constant name."""

    name: str
    at: Anchor
    reach: Reach
    required: bool
    """It raises when the variable is missing (`os.environ["X"]`), and nothing there expects that."""
    default: Value | None = None
    """What is used instead when it is missing."""


class FileWrite(Struct, frozen=True):
    """A file that is written."""

    path: str
    """As far as it is constant, from its beginning."""
    fixed: bool
    """The whole path is constant, so every invocation writes the same file."""
    at: Anchor
    reach: Reach
    from_event: bool
    """The content, or what it is fetched by, derives from the event."""
    removed: bool
    """Code that runs may remove it again."""
    checked: bool
    """It is only written when it is not there yet, or is read back by later invocations: a cache."""


class Code(Struct, frozen=True):
    """All that one function runs."""

    handler: Anchor
    """Where the handler is defined."""
    handler_name: str
    module: str
    """Key of the handler's module."""
    entry: FunctionDef | None
    """The handler's definition; None when it is an object (`Mangum(app)`)."""
    modules: Mapping[str, Module] = field(default_factory=dict)
    """Every module of the project that is loaded, by key."""
    functions: tuple[ReachedFunction, ...] = ()
    calls: tuple[ReachedCall, ...] = ()
    stores: tuple[ReachedStore, ...] = ()
    reads: tuple[ReachedRead, ...] = ()
    environment: tuple[EnvironmentRead, ...] = ()
    files: tuple[FileWrite, ...] = ()
    answers: tuple[Answer, ...] = ()
    """All that the handler may return; nothing when somebody else's code may change it on the way."""
    asked: frozenset[Path] = frozenset()
    """The parts of the event that code asks for: `"body" in event`."""
    tested: frozenset[Path] = frozenset()
    """The parts of the event of which code asks whether they are empty: `if event["body"]`, `event["body"] or "{}"`."""
    event_loops: frozenset[Path] = frozenset()
    """The parts of the event that loops and comprehensions run over."""
    imports: frozenset[str] = frozenset()
    """Dotted names of all that loaded modules import from outside the project."""
    requirements: str = ""
    """The text of the dependency files beside it."""
    complete: bool = True
    """Everything reachable in the project was read and resolved; False means that absence proves nothing."""
    framework: str | None = None
    """The library that calls `entry`, or is the handler itself: it decides about arguments and answers. None: the runtime does."""
    is_durable: bool = False
    """The handler's second argument is a `DurableContext`."""
    parameters: tuple[FunctionParameter, ...] = ()
    """The parameters of `entry` that are there for its caller to fill: neither `self` nor what a partial gives."""
    direct: bool = False
    """`entry` surely gets the runtime's event and context, and what it returns is the answer: no decorator or wrapper
    that is not known stands between."""

    def calls_in(self, phase: Phase) -> Iterator[ReachedCall]:
        """The calls that run in a phase."""
        return (call for call in self.calls if call.phase is phase)
