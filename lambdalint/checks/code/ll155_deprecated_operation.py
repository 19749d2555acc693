"""LL155 deprecated-operation. See rules/LL155-deprecated-operation.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.operations import operation_of
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class DeprecatedOperation(Struct, frozen=True):
    """Report operations that AWS has replaced."""

    code: ClassVar[str] = "LL155"

    replaced: Mapping[str, str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call of one."""
        code = function.code
        for call in code.calls if code is not None else ():
            operation = operation_of(call)
            if code is None or operation is None or call.aws is None:
                continue
            instead = self.replaced.get(f"{call.aws.service}.{operation.method}")
            if instead is not None or operation.deprecated:
                yield Finding(
                    self.code,
                    f"AWS has deprecated `{operation.method}`; {f'call `{instead}`' if instead else 'see what replaces it'}",
                    at=call.at,
                    function=function.name,
                    notes=way(function, code, call.reach),
                )
