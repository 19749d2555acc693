"""Statements, carried out in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.documents.script_tree import (
    Assignment,
    Block,
    Branch,
    Class,
    Declaration,
    DefaultExport,
    Each,
    Evaluation,
    Export,
    Function,
    Import,
    Leave,
    Maybe,
    Name,
    Statement,
)
from lambdalint.frameworks.programs.operators import agreed
from lambdalint.frameworks.programs.values import HIDDEN, Given, Thing, Unknown
from lambdalint.frameworks.scripts.evaluation import REST, assign, bind, evaluate, given
from lambdalint.frameworks.scripts.operators import truth
from lambdalint.frameworks.scripts.values import Closure, Scope, plain

if TYPE_CHECKING:
    from lambdalint.frameworks.scripts.program import Program

_LEAVING = ("return", "throw")


class Ending(Struct, frozen=True):
    """How a body was left before its end; not `sure` when it may also have gone on."""

    kind: str
    value: Thing = None
    sure: bool = True


def execute(run: Program, body: Iterable[Statement], scope: Scope) -> Ending | None:
    """Carry statements out; functions are there before they are declared."""
    body = tuple(body)
    for one in body:
        if isinstance(one, Declaration) and isinstance(one.value, Function) and isinstance(one.pattern, Name):
            scope.names[one.pattern.name] = Closure(one.value, scope)
    for index, one in enumerate(body):
        ending = _statement(run, one, scope) if run.may_go_on(scope.path) else None
        if ending is not None and ending.sure:
            return ending
        if ending is not None:
            with run.doubting():
                return _joined(ending, execute(run, body[index + 1 :], scope))
    return None


def _joined(first: Ending, second: Ending | None) -> Ending:
    """One ending of two, of which the first may not have been."""
    if second is None:
        return first
    return Ending(second.kind, agreed((first.value, second.value)), second.sure)


def _statement(run: Program, one: Statement, scope: Scope) -> Ending | None:
    match one:
        case Declaration():
            _declare(run, one, scope)
        case Evaluation(value=value):
            evaluate(run, value, scope)
        case Leave(kind=kind, value=written):
            return Ending(kind, evaluate(run, written, scope) if written is not None else None)
        case Branch():
            return _branch(run, one, scope)
        case Each():
            return _each(run, one, scope)
        case Block(body=body):
            return execute(run, body, Scope(scope.path, scope))
        case Maybe(body=body):
            return _maybe(run, body, scope)
        case Import() | Export() | DefaultExport():
            run.modules.link(one, scope)
    return None


def _declare(run: Program, one: Declaration, scope: Scope) -> None:
    if isinstance(one.value, Function) and isinstance(one.pattern, Name) and one.pattern.name in scope.names:
        value: Given = Given(scope.names[one.pattern.name], run.places.anchor(one.pattern.at))
    elif one.value is None:
        value = Given(None, run.places.anchor(one.pattern.at))
    else:
        value = given(run, one.value, scope)
    if isinstance(one.pattern, Name):
        # What a variable holds is said to stand where the variable is used.
        scope.names[one.pattern.name] = value.value
    else:
        bind(run, one.pattern, value, scope)
    if one.exported and isinstance(one.pattern, Name):
        run.modules.export(scope, one.pattern.name, value)


def _branch(run: Program, one: Branch, scope: Scope) -> Ending | None:
    known = truth(evaluate(run, one.condition, scope))
    if known is None and _throws(one.yes) is not _throws(one.no):
        known = _throws(one.no)  # what is deployed went the other way
    if known is not None:
        return execute(run, one.yes if known else one.no, Scope(scope.path, scope))
    with run.doubting():
        endings = [execute(run, way, Scope(scope.path, scope)) for way in (one.yes, one.no)]
    return _of_ways(endings)


def _of_ways(endings: list[Ending | None]) -> Ending | None:
    ended = [ending for ending in endings if ending is not None]
    if not ended:
        return None
    sure = len(ended) == len(endings) and all(ending.sure for ending in ended)
    same = len({ending.kind for ending in ended}) == 1
    return Ending(ended[0].kind, agreed([ending.value for ending in ended]), sure and same)


def _throws(body: tuple[Statement, ...]) -> bool:
    return bool(body) and isinstance(body[-1], Leave) and body[-1].kind == "throw"


def _each(run: Program, one: Each, scope: Scope) -> Ending | None:
    over = evaluate(run, one.over, scope)
    items = _items(over, keys=one.keys)
    if items is None:
        return _round_in_doubt(run, one, scope)
    for index, each in enumerate(items):
        ending = _round(run, one, each, scope)
        if ending is not None and not ending.sure:
            with run.doubting():
                for other in items[index + 1 :]:
                    _round(run, one, other, scope)
            return ending if ending.kind in _LEAVING else None
        if ending is not None and ending.kind != "continue":
            return ending if ending.kind in _LEAVING else None
    return None


def _items(over: Thing, *, keys: bool) -> list[Thing] | None:
    """What a loop goes over; None when that cannot be told."""
    if keys:
        return list(over) if isinstance(over, dict) and HIDDEN not in over else None
    return list(over) if isinstance(over, list) and REST not in map(plain, over) else None


def _round(run: Program, one: Each, each: Thing, scope: Scope) -> Ending | None:
    inner = Scope(scope.path, scope)
    value = each if isinstance(each, Given) else Given(each, run.places.anchor(one.over.at))
    if isinstance(one.pattern, Name):
        inner.names[one.pattern.name] = value
    else:
        bind(run, one.pattern, value, inner)
    return execute(run, one.body, inner)


def _round_in_doubt(run: Program, one: Each, scope: Scope) -> Ending | None:
    _forget(run, one.body, scope)
    with run.doubting():
        ending = _round(run, one, Unknown("an item"), scope)
    return replace(ending, sure=False) if ending is not None and ending.kind in _LEAVING else None


def _maybe(run: Program, body: tuple[Statement, ...], scope: Scope) -> Ending | None:
    _forget(run, body, scope)
    with run.doubting():
        ending = execute(run, body, Scope(scope.path, scope))
    return replace(ending, sure=False) if ending is not None and ending.kind == "return" else None


def _forget(run: Program, body: tuple[Statement, ...], scope: Scope) -> None:
    """What a body assigns is unknown in it, for it may run again."""
    for name in _assigned(body):
        assign(run, name, Given(Unknown(name.name), run.places.anchor(name.at)), scope)


def _assigned(part: Any) -> Iterator[Name]:
    if isinstance(part, Assignment) and isinstance(part.target, Name):
        yield part.target
    if isinstance(part, tuple):
        for one in part:
            yield from _assigned(one)
    elif isinstance(part, Struct) and not isinstance(part, Class):
        for name in part.__struct_fields__:
            yield from _assigned(getattr(part, name))
