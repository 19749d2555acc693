"""How code uses Powertools for AWS Lambda, as several checks ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambdalint.model.code import Code, Decoration, ReachedCall, ReachedFunction
from lambdalint.model.module import Module
from lambdalint.model.value import Attribute, Global, Local, Symbol, Value

_PACKAGE = r"aws_lambda_powertools\.(?:\w+\.)*"


def is_of(target: str | None, pattern: str) -> bool:
    """Whether a dotted name is this part of Powertools, wherever that is imported from."""
    return target is not None and re.fullmatch(f"{_PACKAGE}(?:{pattern})", target) is not None


def calls_of(code: Code, pattern: str) -> Iterator[ReachedCall]:
    """The calls of this part of Powertools."""
    return (call for call in code.calls if is_of(call.target, pattern))


def decorated(code: Code, pattern: str) -> Iterator[tuple[ReachedFunction, Decoration]]:
    """The functions that this part of Powertools decorates."""
    for function in code.functions:
        for decoration in function.decorations:
            if is_of(decoration.target, pattern):
                yield function, decoration


def mentions(code: Code, *names: str) -> bool:
    """Whether any module reads an attribute of one of these names, of whatever object."""
    reads = (read.value for module in code.modules.values() for read in module.reads)
    return any(isinstance(value, Attribute) and value.name in names for value in reads)


def function_of(value: Value | None, module: Module, code: Code) -> ReachedFunction | None:
    """The function of the project that a name stands for, where it runs."""
    held = module.variables.get(value.name, value) if isinstance(value, Global) else value
    match held:
        case Local(name=name):
            found = [one for one in code.functions if one.reach.module == module.key and one.definition.name == name]
        case Symbol(name=name):
            found = [one for one in code.functions if f".{one.name}".endswith(f".{name.lstrip('.')}")]
        case _:
            return None
    return found[0] if len(found) == 1 else None
