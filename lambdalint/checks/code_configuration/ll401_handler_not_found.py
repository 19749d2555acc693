"""LL401 handler-not-found. See rules/LL401-handler-not-found.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function, HandlerProblem


class HandlerNotFound(Struct, frozen=True):
    """Report handler strings that name nothing in the function's code."""

    code: ClassVar[str] = "LL401"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the code was read and the handler is not in it."""
        problem = function.handler_problem
        if problem is None or _wrapper_decides(function, problem):
            return
        handler = problem.handler or function.configuration.handler
        remedy = f"; did you mean `{problem.suggestion}`?" if problem.suggestion else ""
        yield Finding(
            self.code,
            f"the handler `{handler.value}` cannot be loaded: {problem.message}{remedy}",
            at=problem.folder or handler.at,
            function=function.name,
            label="no such folder" if problem.folder else "every invocation fails",
            notes=(*heir(function, handler, "handler"), *_nearest(problem)),
        )


def _wrapper_decides(function: Function, problem: HandlerProblem) -> bool:
    """A script that starts the runtime may take another program for the handler (`run.sh`)."""
    return not problem.in_own_code and "AWS_LAMBDA_EXEC_WRAPPER" in function.configuration.environment.variables


def _nearest(problem: HandlerProblem) -> tuple[Note, ...]:
    return (Note(problem.nearest, "this is the nearest definition"),) if problem.nearest else ()
