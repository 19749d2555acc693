"""LL403 oversized-memory. See rules/LL403-oversized-memory.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.limits import MEMORY, MEMORY_OF_ONE_VCPU
from lambdalint.checks.notes import heir
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function


class OversizedMemory(Struct, frozen=True):
    """Report memory beyond one vCPU's worth for code that can use only one."""

    code: ClassVar[str] = "LL403"

    light: frozenset[str]
    heavy: frozenset[str]
    bulk_calls: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when all the code is known, single-threaded, and handles nothing of that size."""
        memory = function.configuration.memory
        if function.code is None or memory.value is None or not MEMORY_OF_ONE_VCPU < memory.value <= MEMORY.highest:
            return
        if function.configuration.managed_instances or not self._is_light(function.code):
            return
        yield Finding(
            self.code,
            f"{memory.value} MB is more than one vCPU's worth ({MEMORY_OF_ONE_VCPU} MB) but the "
            "function's code is single-threaded and holds nothing of that size; lower it and measure",
            at=memory.at,
            function=function.name,
            label="the second vCPU stays idle",
            notes=(*heir(function, memory, "memory"), Note(function.code.handler, "this code uses one vCPU at a time")),
        )

    def _is_light(self, code: Code) -> bool:
        # A library that nobody listed may compute natively, so it keeps the rule silent.
        imported = all(self._is_light_import(name) for name in code.imports)
        bulky = any(call.name in self.bulk_calls for call in code.calls)
        asynchronous = any(one.definition.is_async for one in code.functions)
        return code.complete and imported and not bulky and not asynchronous

    def _is_light_import(self, name: str) -> bool:
        parts = name.split(".")
        prefixes = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
        return bool(prefixes & self.light) and not prefixes & self.heavy
