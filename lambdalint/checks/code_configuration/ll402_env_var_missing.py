"""LL402 env-var-missing. See rules/LL402-env-var-missing.md."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.environment import is_normally_absent, is_provided
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, EnvironmentRead, Phase
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Environment, Function
from lambdalint.model.rule import Severity

_LOADERS = ("dotenv", "environs", "decouple", "dynaconf", "greengrasssdk")
"""Libraries that bring variables from somewhere else, or say that the code runs where others set them."""


class EnvVarMissing(Struct, frozen=True):
    """Report environment variables that code needs and nobody sets."""

    code: ClassVar[str] = "LL402"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for the first read of each variable that is missing."""
        environment = function.configuration.environment
        if function.code is None or not environment.complete or _may_be_set_elsewhere(function, function.code):
            return
        for read in _first_reads(function.code):
            if read.name not in environment.variables and not _is_known(read.name):
                yield self._missing(function, function.code, environment, read)

    def _missing(self, function: Function, code: Code, environment: Environment, read: EnvironmentRead) -> Finding:
        nearest = next(iter(difflib.get_close_matches(read.name, environment.variables, 1, 0.5)), None)
        remedy = f"; did you mean `{nearest}`?" if nearest else "; declare it in the function's environment"
        fate = _fate(read) if read.required else "so the code gets None"
        return Finding(
            self.code,
            f"`{read.name}` is read here but the function does not set it, {fate}{remedy}",
            at=read.at,
            function=function.name,
            label="not in the environment",
            notes=(
                _other_side(function, nearest),
                *way(function, code, read.reach),
            ),
            severity=Severity.ERROR if read.required else Severity.WARNING,
        )


def _other_side(function: Function, nearest: str | None) -> Note:
    environment = function.configuration.environment
    if nearest:
        return Note(environment.variables[nearest].at, f"`{nearest}` is set here")
    told = "these are the variables of" if environment.variables else "no variable is set for"
    return Note(environment.at, f"{told} `{function.name}`")


def _is_known(name: str) -> bool:
    return is_provided(name) or is_normally_absent(name)


def _fate(read: EnvironmentRead) -> str:
    return "so loading the module fails" if read.reach.phase is Phase.INIT else "so the invocation fails"


def _first_reads(code: Code) -> list[EnvironmentRead]:
    """The worst read of each variable, the earliest among equals; what has a default misses nothing."""
    needed = [read for read in code.environment if read.required or read.default is None]
    worst: dict[str, EnvironmentRead] = {}
    for read in sorted(needed, key=lambda each: (not each.required, each.at)):
        worst.setdefault(read.name, read)
    return sorted(worst.values(), key=lambda each: each.at)


def _may_be_set_elsewhere(function: Function, code: Code) -> bool:
    wrapped = "AWS_LAMBDA_EXEC_WRAPPER" in function.configuration.environment.variables
    return wrapped or any(name.partition(".")[0] in _LOADERS for name in code.imports)
