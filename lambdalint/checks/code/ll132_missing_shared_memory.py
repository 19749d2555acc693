"""LL132 missing-shared-memory. See rules/LL132-missing-shared-memory.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.catching import catches_os_error, is_caught
from lambdalint.checks.notes import way
from lambdalint.checks.stages import is_for_one_place
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class MissingSharedMemory(Struct, frozen=True):
    """Report what processes share through /dev/shm, which Lambda does not have."""

    code: ClassVar[str] = "LL132"

    makers: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each pool, queue or lock that cannot be made."""
        code = function.code
        if code is None or function.configuration.managed_instances is not None:
            return
        for call in code.calls:
            if call.target in self.makers and not _is_prepared(call, code):
                yield Finding(
                    self.code,
                    f"`{call.target}` needs /dev/shm, which Lambda does not have, and fails with `[Errno 38] Function not "
                    "implemented`; use threads, or `Process` with `Pipe`",
                    at=call.at,
                    function=function.name,
                    notes=way(function, code, call.reach),
                )


def _is_prepared(call: ReachedCall, code: Code) -> bool:
    module = code.modules[call.reach.module]
    return is_for_one_place(call.call.context, module) or is_caught(
        call.call.context, call.reach, code, catches_os_error
    )
