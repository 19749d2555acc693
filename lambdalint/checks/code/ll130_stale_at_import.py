"""LL130 stale-at-import. See rules/LL130-stale-at-import.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.loading import kept_variables, sources, uses_in_invocations
from lambdalint.checks.logs import log_calls
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.module import Module
from lambdalint.model.value import Global, Value

_OF_THE_ENVIRONMENT = re.compile(
    r"start|boot|init|load|cold|import|instance|container|environment|sandbox|worker|process|host|node|build|seed|salt",
    re.IGNORECASE,
)
"""Names of what is meant to say when or where an execution environment began."""


class StaleAtImport(Struct, frozen=True):
    """Report times, ids and credentials that are taken once, when the module is loaded."""

    code: ClassVar[str] = "LL130"

    clocks: frozenset[str]
    ids: frozenset[str]
    expiring: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each value that every invocation shares although it should have one of its own."""
        if function.code is not None:
            for module in function.code.modules.values():
                yield from self._of_module(function, function.code, module)

    def _of_module(self, function: Function, code: Code, module: Module) -> Iterator[Finding]:
        loaded = {call.number: call for call in code.calls if call.reach.module == module.key}
        logged = {call.at for call in log_calls(code)}
        for name, value in kept_variables(module):
            taken, says = self._taken(value, name, module, loaded)
            uses = uses_in_invocations(Global(name), module, code) if taken is not None else ()
            used = next((at for at in uses if at not in logged), None)
            if taken is not None and used is not None:
                yield Finding(
                    self.code,
                    f"`{name}` is taken once, when the module is loaded, and {says} in later invocations; "
                    "take it in the handler",
                    at=taken.at,
                    function=function.name,
                    label="runs once per cold start",
                    notes=(Note(used, "invocations use it here"),),
                )

    def _taken(
        self, value: Value, name: str, module: Module, loaded: Mapping[int, ReachedCall]
    ) -> tuple[ReachedCall | None, str]:
        """The first call among those that a value comes from whose result does not last, and what becomes of it."""
        for number in sources(value, module):
            call = loaded.get(number)
            says = self._says(call, name) if call is not None and call.phase is Phase.INIT else None
            if says is not None:
                return call, says
        return None, ""

    def _says(self, taken: ReachedCall, name: str) -> str | None:
        if taken.target in self.expiring or taken.name in self.expiring:
            return "has expired"
        if _OF_THE_ENVIRONMENT.search(name):
            return None
        if taken.target in self.clocks:
            return "is out of date"
        return "is the same" if taken.target in self.ids else None
