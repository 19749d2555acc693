"""LL102 user-data-in-global. See rules/LL102-user-data-in-global.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.keeping import is_replaced, keeps_event, written
from lambdalint.checks.notes import way
from lambdalint.checks.rarely import runs_rarely
from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, ReachedFunction, ReachedStore
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.rule import Severity
from lambdalint.model.value import Constant, Result

_OWNERS = {
    "global": "the module-level `{}`",
    "class": "the class attribute `{}`",
    "instance": "`{}` of an object that outlives the invocation",
    "default": "the default argument `{}`, which all calls share",
}


class UserDataInGlobal(Struct, frozen=True):
    """Report data of one event that the next invocation can still see."""

    code: ClassVar[str] = "LL102"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each place that keeps a part of the event, and for each cache of it without bound."""
        if function.code is None or runs_rarely(function, function.code):
            return
        for store in function.code.stores:
            if keeps_event(store, function.code):
                yield self._kept(function, function.code, store)
        for reached in function.code.functions:
            if reached.event_parameters and _caches_without_bound(reached, function.code):
                yield self._cached(function, function.code, reached)

    def _kept(self, function: Function, code: Code, store: ReachedStore) -> Finding:
        owner = _OWNERS[store.owner or "global"].format(written(store.store.target))
        return Finding(
            self.code,
            f"data from the event stays in {owner} and is visible to the next invocation; keep it in a local variable",
            at=store.store.at,
            function=function.name,
            label="survives this invocation",
            notes=way(function, code, store.reach),
            severity=Severity.WARNING if is_replaced(store, code) else None,
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


def _caches_without_bound(reached: ReachedFunction, code: Code) -> bool:
    module = code.modules[reached.reach.module]
    for decorator in reached.definition.decorators:
        if dotted(decorator, module) == "functools.cache":
            return True
        made = module.calls[decorator.call] if isinstance(decorator, Result) else None
        if made is not None and dotted(made.callee, module) == "functools.lru_cache":
            return made.argument(0, "maxsize") == Constant(None)
    return False
