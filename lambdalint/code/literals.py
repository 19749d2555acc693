"""Literals and operators: what can be worked out while reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import libcst as cst

from lambdalint.model.value import Collection, Constant, Opaque, Operation, Text, Value

_NUMERIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
}
_FIELD = re.compile("%[sd]")
_OPERATORS: dict[type[cst.CSTNode], str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%",
    cst.Power: "**", cst.LeftShift: "<<", cst.RightShift: ">>", cst.BitOr: "|", cst.BitAnd: "&", cst.BitXor: "^",
    cst.MatrixMultiply: "@", cst.And: "and", cst.Or: "or", cst.Not: "not", cst.Minus: "-", cst.Plus: "+",
    cst.BitInvert: "~", cst.Equal: "==", cst.NotEqual: "!=", cst.LessThan: "<", cst.LessThanEqual: "<=",
    cst.GreaterThan: ">", cst.GreaterThanEqual: ">=", cst.In: "in", cst.NotIn: "not in", cst.Is: "is",
    cst.IsNot: "is not",
}  # fmt: skip


def operator_of(node: cst.CSTNode) -> str:
    """The operator's text; augmented assignments give that of the plain one."""
    found = _OPERATORS.get(type(node))
    return found if found is not None else type(node).__name__


def fold(operator: str, left: Value, right: Value) -> Value:
    """Arithmetic on two literals now, else an `Operation` (or a `Text`, where it builds a string)."""
    match left, right:
        case Constant(value=int() | float() as a), Constant(value=int() | float() as b) if operator in _NUMERIC:
            try:
                return Constant(_NUMERIC[operator](a, b))
            except (ArithmeticError, ValueError):
                return Opaque()
        case Constant(value=str() as a), Constant(value=str() as b) if operator == "+":
            return Constant(a + b)
    if operator == "%" and (parts := _filled(left, right)):
        return Text(parts)
    if operator in "+%" and any(isinstance(side, Text) or is_text(side) for side in (left, right)):
        return Text((left, right))
    return Operation(operator, (left, right))


def _filled(template: Value, given: Value) -> tuple[Value, ...]:
    """The parts of a text with its plain fields filled in; none when the fields are of another kind, or not as many."""
    if not isinstance(template, Constant) or not isinstance(template.value, str):
        return ()
    texts = _FIELD.split(template.value)
    values = given.items if isinstance(given, Collection) else (given,)
    if len(texts) != len(values) + 1 or any("%" in text for text in texts):
        return ()
    inner = (part for value, text in zip(values, texts[1:], strict=True) for part in (value, Constant(text)))
    return (Constant(texts[0]), *inner)


def is_text(value: Value) -> bool:
    """Whether a value is a constant string."""
    return isinstance(value, Constant) and isinstance(value.value, str)


def read_string(node: cst.SimpleString) -> Value:
    """A string literal."""
    raw = node.raw_value
    if "\\" not in raw and not node.prefix:
        return Constant(raw)
    value = node.evaluated_value
    return Constant(value)


def read_number(node: cst.Integer | cst.Float | cst.Imaginary) -> Value:
    """A number."""
    return Constant(node.evaluated_value)
