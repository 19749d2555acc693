"""LL824 deprecated-batch-decorator. See rules/LL824-deprecated-batch-decorator.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import decorated
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_INSTEAD: Mapping[str, str] = {
    "batch_processor": "process_partial_response",
    "async_batch_processor": "async_process_partial_response",
}


class DeprecatedBatchDecorator(Struct, frozen=True):
    """Report decorators that the next major version of Powertools no longer has."""

    code: ClassVar[str] = "LL824"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each of them."""
        for _, decoration in () if function.code is None else decorated(function.code, "(?:async_)?batch_processor"):
            name = decoration.target.rpartition(".")[2]
            yield Finding(
                self.code,
                f"`{name}` is deprecated in Powertools 3 and goes with the next major version; "
                f"return what `{_INSTEAD[name]}` gives",
                at=decoration.at,
                function=function.name,
                label="deprecated",
            )
