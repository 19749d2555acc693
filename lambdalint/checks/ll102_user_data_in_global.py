"""LL102 user-data-in-global. See rules/LL102-user-data-in-global.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Phase, ReachedFunction, ReachedStore
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.module import Module
from lambdalint.model.rule import Severity
from lambdalint.model.value import (
    Attribute,
    Constant,
    Dictionary,
    Global,
    Item,
    Local,
    Opaque,
    Parameter,
    Result,
    Symbol,
    Value,
    root_of,
)

_OWNERS = {
    "global": "the module-level `{}`",
    "class": "the class attribute `{}`",
    "instance": "`{}` of an object that outlives the invocation",
    "default": "the default argument `{}`, which all calls share",
}


@dataclass(frozen=True, slots=True)
class UserDataInGlobal:
    """Report data of one event that the next invocation can still see."""

    code: ClassVar[str] = "LL102"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each place that keeps a part of the event, and for each cache of it without bound."""
        if function.code is None:
            return
        for store in function.code.stores:
            if _keeps(store) and not _is_reset(store, function.code):
                yield self._kept(function, function.code, store)
        for reached in function.code.functions:
            if reached.event_parameters and _caches_without_bound(reached, function.code):
                yield self._cached(function, function.code, reached)

    def _kept(self, function: Function, code: Code, store: ReachedStore) -> Finding:
        owner = _OWNERS[store.owner or "global"].format(_written(store.store.target))
        return Finding(
            self.code,
            f"data from the event stays in {owner} and is visible to the next invocation; keep it in a local variable",
            at=store.store.at,
            function=function.name,
            label="survives this invocation",
            notes=way(function, code, store.reach),
            severity=Severity.WARNING if _is_overwritten(store) else None,
        )

    def _cached(self, function: Function, code: Code, reached: ReachedFunction) -> Finding:
        name = reached.definition.name
        return Finding(
            self.code,
            f"the cache of `{name}` keeps an entry for every event and never drops one; give it a `maxsize`",
            at=reached.definition.at,
            function=function.name,
            label="cached for as long as the execution environment lives",
            notes=way(function, code, reached.reach),
            severity=Severity.WARNING,
        )


def _keeps(store: ReachedStore) -> bool:
    return (
        store.owner is not None
        and store.from_event
        and store.reach.phase is not Phase.INIT
        and store.store.kind != "delete"
        and not _is_keyed(store)
    )


def _is_overwritten(store: ReachedStore) -> bool:
    """Whether every invocation that comes here replaces what the one before left."""
    return store.store.kind == "assign" and not store.store.context.conditions


def _is_keyed(store: ReachedStore) -> bool:
    """What is kept under a key of its own is found again only by that key: a cache, not a leak."""
    match store.store.target, store.store.kind, store.store.value:
        case Item(key=key), _, _:
            return not isinstance(key, Constant)
        case _, "fill", Opaque(parts=(Dictionary(entries=entries),)):
            return not any(isinstance(key, Constant) for key, _ in entries)
        case _, "fill", Opaque(parts=parts):
            return len(parts) > 1
        case _:
            return False


def _is_reset(store: ReachedStore, code: Code) -> bool:
    """Whether every invocation starts by emptying what this one fills."""
    target = root_of(store.store.target)
    for other in code.stores:
        empties = other.store.target == target and not other.from_event and other.store.kind == "assign"
        if empties and other.reach.phase is Phase.INVOKE and not other.store.context.conditions:
            return True
    return any(_clears(call.call.callee, target) for call in code.calls_in(Phase.INVOKE))


def _clears(callee: Value, target: Value) -> bool:
    return isinstance(callee, Attribute) and callee.name == "clear" and callee.of == target


def _caches_without_bound(reached: ReachedFunction, code: Code) -> bool:
    module = code.modules[reached.reach.module]
    for decorator in reached.definition.decorators:
        if _dotted(decorator, module) == "functools.cache":
            return True
        made = module.calls[decorator.call] if isinstance(decorator, Result) else None
        if made is not None and _dotted(made.callee, module) == "functools.lru_cache":
            return made.argument(0, "maxsize") == Constant(None)
    return False


def _dotted(value: Value | None, module: Module) -> str:
    match value:
        case Symbol(name=name):
            return name
        case Global(name=name):
            held = module.variables.get(name)
            return held.name if isinstance(held, Symbol) else ""
        case Attribute(of=of, name=name):
            return f"{_dotted(of, module)}.{name}"
        case _:
            return ""


def _written(target: Value) -> str:
    match target:
        case Global(name=name) | Parameter(name=name) | Local(name=name):
            return name
        case Attribute(of=of, name=name):
            return f"{_written(of)}.{name}"
        case Item(of=of, key=Constant(value=key)):
            return f"{_written(of)}[{key!r}]"
        case Item(of=of):
            return f"{_written(of)}[…]"
        case _:
            return "…"
