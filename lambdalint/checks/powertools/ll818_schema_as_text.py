"""LL818 schema-as-text. See rules/LL818-schema-as-text.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import calls_of, decorated
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.module import Call
from lambdalint.model.source import Anchor
from lambdalint.model.value import Constant, Value

_PARAMETERS = ("schema", "inbound_schema", "outbound_schema")


class SchemaAsText(Struct, frozen=True):
    """Report schemas that are given as text or as the name of a file."""

    code: ClassVar[str] = "LL818"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each validation whose schema is no dictionary."""
        for at, call in () if function.code is None else _validations(function.code):
            for name in _PARAMETERS:
                if _is_text(call.argument(1 if name == "schema" else -1, name)):
                    yield Finding(
                        self.code,
                        f"`{name}` takes a dictionary, but this is text, which is neither read as a file nor parsed, "
                        "so every invocation fails; load it once, outside the handler",
                        at=at,
                        function=function.name,
                        label="a schema as text",
                    )


def _validations(code: Code) -> Iterator[tuple[Anchor, Call]]:
    yield from ((call.at, call.call) for call in calls_of(code, r"validation\.(?:\w+\.)?validate"))
    for _, decoration in decorated(code, "validator"):
        if decoration.call is not None and "validation" in decoration.target:
            yield decoration.at, decoration.call


def _is_text(value: Value | None) -> bool:
    return isinstance(value, Constant) and isinstance(value.value, str)
