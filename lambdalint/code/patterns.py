"""What the patterns of a `match` statement bind and compare with."""

from __future__ import annotations

import libcst as cst

from lambdalint.model.value import Constant, Value


def captures(pattern: cst.CSTNode) -> list[str]:
    """The names a pattern binds."""
    names: list[str] = []
    stack = [pattern]
    while stack:
        node = stack.pop()
        match node:
            case cst.MatchAs(name=cst.Name(value=name)) | cst.MatchStar(name=cst.Name(value=name)):
                names.append(name)
            case cst.MatchMapping(rest=cst.Name(value=name)):
                names.append(name)
        stack.extend(node.children)
    return names


def literals(pattern: cst.CSTNode) -> tuple[Value, ...]:
    """The literal values a pattern compares with."""
    match pattern:
        case cst.MatchValue(value=cst.SimpleString() as text):
            return (Constant(text.evaluated_value),)
        case cst.MatchOr(patterns=options):
            return tuple(value for option in options for value in literals(option.pattern))
        case _:
            return ()


def is_wildcard(case: cst.MatchCase) -> bool:
    """Whether a case takes whatever comes."""
    return case.guard is None and isinstance(case.pattern, cst.MatchAs) and case.pattern.pattern is None
