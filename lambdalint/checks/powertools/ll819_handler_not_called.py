"""LL819 handler-not-called. See rules/LL819-handler-not-called.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.values import dotted
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.module import FunctionDef, Module
from lambdalint.model.value import Parameter, Result, Value, walk

_FACTORY = "aws_lambda_powertools.middleware_factory."


class HandlerNotCalled(Struct, frozen=True):
    """Report middleware that never hands the event on."""

    code: ClassVar[str] = "LL819"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each middleware of a loaded module that ignores the handler it is given."""
        for module, definition in () if function.code is None else _middleware(function.code):
            handler = definition.parameters[0].name
            if not _uses(definition, handler, module):
                yield Finding(
                    self.code,
                    f"`{definition.name}` never calls `{handler}`, so no handler that it decorates ever runs; "
                    f"return `{handler}(event, context)`",
                    at=definition.at,
                    function=function.name,
                    label="does not hand the event on",
                )


def _middleware(code: Code) -> Iterator[tuple[Module, FunctionDef]]:
    for module in code.modules.values():
        for definition in module.functions.values():
            if definition.parameters and any(_is_factory(one, module) for one in definition.decorators):
                yield module, definition


def _is_factory(decorator: Value, module: Module) -> bool:
    plain = module.calls[decorator.call].callee if isinstance(decorator, Result) else decorator
    name = dotted(plain, module)
    return name.startswith(_FACTORY) and name.endswith(".lambda_handler_decorator")


def _uses(definition: FunctionDef, handler: str, module: Module) -> bool:
    own = Parameter(definition.name, handler)
    values = [call.callee for call in module.calls]
    values += [argument.value for call in module.calls for argument in call.arguments]
    values += [found.value for one in module.functions.values() for found in one.returns]
    return any(part == own for value in values for part in walk(value))
