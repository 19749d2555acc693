"""Which record code takes out of a batch when it takes only one, as LL602 asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from lambdalint.checks.batches import hands_event_over
from lambdalint.model.code import Code, Path, Reach, ReachedCall, ReachedRead
from lambdalint.model.source import Anchor
from lambdalint.model.value import Constant, Item, Operation, Value

_ALL: Path = ("Records",)
_FIRST: Path = ("Records", 0)
_LAST: Path = ("Records", -1)
_ITERATION = frozenset({"builtins.iter", "builtins.next"})


class Taken(Struct, frozen=True):
    """Where one record is taken out; `position` is 0 for the first and -1 for the last."""

    at: Anchor
    reach: Reach
    position: int


def only_one_taken(code: Code) -> Taken | None:
    """Where the one record is taken out that is looked at, when nothing else is done with the records."""
    calls = [call for call in code.calls if call.name in ("next", "pop") and call.path in (_FIRST, _LAST)]
    taken = [*_by_reads(code), *(Taken(call.at, call.reach, 0 if call.path == _FIRST else -1) for call in calls)]
    if len({one.position for one in taken}) != 1 or _takes_more(calls) or _uses_others(code, taken):
        return None
    return taken[0]


def _takes_more(calls: Sequence[ReachedCall]) -> bool:
    """`next(records)` and `records.pop()` take another one when they run again."""
    return len(calls) > 1 or any(call.call.context.loops for call in calls)


def _by_reads(code: Code) -> Iterator[Taken]:
    """`Records[0]`, and a slice that holds just one."""
    for read in code.reads:
        position = _position(read)
        if position is not None:
            yield Taken(read.read.at, read.reach, position)


def _position(read: ReachedRead) -> int | None:
    match read.path, read.read.value:
        case ("Records", 0 | -1 as position), _:
            return position
        case ("Records", "*"), Item(key=Operation(operator="slice", operands=bounds)):
            return _of_slice(bounds)
        case _:
            return None


def _of_slice(bounds: tuple[Value, ...]) -> int | None:
    match [bound.value if isinstance(bound, Constant) else "?" for bound in bounds]:
        case [None | 0, 1, None | 1]:
            return 0
        case [-1, None, None | 1]:
            return -1
        case _:
            return None


def _uses_others(code: Code, taken: Sequence[Taken]) -> bool:
    """Whether the records are used more often than to take the one out, or leave our sight."""
    position = taken[0].position
    calls = [call for call in code.calls if not _ITERATION & set(call.targets)]
    whole = sum(part.path == _ALL for parts in (code.reads, calls) for part in parts)
    passed = any(_ALL in call.paths or hands_event_over(call) for call in calls)
    others = any(_is_another(read.path, position) and _position(read) is None for read in code.reads)
    looped = any(not path or path == _ALL or _is_another(path, position) for path in code.event_loops)
    return whole > len(taken) or passed or others or looped


def _is_another(path: Path | None, position: int) -> bool:
    return path is not None and len(path) > 1 and path[:1] == _ALL and path[1] != position
