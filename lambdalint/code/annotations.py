"""Declared types as values."""

from __future__ import annotations

import re
from collections.abc import Callable

import libcst as cst

from lambdalint.code.scopes import either
from lambdalint.model.value import Attribute, Item, Opaque, Value

_QUOTED = re.compile(r"\w[\w., |\[\]]{0,200}")


def read_annotation(node: cst.BaseExpression, look_up: Callable[[cst.Name], Value]) -> Value:
    """An annotation as a value; `look_up` says what a name holds. Nothing in it counts as a call or a read."""
    match node:
        case cst.Name():
            return look_up(node)
        case cst.Attribute():
            return Attribute(read_annotation(node.value, look_up), node.attr.value)
        case cst.Subscript():
            inner = [read_annotation(e.slice.value, look_up) for e in node.slice if isinstance(e.slice, cst.Index)]
            return Item(read_annotation(node.value, look_up), inner[0] if len(inner) == 1 else Opaque(tuple(inner)))
        case cst.BinaryOperation():
            return either(read_annotation(node.left, look_up), read_annotation(node.right, look_up))
        case cst.SimpleString():
            return _quoted(node.raw_value, look_up)
        case _:
            return Opaque()


def _quoted(text: str, look_up: Callable[[cst.Name], Value]) -> Value:
    """A type that is written as a string: `"S3Client | None"`."""
    if not _QUOTED.fullmatch(text):
        return Opaque()
    try:
        return read_annotation(cst.parse_expression(text), look_up)
    except cst.ParserSyntaxError:
        return Opaque()
