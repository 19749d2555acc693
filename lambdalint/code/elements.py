"""What is inside of values, and goes into them, where how they were made tells."""

from __future__ import annotations

from collections.abc import Sequence

from lambdalint.code.scopes import either
from lambdalint.model.module import Call
from lambdalint.model.value import (
    Attribute,
    Collection,
    Constant,
    Dictionary,
    Element,
    Item,
    Opaque,
    Operation,
    Result,
    Symbol,
    Value,
)

ROW = "row"
"""The kind of a tuple that is known to have just these items: a display may hold starred ones, which look alike."""
_SAME = frozenset({"iter", "list", "reversed", "set", "sorted", "tuple"})


def element(source: Value, calls: Sequence[Call]) -> Value:
    """One of the values that iterating over `source` gives; `calls` are those of its module."""
    match source:
        case Collection(items=items) if items:
            return either(*items)
        case Item(of=of, key=Operation(operator="slice")):
            return element(of, calls)
        case Result(call=number):
            return _of_result(source, calls[number], calls)
        case _:
            return Element(source)


def _of_result(source: Result, call: Call, calls: Sequence[Call]) -> Value:
    given = [argument.value for argument in call.arguments if argument.name is None and not argument.unpacked]
    match call.callee:
        case Symbol(name="builtins.enumerate") if given:
            return Collection(ROW, (Opaque(), element(given[0], calls)))
        case Symbol(name="builtins.zip") if given:
            return Collection(ROW, tuple(element(one, calls) for one in given))
        case Symbol(name=name) if given and name.removeprefix("builtins.") in _SAME:
            return element(given[0], calls)
        case Attribute(of=of, name="items") if not call.arguments:
            return Collection(ROW, (Opaque((of,)), Item(of, Opaque())))
        case Attribute(of=of, name="values") if not call.arguments:
            return Item(of, Opaque())
        case _:
            return Element(source)


def put_into(held: Value, added: tuple[Value, ...], method: str) -> Value:
    """The container after a mutating method gave it more."""
    match held:
        case Collection(kind=kind, items=items):
            return Collection(kind, items + (tuple(Element(one) for one in added) if method == "extend" else added))
        case Dictionary(entries=entries) if method == "setdefault" and len(added) > 1:
            return Dictionary((*entries, (added[0], added[1])))
        case Dictionary(entries=entries):
            return Dictionary((*entries, *((None, one) for one in added)))
        case _:
            return either(held, *(Opaque((one,)) for one in added))


def item_of(value: Value, position: int) -> Value:
    """One part of an unpacked value, seen through when the value is a display."""
    if isinstance(value, Collection) and value.kind in ("tuple", "list") and position < len(value.items):
        return value.items[position]
    return Item(value, Constant(position))
