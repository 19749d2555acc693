"""LL802 async-record-handler. See rules/LL802-async-record-handler.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import calls_of, decorated, function_of
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.module import Call
from lambdalint.model.source import Anchor
from lambdalint.model.value import Value

_PROCESSES = r"(?:process_partial_response|(?:Batch|SqsFifoPartial)Processor\(\))"


class AsyncRecordHandler(Struct, frozen=True):
    """Report coroutine functions that a processor calls and never awaits."""

    code: ClassVar[str] = "LL802"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each batch that is given to an `async` record handler."""
        code = function.code
        for at, call in () if code is None else _batches(code):
            handler = function_of(_record_handler(call), code.modules[at.module], code) if code is not None else None
            if handler is not None and handler.definition.is_async and not handler.definition.is_generator:
                name = handler.definition.name
                yield Finding(
                    self.code,
                    f"`{name}` is never awaited, so every record counts as processed and is deleted unprocessed; "
                    "use `AsyncBatchProcessor` with `async_process_partial_response`, or a plain `def`",
                    at=at,
                    function=function.name,
                    label="processes synchronously",
                    notes=(Note(handler.definition.at, f"`{name}` is a coroutine function"),),
                )


def _batches(code: Code) -> Iterator[tuple[Anchor, Call]]:
    yield from ((call.at, call.call) for call in calls_of(code, _PROCESSES))
    for _, decoration in decorated(code, "batch_processor"):
        if decoration.call is not None:
            yield decoration.at, decoration.call


def _record_handler(call: Call) -> Value | None:
    return call.argument(1, "record_handler") or call.argument(-1, "handler")
