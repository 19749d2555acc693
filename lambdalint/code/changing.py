"""Which dictionaries of a module others may change after they were written down."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from lambdalint.code.decorators import last_name
from lambdalint.model.module import Call, Module
from lambdalint.model.value import MUTATORS, Attribute, Constant, Dictionary, Item, Symbol, Value, entry

_ONLY_LOOKS = frozenset({"critical", "debug", "dumps", "error", "exception", "info", "log", "print", "warning"})
"""Functions and methods, by their last name, that leave alone what they are given."""


class Changing(Struct):
    """Goes through a module once, when the first question about it comes."""

    _found: dict[str, tuple[Dictionary, ...]] = field(default_factory=dict)

    def may_change(self, value: Dictionary, at: Module) -> bool:
        """Whether a dictionary, or an earlier state of it, is handed on or has something put into it."""
        if at.key not in self._found:
            self._found[at.key] = tuple(_changed(at))
        return any(_is_state_of(one, value) for one in self._found[at.key])


def _changed(module: Module) -> Iterator[Dictionary]:
    for store in module.stores:
        if isinstance(store.target, Item):
            yield from _inner(store.target.of)
    for call in module.calls:
        if isinstance(call.callee, Attribute) and call.callee.name in MUTATORS:
            yield from _inner(call.callee.of)
        if not _only_looks(call):
            yield from (one.value for one in call.arguments if isinstance(one.value, Dictionary))


def _inner(container: Value) -> Iterator[Dictionary]:
    """What is held by a dictionary: what is put into a variable's own one is part of its value already."""
    match container:
        case Item(of=Dictionary() as outer, key=Constant() as key) if isinstance(held := entry(outer, key), Dictionary):
            yield held
        case _:
            return


def _only_looks(call: Call) -> bool:
    is_builtin = isinstance(call.callee, Symbol) and call.callee.name.startswith("builtins.")
    return is_builtin or last_name(call.callee) in _ONLY_LOOKS


def _is_state_of(earlier: Dictionary, value: Dictionary) -> bool:
    return earlier is value or (bool(earlier.entries) and value.entries[: len(earlier.entries)] == earlier.entries)
