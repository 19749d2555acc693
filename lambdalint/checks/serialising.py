"""What in an answer the runtime cannot turn into JSON, as LL111 asks."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from lambdalint.aws.serialising import FAILS, OBJECT, TUPLE_KEY
from lambdalint.model.code import Code
from lambdalint.model.value import Choice, Collection, Constant, Declared, Dictionary, Local, Symbol, Value

_KINDS = {"set": "builtins.set", "generator": "types.GeneratorType"}
"""Displays and comprehensions that are of another type than a list or a tuple."""
_CONVERTED = frozenset({"builtins.dict", "builtins.float", "builtins.int", "builtins.list", "builtins.str"})


class Failure(Struct, frozen=True):
    """A value that cannot be serialised: what it is called, where it stands, and what can be returned in its place."""

    what: str
    place: str
    instead: str


def failures(value: Value, code: Code, place: str = "") -> Iterator[Failure]:
    """All that fails in a value."""
    kind = _failing(value, code)
    if kind is not None:
        yield Failure(kind[0], place, kind[1])
        return
    match value:
        case Collection(items=items):
            for item in items:
                yield from failures(item, code, place or " in a list")
        case Dictionary(entries=entries):
            for key, held in entries:
                yield from _in_entry(key, held, code)
        case Choice(options=options) if not any(map(_is_converted, options)):
            for option in options:
                yield from failures(option, code, place)
        case _:
            pass


def _in_entry(key: Value | None, held: Value, code: Code) -> Iterator[Failure]:
    if isinstance(key, Collection) and key.kind == "tuple":
        yield Failure(TUPLE_KEY[0], "", TUPLE_KEY[1])
    elif key is not None and (kind := _failing(key, code)) is not None:
        yield Failure(kind[0], " as a key", kind[1])
    text = key.value if isinstance(key, Constant) and isinstance(key.value, str) else None
    named = " in a dictionary" if text is None else f" under `{text}`"
    yield from failures(held, code, named)


def _failing(value: Value, code: Code) -> tuple[str, str] | None:
    match value:
        case Collection(kind=kind):
            return FAILS.get(_KINDS.get(kind, ""))
        case Declared(type=Symbol(name=name)):
            return FAILS.get(name)
        case Declared(type=Local(name=name)) if not _serialises_itself(name, code):
            return OBJECT[0].format(name.rpartition(".")[2]), OBJECT[1]
        case Constant(value=complex()):
            return FAILS["builtins.complex"]
        case _:
            return None


def _serialises_itself(name: str, code: Code) -> bool:
    """The runtime takes whatever has an `_asdict` for a named tuple."""
    found = [module.classes[name] for module in code.modules.values() if name in module.classes]
    return not found or any("_asdict" in one.methods for one in found)


def _is_converted(option: Value) -> bool:
    """Where a variable may be converted, it may be so just when it has to: `if isinstance(x, set): x = list(x)`."""
    match option:
        case Declared(type=Symbol(name=name)):
            return name in _CONVERTED
        case Collection(kind="list" | "tuple"):
            return True
        case _:
            return False
