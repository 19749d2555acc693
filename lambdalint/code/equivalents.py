"""Calls that stand for something simpler: `getattr(x, "name")`, `import_module("orders")`, `dict()`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lambdalint.code.scopes import either
from lambdalint.model.module import Argument, Call
from lambdalint.model.value import (
    Attribute,
    Choice,
    Collection,
    Constant,
    Dictionary,
    Global,
    Result,
    Symbol,
    Value,
)

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_EMPTY: Mapping[str, Value] = {
    "builtins.dict": Dictionary(()),
    "builtins.list": Collection("list", ()),
    "builtins.set": Collection("set", ()),
}
_CONTAINERS = re.compile(r"builtins\.(?:bytearray|dict|list|set)|collections\.\w+|io\.\w+|queue\.\w+")
"""What makes an object that holds what its methods are given."""
WRITERS = frozenset({"put", "put_nowait", "write", "writelines"})
"""Methods by which queues and files in memory take something in."""


def equivalent(callee: Value, arguments: Sequence[Argument]) -> Value | None:
    """What a call gives, where that can be written without it; None for all others."""
    match callee, [argument.value for argument in arguments]:
        case Symbol(name="builtins.getattr"), [of, Constant(value=str(name)), *default] if name.isidentifier():
            return either(Attribute(of, name), *default)
        case Symbol(name=name), [] if name in _EMPTY:
            return _EMPTY[name]
        case _:
            return None


def imported_module(callee: Value, arguments: Sequence[Argument], names: Mapping[str, Value]) -> Symbol | None:
    """The module that `importlib.import_module("orders")` gives; `names` are the module's own."""
    if not arguments or dotted(callee, names) != "importlib.import_module":
        return None
    match arguments[0].value:
        case Constant(value=str(name)) if _DOTTED.fullmatch(name):
            return Symbol(name)
        case _:
            return None


def dotted(value: Value, names: Mapping[str, Value]) -> str:
    """What an imported thing is called where it comes from; empty for everything else."""
    match value:
        case Symbol(name=name):
            return name
        case Global(name=name) if isinstance(held := names.get(name), Symbol):
            return held.name
        case Attribute(of=of, name=name) if outer := dotted(of, names):
            return f"{outer}.{name}"
        case _:
            return ""


def is_container(held: Value, calls: Sequence[Call], names: Mapping[str, Value]) -> bool:
    """Whether a method of a variable may put its arguments into what the variable holds."""
    match held:
        case Collection() | Choice() | Dictionary():
            return True
        case Result(call=number):
            return _CONTAINERS.fullmatch(dotted(calls[number].callee, names)) is not None
        case _:
            return False
