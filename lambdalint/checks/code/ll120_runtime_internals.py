"""LL120 runtime-internals. See rules/LL120-runtime-internals.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeAlias

from msgspec import Struct

from lambdalint.checks.context import context_reads
from lambdalint.checks.notes import way
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.source import Anchor

Internal: TypeAlias = tuple[str, Anchor, tuple[Note, ...]]
"""What is used, where, and how the handler gets there."""
_API = "AWS_LAMBDA_RUNTIME_API"


class RuntimeInternals(Struct, frozen=True):
    """Report code that relies on the inside of Lambda's runtime."""

    code: ClassVar[str] = "LL120"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for the runtime's own package, its API and private parts of the context."""
        code = function.code
        if code is None or function.configuration.package_type.value == "Image":
            return  # an image brings its own runtime
        for what, at, notes in (*_imported(code), *_asked(function, code), *_private(code)):
            yield Finding(
                self.code,
                f"{what}, which AWS changes without notice; use what the context and the environment offer",
                at=at,
                function=function.name,
                label="inside the runtime",
                notes=notes,
            )


def _imported(code: Code) -> Iterator[Internal]:
    for module in code.modules.values():
        for one in module.imports:
            if one.target.partition(".")[0] == "awslambdaric" and not one.type_checking:
                yield f"`{one.target}` is a part of the runtime", one.at, ()


def _asked(function: Function, code: Code) -> Iterator[Internal]:
    for read in code.environment:
        if read.name == _API:
            yield f"`{_API}` is where the runtime itself asks for events", read.at, way(function, code, read.reach)


def _private(code: Code) -> Iterator[Internal]:
    for name, read in context_reads(code):
        if name.startswith("_") and not name.startswith("__"):
            yield f"`{name}` is a private part of the context", read.at, ()
