"""JavaScript's operators on known values."""

from __future__ import annotations

from collections.abc import Callable

from lambdalint.frameworks.programs import operators
from lambdalint.frameworks.programs.operators import joined
from lambdalint.frameworks.programs.values import HIDDEN, Joined, Made, Name, Ref, Thing, Unknown
from lambdalint.frameworks.scripts.values import Fields, plain

_SAME = {"===": "==", "!==": "!="}
_PLAIN = (str, int, float, bool, type(None))


def truth(value: Thing) -> bool | None:
    """Whether a value counts as true; None when it is unknown. Objects and lists do, empty ones too."""
    if isinstance(value, Unknown | Ref | Joined | Made | Name):
        return None
    return bool(value) if isinstance(value, _PLAIN) else True


def defined(value: Thing) -> bool | None:
    """Whether a value is neither `null` nor `undefined`; None when it is unknown."""
    return None if isinstance(value, Unknown | Name) else value is not None


def text(value: Thing) -> Thing:
    """A value as part of a text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str | int | float | Ref | Joined | Unknown) else Unknown("text")


def operation(name: str, operands: list[Thing]) -> Thing:
    """What an operator gives."""
    if len(operands) == 1:
        return _unary(name, operands[0])
    left, right = operands
    name = _SAME.get(name, name)
    if name == "+" and any(isinstance(one, str | Joined) for one in operands):
        return joined((text(left), text(right)))
    if name in ("==", "!="):
        comparable = all(isinstance(one, _PLAIN) for one in operands)
        return (left == right) is (name == "==") if comparable else Unknown("a test")
    if name == "in":
        known = isinstance(right, Fields) and HIDDEN not in right and isinstance(left, str)
        return left in right if known else Unknown("a test")
    numbers = all(isinstance(one, int | float) for one in operands) or all(isinstance(one, str) for one in operands)
    return _whole(operators.operation(name, operands)) if numbers and name in _NUMERIC else Unknown("an operation")


def _whole(value: Thing) -> Thing:
    """All numbers are of one kind: `6 / 2` is `3`."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_NUMERIC = frozenset({"+", "-", "*", "/", "%", "<", "<=", ">", ">="})


def _unary(name: str, operand: Thing) -> Thing:
    if name == "!":
        known = truth(operand)
        return Unknown("a test") if known is None else not known
    if name in ("-", "+") and isinstance(operand, int | float):
        return -operand if name == "-" else operand
    return None if name == "void" else Unknown("an operation")


DECIDES: dict[str, Callable[[Thing], bool | None]] = {
    "&&": lambda left: None if (known := truth(left)) is None else not known,
    "||": truth,
    "??": defined,
}
"""Operators whose left side may be all that counts, and when it is."""


def item(of: Thing, key: Thing) -> Thing:
    """One item of an object or list, with the place where it was written."""
    key = str(key) if isinstance(key, int) and isinstance(of, dict) else key
    match of, key:
        case dict(), str():
            return of[key] if key in of else Unknown(key) if HIDDEN in of else None
        case list(), int():
            hidden = any(isinstance(plain(one), Unknown) and plain(one).name == "..." for one in of)
            return Unknown("an item") if hidden else of[key] if 0 <= key < len(of) else None
        case _:
            return Unknown(key if isinstance(key, str) else "an item")
