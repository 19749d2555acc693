"""LL813 event-parser-without-model. See rules/LL813-event-parser-without-model.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import decorated
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class EventParserWithoutModel(Struct, frozen=True):
    """Report parsers that nobody tells what to parse the event into."""

    code: ClassVar[str] = "LL813"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each parser without a model and without an annotated event."""
        for reached, decoration in () if function.code is None else decorated(function.code, "event_parser"):
            parameters = [one for one in reached.definition.parameters if one.name not in ("self", "cls")]
            given = decoration.call is not None and (decoration.call.unpacks or decoration.call.argument(1, "model"))
            if not given and parameters and parameters[0].annotation is None:
                yield Finding(
                    self.code,
                    "this parser has no model, so every invocation fails with InvalidModelTypeError; "
                    f"pass `model`, or annotate `{parameters[0].name}` with it",
                    at=decoration.at,
                    function=function.name,
                    label="no model",
                )
