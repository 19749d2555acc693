"""What loading a module leaves behind for invocations, as several checks ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, Phase
from lambdalint.model.module import Call, Module
from lambdalint.model.source import Anchor
from lambdalint.model.value import Attribute, Dictionary, Global, Item, Operation, Result, Text, Value, root_of

_OF_THE_PLACE = frozenset({"tzinfo", "tzname", "utcoffset", "node"})
_CONVERT = re.compile(
    r"builtins\.(?:str|int|float|round|format|repr)|(?:datetime\.)+(?:combine|fromtimestamp|utcfromtimestamp)"
    r"|time\.(?:strftime|gmtime|localtime|mktime|ctime)|boto3\.(?:client|resource|session\.Session|Session)"
)
"""Functions whose result says what they are given, and clients that act with credentials they are given."""
_DEEPEST = 8
"""Variables and calls within one another."""


def kept_variables(module: Module) -> Iterator[tuple[str, Value]]:
    """The variables that loading gives a value and that nothing changes."""
    changed = {root_of(store.target) for store in module.stores}
    for name, value in module.variables.items():
        if Global(name) not in changed:
            yield name, value


def uses_in_invocations(kept: Global, module: Module, code: Code) -> Iterator[Anchor]:
    """Where every invocation hands on a variable as it is, calls a method of it, or returns it.

    How long ago a time was is something else each time, so what is subtracted or compared is no such use.
    """
    return (at for value, at in _used(module, code) if _holds(value, kept))


def _used(module: Module, code: Code) -> Iterator[tuple[Value, Anchor]]:
    invoked = {
        found.definition.name: found.definition
        for found in code.functions
        if found.reach.module == module.key and found.reach.phase is Phase.INVOKE
    }
    for call in module.calls:
        if call.context.function in invoked:
            yield from ((argument.value, call.at) for argument in call.arguments)
            if isinstance(call.callee, Attribute):
                yield call.callee.of, call.at
    for definition in invoked.values():
        yield from ((found.value, found.at) for found in definition.returns)


def _holds(value: Value, kept: Global) -> bool:
    match value:
        case Text(parts=parts) | Operation(operator="+", operands=parts):
            return any(_holds(part, kept) for part in parts)
        case Dictionary(entries=entries):
            return any(_holds(part, kept) for _, part in entries)
        case Attribute(of=of) | Item(of=of):
            return _holds(of, kept)
        case _:
            return value == kept


def sources(value: Value, module: Module, depth: int = 0) -> Iterator[int]:
    """The calls that a value comes from: itself, what it is converted from, and what it is computed with."""
    if depth > _DEEPEST:
        return
    match value:
        case Result(call=number):
            yield number
            parts = _converted(module.calls[number], module)
        case Attribute(of=of, name=name) if name not in _OF_THE_PLACE:
            parts = (of,)
        case Item(of=of):
            parts = (of,)
        case Text(parts=parts) | Operation(operator="+" | "-" | "*" | "//" | "/", operands=parts):
            pass
        case Dictionary(entries=entries):
            parts = tuple(held for _, held in entries)
        case Global(name=name) if isinstance(module.variables.get(name), Result | Item | Attribute):
            parts = (module.variables[name],)
        case _:
            return
    for part in parts:
        yield from sources(part, module, depth + 1)


def _converted(call: Call, module: Module) -> tuple[Value, ...]:
    owner = (call.callee.of,) if isinstance(call.callee, Attribute) and call.callee.name not in _OF_THE_PLACE else ()
    given = call.arguments if _CONVERT.fullmatch(dotted(call.callee, module)) else ()
    return (*owner, *(argument.value for argument in given))
