"""LL119 return-in-finally. See rules/LL119-return-in-finally.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.catching import catches_any
from lambdalint.checks.notes import way
from lambdalint.model.code import Phase, ReachedFunction
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.module import Module, Return, TryPart
from lambdalint.model.value import Collection

_BROAD = frozenset({"builtins.Exception", "builtins.BaseException"})


class ReturnInFinally(Struct, frozen=True):
    """Report a `return` that takes away the exception that is on its way out."""

    code: ClassVar[str] = "LL119"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each `return` in a `finally` that an invocation reaches."""
        code = function.code
        if code is None:
            return
        for reached in code.functions:
            for found in reached.definition.returns if reached.reach.phase is not Phase.INIT else ():
                if _drops_errors(found, reached, code.modules[reached.reach.module]):
                    yield Finding(
                        self.code,
                        "a `return` in `finally` drops every exception, so that the invocation succeeds whatever "
                        "happened; return after the `try` statement",
                        at=found.at,
                        function=function.name,
                        notes=way(function, code, reached.reach),
                    )


def _drops_errors(found: Return, reached: ReachedFunction, module: Module) -> bool:
    if reached.definition.is_generator and isinstance(found.value, Collection):
        return False  # a `yield`
    return any(part.part == "finally" and not _ends_errors(part, module) for part in found.context.tries)


def _ends_errors(part: TryPart, module: Module) -> bool:
    """A broad clause before it has dropped them already, and says so."""
    clauses = enumerate(module.tries[part.number].handlers)
    broad = [TryPart(part.number, "handler", position) for position, one in clauses if catches_any(one, module, _BROAD)]
    return any(all(one not in raised.context.tries for raised in module.raises) for one in broad)
