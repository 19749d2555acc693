"""LL118 redefined-handler. See rules/LL118-redefined-handler.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.module import FunctionDef, Module
from lambdalint.model.rule import Severity
from lambdalint.model.value import Collection, Constant, Dictionary, Global, Local, Result, Value, walk


class RedefinedHandler(Struct, frozen=True):
    """Report handlers whose name stands for something else when the module has been loaded."""

    code: ClassVar[str] = "LL118"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for the definition of the handler's name that never runs."""
        code = function.code
        module = code.modules.get(code.module) if code is not None else None
        first = module.functions.get(code.handler_name) if module is not None and code is not None else None
        if module is None or code is None or first is None or not _is_plain(first):
            return
        held = module.variables.get(code.handler_name)
        fails = _cannot_be_called(held, code)
        if held != Local(first.name) and (fails or not _is_used(code, module, first, held)):
            second = module.functions.get(held.name) if isinstance(held, Local) else None
            yield Finding(
                self.code,
                f"this `{code.handler_name}` never runs: the name is given away again below; "
                "remove one, or give it another name",
                at=first.at,
                function=function.name,
                notes=() if second is None else (Note(second.at, "this one is called"),),
                severity=Severity.ERROR if fails else None,
            )


def _is_plain(definition: FunctionDef) -> bool:
    """Defined in any case, and not handed to anybody by a decorator."""
    return not (definition.context.conditions or definition.context.tries or definition.decorators)


def _is_used(code: Code, module: Module, first: FunctionDef, held: Value | None) -> bool:
    """Whether the first definition may have been taken, before or by what has its name later: `handler = traced(handler)`."""
    if isinstance(held, Local):
        second = module.functions.get(held.name)
        if second is None or not _is_plain(second):
            return True
        between = [call for call in module.calls if first.at.node < call.at.node < second.at.node]
    elif isinstance(held, Result):
        between = list(module.calls)
    else:
        return True
    name = Global(code.handler_name)
    values = [value for call in between for value in (call.callee, *(one.value for one in call.arguments))]
    values += [value for other, value in module.variables.items() if other != code.handler_name]
    return any(part in (name, Local(first.name)) for value in values for part in walk(value))


def _cannot_be_called(held: Value | None, code: Code) -> bool:
    return isinstance(held, Constant | Dictionary | Collection) or code.framework == "logging"
