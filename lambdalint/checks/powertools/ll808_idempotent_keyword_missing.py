"""LL808 idempotent-keyword-missing. See rules/LL808-idempotent-keyword-missing.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import decorated
from lambdalint.model.code import Code, Decoration, ReachedFunction
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.value import Constant


class IdempotentKeywordMissing(Struct, frozen=True):
    """Report idempotent functions that do not get their data by keyword."""

    code: ClassVar[str] = "LL808"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each signature without the keyword, and each call that does not use it."""
        code = function.code
        for reached, decoration in () if code is None else decorated(code, "idempotent_function"):
            keyword = decoration.call.argument(-1, "data_keyword_argument") if decoration.call else None
            if code is not None and isinstance(keyword, Constant) and isinstance(keyword.value, str):
                if _takes(reached, keyword.value):
                    yield from _calls_without(function, code, reached, keyword.value)
                else:
                    yield _not_taken(function, reached, decoration, keyword.value)


def _takes(reached: ReachedFunction, keyword: str) -> bool:
    return any(one.kind == "**" or one.name == keyword for one in reached.definition.parameters)


def _not_taken(function: Function, reached: ReachedFunction, decoration: Decoration, keyword: str) -> Finding:
    return Finding(
        IdempotentKeywordMissing.code,
        f"`{reached.definition.name}` has no parameter `{keyword}`, so every call of it fails; "
        "name one of its parameters in `data_keyword_argument`",
        at=decoration.at,
        function=function.name,
        label=f"names `{keyword}`",
        notes=(Note(reached.definition.at, "takes other parameters"),),
    )


def _calls_without(function: Function, code: Code, reached: ReachedFunction, keyword: str) -> Iterator[Finding]:
    for call in code.calls:
        given = {argument.name for argument in call.call.arguments}
        if call.target == reached.name and not call.call.unpacks and keyword not in given:
            yield Finding(
                IdempotentKeywordMissing.code,
                f"this call raises RuntimeError: an idempotent function needs its data by keyword; write `{keyword}=…`",
                at=call.at,
                function=function.name,
                label=f"no `{keyword}=`",
                notes=(Note(reached.definition.at, f"keyed on `{keyword}` here"),),
            )
