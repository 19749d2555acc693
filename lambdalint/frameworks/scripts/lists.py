"""Methods of lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from lambdalint.frameworks.programs.operators import joined
from lambdalint.frameworks.programs.values import Arguments, Given, Thing, Unknown
from lambdalint.frameworks.scripts.evaluation import REST
from lambdalint.frameworks.scripts.operators import text, truth
from lambdalint.frameworks.scripts.values import plain

if TYPE_CHECKING:
    from lambdalint.frameworks.scripts.program import Program

Method: TypeAlias = "Callable[[Program, list[Thing], Arguments], Thing]"


def _called(run: Program, of: list[Thing], arguments: Arguments) -> list[Thing] | None:
    """What a callback gives for each item; None, and called once in doubt, when not all items can be seen."""
    callback = arguments.get(0, "callback")
    if REST in map(plain, of):
        with run.doubting():
            run.apply(callback, Arguments(arguments.at, complete=False))
        return None
    return [
        run.apply(callback, Arguments(arguments.at, [_placed(one, arguments), Given(index, arguments.at)]))
        for index, one in enumerate(list(of))
    ]


def _placed(one: Thing, arguments: Arguments) -> Given:
    return one if isinstance(one, Given) else Given(one, arguments.at)


def _map(run: Program, of: list[Thing], arguments: Arguments) -> Thing:
    results = _called(run, of, arguments)
    return Unknown("map") if results is None else [Given(one, arguments.at) for one in results]


def _for_each(run: Program, of: list[Thing], arguments: Arguments) -> Thing:
    _called(run, of, arguments)


def _flat_map(run: Program, of: list[Thing], arguments: Arguments) -> Thing:
    results = _called(run, of, arguments)
    known = results is not None and all(isinstance(one, list) for one in results)
    return [one for part in results or () for one in part] if known else Unknown("flatMap")


def _filter(run: Program, of: list[Thing], arguments: Arguments) -> Thing:
    results = _called(run, of, arguments)
    kept = None if results is None else [truth(one) for one in results]
    if kept is None or None in kept:
        return Unknown("filter")
    return [one for one, keep in zip(of, kept, strict=True) if keep]


def _find(run: Program, of: list[Thing], arguments: Arguments) -> Thing:
    found = _filter(run, of, arguments)
    if isinstance(found, Unknown):
        return found
    return found[0] if found else None


def _push(run: Program, of: list[Thing], arguments: Arguments) -> Thing:
    if run.library.doubt or not arguments.complete:
        of.append(REST)
    else:
        of.extend(arguments.positional)
    return Unknown("length")


def _join(_run: Program, of: list[Thing], arguments: Arguments) -> Thing:
    by = arguments.get(0, "separator")
    between = "," if by is None else by
    parts = [text(plain(one)) for one in of]
    return joined(piece for index, one in enumerate(parts) for piece in ((between, one) if index else (one,)))


def _concat(_run: Program, of: list[Thing], arguments: Arguments) -> Thing:
    found = list(of)
    for one in arguments.positional:
        if isinstance(one.value, Unknown):
            found.append(REST)
        else:
            found.extend(one.value if isinstance(one.value, list) else [one])
    return found


def _includes(_run: Program, of: list[Thing], arguments: Arguments) -> Thing:
    items, wanted = [plain(one) for one in of], arguments.get(0, "item")
    known = all(isinstance(one, str | int) for one in (*items, wanted))
    return wanted in items if known else Unknown("includes")


def _slice(_run: Program, of: list[Thing], arguments: Arguments) -> Thing:
    start, end = arguments.get(0, "start"), arguments.get(1, "end")
    known = isinstance(start, int | None) and isinstance(end, int | None) and REST not in map(plain, of)
    return of[start:end] if known else Unknown("slice")


LISTS: dict[str, Method] = {
    "map": _map,
    "forEach": _for_each,
    "flatMap": _flat_map,
    "filter": _filter,
    "find": _find,
    "push": _push,
    "join": _join,
    "concat": _concat,
    "includes": _includes,
    "slice": _slice,
}
