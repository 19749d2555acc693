"""Operators of Terraform's expressions, on known values; None for what is not known."""

from __future__ import annotations

import operator
from collections.abc import Callable

from lambdalint.documents.tree import Node, Scalar
from lambdalint.frameworks.terraform.nodes import is_known, is_nothing, shape, text
from lambdalint.model.source import Span


def truth(node: Node) -> bool | None:
    """A value as a condition."""
    return {"true": True, "false": False}.get(text(node) or "")


def apply(symbol: str, operands: list[Node], at: Span) -> Node | None:
    """What an operator gives."""
    if len(operands) == 1:
        return _unary(symbol, operands[0], at)
    left, right = operands
    if symbol in ("==", "!="):
        equal = equality(left, right)
        return None if equal is None else Scalar(equal == (symbol == "=="), at)
    if symbol in ("&&", "||"):
        return _logical(symbol, truth(left), truth(right), at)
    return _arithmetic(symbol, number(left), number(right), at)


def _unary(symbol: str, operand: Node, at: Span) -> Node | None:
    if symbol == "!":
        known = truth(operand)
        return None if known is None else Scalar(not known, at)
    value = number(operand)
    return None if value is None else Scalar(-value, at)


def equality(left: Node, right: Node) -> bool | None:
    """Whether two values are equal; None when that is not known."""
    if not (is_known(left) and is_known(right)):
        return None
    if is_nothing(left) or is_nothing(right):
        return is_nothing(left) and is_nothing(right)
    if isinstance(left, Scalar) and isinstance(right, Scalar):
        return _alike(left, right)
    # Of lists and objects, parts may be unknown: only what is the same throughout is surely equal.
    return True if shape(left) == shape(right) else None


def _alike(left: Scalar, right: Scalar) -> bool | None:
    """A number and its text are not equal, but a variable's type may make the one the other."""
    if text(left) != text(right):
        return False
    return True if isinstance(left.value, str) == isinstance(right.value, str) else None


def _logical(symbol: str, left: bool | None, right: bool | None, at: Span) -> Node | None:
    decisive = symbol == "||"
    if decisive in (left, right):
        return Scalar(decisive, at)
    return None if left is None or right is None else Scalar(not decisive, at)


def number(node: Node) -> int | float | None:
    """A value as a number, which may be written as text."""
    if not isinstance(node, Scalar) or isinstance(node.value, bool):
        return None
    try:
        value = float(text(node) or "")
        return int(value) if value.is_integer() else value
    except (ValueError, OverflowError):
        return None


_ARITHMETIC: dict[str, Callable[[float, float], float | bool]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _arithmetic(symbol: str, left: float | None, right: float | None, at: Span) -> Node | None:
    function = _ARITHMETIC.get(symbol)
    if function is None or left is None or right is None:
        return None
    try:
        result = function(left, right)
    except (ZeroDivisionError, OverflowError):
        return None
    whole = isinstance(result, float) and result.is_integer()
    return Scalar(int(result) if whole else result, at)
