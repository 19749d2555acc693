"""LL407 module-not-in-runtime. See rules/LL407-module-not-in-runtime.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.runtimes import python_version
from lambdalint.aws.standard_library import ADDED_IN, REMOVED_IN
from lambdalint.checks.notes import heir
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import CodeFolder, Function
from lambdalint.model.module import Import

_BACKPORTS = re.compile(r"legacy-cgi|standard-|audioop|setuptools|asyncore|asynchat|zombie-imp|graphlib", re.IGNORECASE)
"""Packages that bring back what was removed."""


class ModuleNotInRuntime(Struct, frozen=True):
    """Report imports from the standard library that the function's version of Python does not have."""

    code: ClassVar[str] = "LL407"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each import that fails whenever it runs."""
        version = python_version(function.configuration.runtime.value or "")
        if function.code is None or version is None or version < (3, 0) or _may_be_packaged(function, function.code):
            return
        for one in _imports(function.code):
            fault = _fault(one.target, version[1])
            if fault is not None:
                yield _finding(function, one, fault)


def _finding(function: Function, one: Import, fault: str) -> Finding:
    runtime = function.configuration.runtime
    fate = "the invocation fails" if one.context.function else "loading the code fails"
    return Finding(
        ModuleNotInRuntime.code,
        f"`{one.target}` {fault}, so {fate} on {runtime.value}",
        at=one.at,
        function=function.name,
        label=f"not in {runtime.value}",
        notes=(Note(runtime.at, f"`{function.name}` runs {runtime.value}"), *heir(function, runtime, "runtime")),
    )


def _fault(target: str, minor: int) -> str | None:
    top = target.partition(".")[0]
    if minor >= REMOVED_IN.get(top, minor + 1):
        return f"was removed in Python 3.{REMOVED_IN[top]}; replace it or package a copy"
    added = ADDED_IN.get(target) or ADDED_IN.get(top, 0)
    return f"is new in Python 3.{added}; choose a newer runtime" if added > minor else None


def _imports(code: Code) -> Iterator[Import]:
    """Imports from outside the project that run unconditionally, where nothing expects them to fail."""
    reached = {(each.definition.at.module, each.definition.name) for each in code.functions}
    for module in code.modules.values():
        for one in module.imports:
            free = not (one.type_checking or one.context.tries or one.context.conditions)
            runs = not one.context.function or (module.key, one.context.function) in reached
            if free and runs and _is_foreign(one.target, code):
                yield one


def _is_foreign(target: str, code: Code) -> bool:
    return any(target == name or target.startswith(f"{name}.") for name in code.imports)


def _may_be_packaged(function: Function, code: Code) -> bool:
    built = isinstance(function.source, CodeFolder) and function.source.custom_build
    return built or not function.configuration.layers_complete or bool(_BACKPORTS.search(code.requirements))
