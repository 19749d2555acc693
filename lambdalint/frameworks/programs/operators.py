"""Python's operators on known values, and text put together from known and unknown parts."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any

from lambdalint.frameworks.programs.values import (
    HIDDEN,
    Class,
    Given,
    Instance,
    Joined,
    Made,
    Name,
    Ref,
    Routine,
    Thing,
    Unknown,
)

LONGEST = 100_000
"""Characters of a text, or items of a list, that are put together; longer ones are unknown."""
_TEXTUAL = (str, PurePosixPath, Ref, Joined, Unknown)


def agreed(values: Iterable[Thing]) -> Thing:
    """The one value that several are; unknown when they differ."""
    first, *others = list(values) or [Unknown()]
    return first if all(same(first, other) for other in others) else Unknown("a choice")


def same(left: Thing, right: Thing) -> bool:
    """Whether two values surely are equal."""
    return not isinstance(left, Unknown) and type(left) is type(right) and bool(left == right)


def truth(value: Thing) -> bool | None:
    """Whether a value counts as true; None when it is unknown."""
    match value:
        case Unknown() | Ref() | Joined():
            return None
        case Instance() | Made() | Name() | Class() | Routine():
            return None if isinstance(value, Made | Name) else True
        case _:
            return bool(value)


def item(of: Thing, key: Thing) -> Thing:
    """One item of a container."""
    match of, key:
        case dict(), str() | int():
            found = of.get(key, Unknown(str(key)))
            return found.value if isinstance(found, Given) else found
        case ((list() | str()), int()) if -len(of) <= key < len(of):
            return of[key]
        case _:
            return Unknown(key if isinstance(key, str) else "an item")


def joined(parts: Iterable[Thing]) -> Thing:
    """Text put together from parts, unknown parts included."""
    flat: list[Thing] = []
    for part in parts:
        inner = part.parts if isinstance(part, Joined) else (part,)
        for one in inner:
            plain = one if isinstance(one, Ref | Unknown) else str(one) if _is_plain(one) else Unknown()
            if isinstance(plain, str) and flat and isinstance(flat[-1], str):
                flat[-1] += plain
            else:
                flat.append(plain)
    if sum(len(part) for part in flat if isinstance(part, str)) > LONGEST:
        return Unknown("a long text")
    if not flat:
        return ""
    return flat[0] if len(flat) == 1 else Joined(tuple(flat))


def _is_plain(value: Thing) -> bool:
    return isinstance(value, str | int | float | PurePosixPath)


_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
    "is": lambda left, right: left == right,
    "is not": lambda left, right: left != right,
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "/": operator.truediv,
    "%": operator.mod,
}
_LARGEST = 10**9


def operation(name: str, operands: list[Thing]) -> Thing:
    """What an operator gives."""
    if name in ("and", "or"):
        return _either(operands, stops_at=name == "or")
    if name == "not" and len(operands) == 1:
        known = truth(operands[0])
        return Unknown("a test") if known is None else not known
    if len(operands) != 2:  # noqa: PLR2004  # the other operators have two
        return Unknown("an operation")
    left, right = operands
    if name in _COMPARISONS:
        return _compared(name, left, right)
    return _computed(name, left, right)


def _either(operands: list[Thing], *, stops_at: bool) -> Thing:
    for operand in operands[:-1]:
        known = truth(operand)
        if known is None:
            return Unknown("a test")
        if known is stops_at:
            return operand
    return operands[-1]


def _compared(name: str, left: Thing, right: Thing) -> Thing:
    if name in ("is", "is not") and right is None:
        return Unknown("a test") if isinstance(left, Unknown) else (left is None) is (name == "is")
    if not (_is_data(left) and _is_data(right)):
        return Unknown("a test")
    try:
        return bool(_COMPARISONS[name](left, right))
    except TypeError:
        return Unknown("a test")


def _is_data(value: Thing) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_data(one) for one in value)
    if isinstance(value, dict):
        return HIDDEN not in value
    return value is None or isinstance(value, str | int | float | PurePosixPath)


def _computed(name: str, left: Thing, right: Thing) -> Thing:  # one line for each pair of types
    match name, left, right:
        case "+", list(), list() if len(left) + len(right) < LONGEST:
            return [*left, *right]
        case "|", dict(), dict():
            return {**left, **right}
        case "+", _, _ if isinstance(left, str | Joined) or isinstance(right, str | Joined):
            return joined((left, right)) if isinstance(left, _TEXTUAL) and isinstance(right, _TEXTUAL) else Unknown()
        case "/", PurePosixPath(), str() | PurePosixPath():
            return left / right
        case _, int() | float(), int() | float() if name in _ARITHMETIC and max(abs(left), abs(right)) < _LARGEST:
            try:
                return _ARITHMETIC[name](left, right)
            except ArithmeticError:
                return Unknown("a number")
        case _:
            return Unknown("an operation")
