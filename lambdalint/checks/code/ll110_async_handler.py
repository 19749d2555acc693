"""LL110 async-handler. See rules/LL110-async-handler.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class AsyncHandler(Struct, frozen=True):
    """Report handlers that give the runtime a coroutine, which it does not await."""

    code: ClassVar[str] = "LL110"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for a handler that is `async` and that nothing else may run."""
        code = function.code
        if code is None or code.entry is None or not code.direct or code.framework is not None:
            return
        if code.entry.is_async and not code.entry.is_generator:
            yield Finding(
                self.code,
                f"the runtime never awaits `{code.handler_name}`: every invocation fails on the coroutine that it gets; "
                "let a plain `def` call `asyncio.run`",
                at=code.entry.at,
                function=function.name,
                label="`async def` is never run",
            )
