"""Expressions to values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from lambdalint.documents.script_tree import (
    Array,
    Assignment,
    Call,
    Choice,
    Class,
    Expression,
    Function,
    Index,
    Literal,
    Member,
    Name,
    Object,
    Opaque,
    Operation,
    Parts,
    Pattern,
    Spread,
    Text,
)
from lambdalint.frameworks.programs.operators import agreed, joined
from lambdalint.frameworks.programs.values import HIDDEN, Arguments, Given, Thing, Unknown
from lambdalint.frameworks.scripts.operators import DECIDES, item, operation, text, truth
from lambdalint.frameworks.scripts.values import Closure, Fields, Instance, Scope, plain

if TYPE_CHECKING:
    from lambdalint.frameworks.scripts.program import Program

Take: TypeAlias = "Callable[[Pattern, Given], None]"

REST = Unknown("...")
"""An item of a list that stands for any number of others."""


def evaluate(run: Program, expression: Expression, scope: Scope) -> Thing:
    """What an expression stands for."""
    return plain(held(run, expression, scope))


def given(run: Program, expression: Expression, scope: Scope) -> Given:
    """What an expression stands for, and where that was written: what is handed on stands where it was first."""
    found = held(run, expression, scope)
    return found if isinstance(found, Given) else Given(found, run.places.anchor(expression.at))


def held(run: Program, expression: Expression, scope: Scope) -> Thing:
    """What an expression stands for, with its place when something holds it."""
    match expression:
        case Literal(value=value):
            return value
        case Name(name=name):
            return _named(run, name, scope)
        case Member(of=of, name=name):
            return run.attribute(evaluate(run, of, scope), name)
        case Index(of=of, key=key):
            return _indexed(run, evaluate(run, of, scope), evaluate(run, key, scope))
        case Call():
            return run.call(expression, scope)
        case Object():
            return _object(run, expression, scope)
        case Array():
            return _array(run, expression, scope)
        case _:
            return _composed(run, expression, scope)


def _composed(run: Program, expression: Expression, scope: Scope) -> Thing:
    match expression:
        case Text(parts=parts):
            return joined(text(evaluate(run, part, scope)) for part in parts)
        case Choice(condition=condition, yes=yes, no=no):
            known = truth(evaluate(run, condition, scope))
            return _either(run, (yes, no), scope) if known is None else held(run, yes if known else no, scope)
        case Operation():
            return _operation(run, expression, scope)
        case Assignment():
            return _assigned(run, expression, scope)
        case Function():
            return Closure(expression, scope)
        case Class():
            return run.objects.define(expression, scope)
        case Opaque(parts=parts):
            run.unknown_call(Arguments(run.places.anchor(expression.at), [given(run, part, scope) for part in parts]))
    return Unknown()


def _named(run: Program, name: str, scope: Scope) -> Thing:
    if name == "this":
        return scope.self
    holder = scope.holder(name)
    return holder.names[name] if holder is not None else run.free(name, scope)


def _indexed(run: Program, of: Thing, key: Thing) -> Thing:
    if isinstance(key, str) and not isinstance(of, dict | str):
        return run.attribute(of, key)
    return item(of, key)


def _either(run: Program, ways: Iterable[Expression], scope: Scope) -> Thing:
    with run.doubting():
        return agreed([evaluate(run, way, scope) for way in ways])


def _operation(run: Program, expression: Operation, scope: Scope) -> Thing:
    decides = DECIDES.get(expression.operator)
    if decides is None:
        return operation(expression.operator, [evaluate(run, one, scope) for one in expression.operands])
    left, right = expression.operands
    first = held(run, left, scope)
    known = decides(plain(first))
    if known is None:
        with run.doubting():
            evaluate(run, right, scope)
        return Unknown("a choice")
    return first if known else held(run, right, scope)


def _object(run: Program, expression: Object, scope: Scope) -> Fields:
    fields = Fields()
    for one in expression.properties:
        if one.key is None:
            spread = evaluate(run, one.value, scope)
            if isinstance(spread, dict):
                fields.take(spread)
            elif spread is not None and spread is not False:
                fields.hide()
            continue
        key = evaluate(run, one.key, scope)
        if isinstance(key, str | int | float):
            fields.put(str(text(key)), given(run, one.value, scope), one.at)
        else:
            evaluate(run, one.value, scope)
            fields.hide()
    return fields


def _array(run: Program, expression: Array, scope: Scope) -> list[Thing]:
    return spread_out(run, expression.items, scope)[0]


def spread_out(run: Program, written: Iterable[Expression], scope: Scope) -> tuple[list[Thing], bool]:
    """Items or arguments with what is spread among them; False when some of that is unknown."""
    found: list[Thing] = []
    complete = True
    for one in written:
        if not isinstance(one, Spread):
            found.append(given(run, one, scope))
            continue
        several = evaluate(run, one.of, scope)
        at = run.places.anchor(one.at)
        known = isinstance(several, list)
        items = several if known else [REST]
        found.extend(each if isinstance(each, Given) else Given(each, at) for each in items)
        complete &= known
    return found, complete


def _assigned(run: Program, expression: Assignment, scope: Scope) -> Thing:
    value: Thing = given(run, expression.value, scope)
    if expression.operator:
        # Only what is surely known before is changed in a known way.
        before = plain(_before(run, expression.target, scope))
        changed = operation(expression.operator, [before, value.value]) if expression.operator in "+-*/%" else Unknown()
        value = Given(changed, value.at)
    assign(run, expression.target, value, scope)
    return value


def _before(run: Program, target: Pattern, scope: Scope) -> Thing:
    return Unknown() if isinstance(target, Parts | Opaque) else held(run, target, scope)


def assign(run: Program, target: Pattern, value: Given, scope: Scope) -> None:
    """Give a variable, field or item another value."""
    match target:
        case Name(name=name):
            holder = scope.holder(name)
            if holder is not None:
                holder.names[name] = _perhaps(run, holder.names[name], value.value)
        case Member(of=of, name=name):
            _put(run, evaluate(run, of, scope), name, value, target)
        case Index(of=of, key=key):
            _put(run, evaluate(run, of, scope), evaluate(run, key, scope), value, target)
        case Parts():
            bind(run, target, value, scope, lambda name, one: assign(run, name, one, scope))
        case _:
            return


def _perhaps(run: Program, before: Thing, after: Thing) -> Thing:
    return agreed((plain(before), plain(after))) if run.library.doubt else after


def _put(run: Program, of: Thing, key: Thing, value: Given, target: Member | Index) -> None:
    if isinstance(of, Instance) and isinstance(key, str):
        of.values[key] = _perhaps(run, of.values[key], value.value) if key in of.values else value.value
    elif isinstance(of, Fields) and isinstance(key, str | int):
        key = str(key)
        sure = not run.library.doubt or key not in of
        of.put(key, value if sure else Given(agreed((plain(of[key]), value.value)), value.at), target.at)
    elif isinstance(of, Fields):
        of.hide()
    elif isinstance(of, list):
        of.append(REST)
    elif isinstance(key, str):
        run.library.assign(of, key, value)


def bind(run: Program, pattern: Pattern, value: Given, scope: Scope, take: Take | None = None) -> None:
    """Give the names of a pattern their values: new variables, unless `take` does something else."""
    match pattern:
        case Name(name=name):
            if take is None:
                scope.names[name] = value
            else:
                take(pattern, value)
        case Parts(parts=parts):
            seen = [part.key for part in parts if part.key is not None]
            for part in parts:
                found = _rest(value.value, seen) if part.key is None else run.part(value.value, part.key)
                if plain(found) is None and part.default is not None:
                    found = given(run, part.default, scope)
                placed = found if isinstance(found, Given) else Given(found, run.places.anchor(pattern.at))
                bind(run, part.pattern, placed, scope, take)
        case Member() | Index() if take is not None:
            take(pattern, value)
        case _:
            return


def _rest(of: Thing, seen: list[str | int]) -> Thing:
    if isinstance(of, list):
        return of[len(seen) :]
    if not isinstance(of, dict):
        return Unknown("...")
    rest = Fields()
    rest.take({key: value for key, value in of.items() if key not in seen})
    if HIDDEN in of:
        rest.hide()
    return rest
