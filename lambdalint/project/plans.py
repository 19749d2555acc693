"""Leaves out plans of Terraform where the module that they are of is in the project too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lambdalint.model.function import Function
from lambdalint.model.project import Stack

_INDEX = re.compile(r"\[[^\]]*\]")


def without_repeated_plans(stacks: Sequence[Stack]) -> Iterator[Stack]:
    """All stacks but the plans that repeat one which somebody wrote: its places are those that people edit."""
    written = {name for stack in stacks if not stack.planned for each in stack.functions for name in _names(each)}
    for stack in stacks:
        if not (stack.planned and any(not written.isdisjoint(_names(each)) for each in stack.functions)):
            yield stack


def _names(function: Function) -> Iterator[str]:
    """What tells that two functions are one: its name without indexes, which only the plan may know, or the deployed one."""
    yield _INDEX.sub("", function.name)
    if function.called is not None:
        yield f"called {function.called}"
