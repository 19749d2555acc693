"""What a symbolic value is called and is made of, as several checks ask."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.model.module import Module
from lambdalint.model.value import (
    Attribute,
    Choice,
    Collection,
    Constant,
    Dictionary,
    Global,
    Result,
    Symbol,
    Text,
    Value,
)

_SHOW = frozenset(
    {"json.dumps", "json.loads", "pprint.pformat", "builtins.dict", "builtins.repr", "builtins.str", "builtins.format"}
)
"""Functions whose result shows what they are given."""
_DEEPEST = 6
"""Texts and displays within each other."""


def dotted(value: Value | None, module: Module) -> str:
    """The name of something imported or built in, where it comes from; empty for everything else."""
    match value:
        case Symbol(name=name):
            return name
        case Global(name=name):
            held = module.variables.get(name)
            return held.name if isinstance(held, Symbol) else ""
        case Attribute(of=of, name=name) if outer := dotted(of, module):
            return f"{outer}.{name}"
        case _:
            return ""


def shown(value: Value, module: Module, depth: int = 0) -> Iterator[Value]:
    """A value, and all that can be read whole in the text or display that it is."""
    yield value
    if depth < _DEEPEST:
        for part in _written_into(value, module):
            yield from shown(part, module, depth + 1)


def _written_into(value: Value, module: Module) -> Iterator[Value]:
    match value:
        case Text(parts=parts) | Collection(items=parts) | Choice(options=parts):
            yield from parts
        case Dictionary(entries=entries):
            yield from (part for _, part in entries)
        case Result(call=number):
            call = module.calls[number]
            if dotted(call.callee, module) in _SHOW or _formats(call.callee):
                yield from (argument.value for argument in call.arguments)
        case Global(name=name) if name in module.variables:
            yield module.variables[name]
        case _:
            pass


def _formats(callee: Value) -> bool:
    return isinstance(callee, Attribute) and callee.name == "format" and isinstance(callee.of, Constant)
