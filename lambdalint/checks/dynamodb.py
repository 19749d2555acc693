"""What code gives DynamoDB, as several checks ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lambdalint.model.code import Code, Confidence, ReachedCall
from lambdalint.model.module import Module
from lambdalint.model.value import Collection, Constant, Dictionary, Global, Value

_HOLDERS = ("ExpressionAttributeValues", "Item", "Key")
_DEEPEST = 6
"""Values within values."""


def dynamodb_calls(code: Code, kind: Literal["client", "resource"]) -> Iterator[ReachedCall]:
    """The calls of DynamoDB by one of boto3's layers; what libraries of the same names do is another matter."""
    for call in code.calls:
        aws = call.aws
        # The client that belongs to a resource (`table.meta.client`) takes what the resource does.
        is_made_by = (call.target or "").startswith(f"boto3.{kind}(")
        if is_made_by and aws is not None and aws.service == "dynamodb" and aws.confidence is Confidence.HIGH:
            yield call


def attributes(call: ReachedCall) -> Iterator[tuple[str, Value]]:
    """The attributes that a call gives a value, by name."""
    for name in _HOLDERS:
        held = call.call.argument(-1, name)
        if isinstance(held, Dictionary):
            yield from _named(held)


def inside(value: Value, module: Module, depth: int = 0) -> Iterator[Value]:
    """A value and all that it holds as it is."""
    yield value
    if depth > _DEEPEST:
        return
    match value:
        case Dictionary(entries=entries):
            parts: tuple[Value, ...] = tuple(part for _, part in entries)
        case Collection(items=items):
            parts = items
        case Global(name=name) if name in module.variables:
            parts = (module.variables[name],)
        case _:
            parts = ()
    for part in parts:
        yield from inside(part, module, depth + 1)


def _named(held: Dictionary) -> Iterator[tuple[str, Value]]:
    for key, value in held.entries:
        if key is None and isinstance(value, Dictionary):
            yield from _named(value)
        elif isinstance(key, Constant) and isinstance(key.value, str):
            yield key.value, value
