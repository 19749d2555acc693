"""How code reads the event by keys, as the checks of its shape ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from lambdalint.checks.catching import is_caught
from lambdalint.model.code import Code, Path, Phase, Reach, ReachedCall
from lambdalint.model.module import Context, Except, Module
from lambdalint.model.source import Anchor
from lambdalint.model.value import Attribute, Symbol, Value

_OWN_SHAPE = (
    "aws_lambda_powertools.event_handler",
    "aws_lambda_powertools.utilities.data_classes",
    "aws_lambda_powertools.utilities.kafka",
    "aws_lambda_powertools.utilities.parser",
    "aws_lambda_powertools.utilities.validation",
    "mangum",
    "middy",
)
"""Libraries that parse events by themselves."""
_MISSING = frozenset({"AttributeError", "IndexError", "KeyError", "LookupError", "TypeError"})
_ANY = ("*", "?")
_KINDS = frozenset({"builtins.hasattr", "builtins.isinstance", "builtins.type"})


class EventRead(Struct, frozen=True):
    """One read of a part of the event by its key."""

    path: Path
    at: Anchor
    reach: Reach
    context: Context
    required: bool
    """It raises when nothing is there: `event["body"]`, not `event.get("body")`."""
    default: Value | None = None
    """What is used when nothing is there, if code says so."""

    @property
    def runs_always(self) -> bool:
        """It surely raises for an event without the part: a helper that it stands in may be behind a condition."""
        return self.required and not self.context.conditions and not self.reach.chain

    @property
    def written(self) -> str:
        """The read as code has it, from the event on: `event["Records"][…]["body"]`."""
        *before, last = [f"[{key!r}]".replace("'", '"') if key not in _ANY else "[…]" for key in self.path]
        return f"`event{''.join(before)}{last if self.required else f'.get({last[1:-1]})'}`"


def has_own_shape(code: Code) -> bool:
    """Whether a library may give the event another shape, or show it under other names."""
    return any(name.startswith(_OWN_SHAPE) for name in code.imports)


def event_reads(code: Code) -> Iterator[EventRead]:
    """Every read by a key; nothing when somebody else may have given the event another shape."""
    if not code.direct or has_own_shape(code):
        return
    for read in code.reads:
        if read.path:
            yield EventRead(read.path, read.read.at, read.reach, read.read.context, required=True)
    yield from (_looked_up(call, call.path) for call in code.calls if call.path and _looks_up(call))


def relied_on(code: Code) -> Iterator[EventRead]:
    """The reads for which nothing in the code expects that the part is missing, or is something else."""
    found = [one for one in event_reads(code) if one.reach.phase is Phase.INVOKE]
    optional = {one.path for one in found if not one.required}
    for read in found:
        asked = (read.required and read.path in optional) or any(_covers(path, read.path) for path in code.asked)
        if (
            not asked
            and not is_made_here(read.path, code)
            and not is_caught(read.context, read.reach, code, _expects_missing)
        ):
            yield read


def first_of_each(reads: Iterable[EventRead]) -> Iterator[EventRead]:
    """Each part of the event once, where it is read first."""
    seen: set[Path] = set()
    for read in reads:
        if read.path not in seen:
            seen.add(read.path)
            yield read


def _looks_up(call: ReachedCall) -> bool:
    is_method = isinstance(call.call.callee, Attribute) and call.name in ("get", "pop")
    return is_method and bool(call.call.arguments)


def _looked_up(call: ReachedCall, path: Path) -> EventRead:
    default = call.call.argument(1, "default")
    required = call.name == "pop" and default is None
    return EventRead(path, call.at, call.reach, call.call.context, required, default)


def _covers(asked: Path, path: Path) -> bool:
    """Whether a question about one part answers for another: the part itself, or what it is in."""
    return len(asked) <= len(path) and all(one in ("?", other) for one, other in zip(asked, path, strict=False))


def is_made_here(path: Path, code: Code) -> bool:
    """Code puts something of its own there, or asks what kind of thing it is."""
    if any(store.path and _covers(store.path, path) for store in code.stores):
        return True
    asked = (call.paths[0] for call in code.calls if call.target in _KINDS and call.paths)
    return any(one is not None and _covers(one, path) for one in asked)


def _expects_missing(clause: Except, _: Module) -> bool:
    return any(isinstance(one, Symbol) and one.name.rpartition(".")[2] in _MISSING for one in clause.types)
