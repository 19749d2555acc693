"""LL623 streaming-from-python. See rules/LL623-streaming-from-python.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.source import Setting
from lambdalint.model.trigger import HttpTrigger

_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"


class StreamingFromPython(Struct, frozen=True):
    """Report streamed responses that are asked of a runtime which cannot stream."""

    code: ClassVar[str] = "LL623"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each trigger that expects a stream."""
        runtime = function.configuration.runtime.value
        if function.code is None or not (runtime or "").startswith("python") or _may_be_wrapped(function):
            return
        for trigger in function.triggers:
            match trigger:
                case HttpTrigger(streaming=Setting(value=True, at=at)):
                    yield Finding(
                        self.code,
                        f"`{trigger.name}` is to stream the response, which the runtime {runtime} cannot; set the mode to "
                        "BUFFERED, or put the Lambda Web Adapter before a web server",
                        at=at,
                        function=function.name,
                        label="cannot stream",
                        notes=(Note(function.code.handler, "what this handler returns is one piece"),),
                    )


def _may_be_wrapped(function: Function) -> bool:
    """Something else may run in place of the runtime's loop: an adapter, which streams."""
    environment = function.configuration.environment
    return not environment.complete or _WRAPPER in environment.variables
