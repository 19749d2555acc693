"""LL720 duplicate-function-name. See rules/LL720-duplicate-function-name.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.project import Project


class DuplicateFunctionName(Struct, frozen=True):
    """Report two functions of one template that are deployed under the same name."""

    code: ClassVar[str] = "LL720"

    def check_project(self, project: Project) -> Iterator[Finding]:
        """Yield a finding for each function whose name another one of its file has already."""
        first: dict[tuple[str, str], Function] = {}
        for function in project.functions:
            if function.called is None or function.assumes or not {"#", "$"}.isdisjoint(function.called):
                continue
            other = first.setdefault((function.at.path, function.called), function)
            if other.id != function.id:
                yield Finding(
                    self.code,
                    f"`{function.name}` is deployed as `{function.called}`, and so is `{other.name}`: the second one is refused; "
                    "give each a name of its own",
                    at=function.at,
                    function=function.name,
                    label="the same name",
                    notes=(Note(other.at, f"`{other.name}` is `{other.called}` too"),),
                )
