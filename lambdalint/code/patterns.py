"""What the patterns of a `match` statement bind and compare with."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from lambdalint.model.value import Attribute, Constant, Item, Opaque, Value


def captures(pattern: cst.CSTNode, subject: Value) -> Iterator[tuple[str, Value]]:
    """The names a pattern binds, with the parts of the subject they get."""
    match pattern:
        case cst.MatchAs(name=cst.Name(value=name)) | cst.MatchStar(name=cst.Name(value=name)):
            yield name, subject
        case cst.MatchMapping(rest=cst.Name(value=name)):
            yield name, Opaque((subject,))
    for inner, value in _inner(pattern, subject):
        yield from captures(inner, value)


def _inner(pattern: cst.CSTNode, subject: Value) -> Iterator[tuple[cst.CSTNode, Value]]:
    """The patterns directly inside a pattern, each with what it is matched with."""
    rest = Opaque((subject,))
    match pattern:
        case cst.MatchAs(pattern=cst.MatchPattern() as inner):
            yield inner, subject
        case cst.MatchOr(patterns=options):
            yield from ((option.pattern, subject) for option in options)
        case cst.MatchList(patterns=parts) | cst.MatchTuple(patterns=parts):
            for position, part in enumerate(parts):
                if isinstance(part, cst.MatchStar):
                    yield part, rest
                else:
                    yield part.value, Item(subject, Constant(position))
        case cst.MatchMapping(elements=elements):
            yield from ((element.pattern, Item(subject, _key(element.key))) for element in elements)
        case cst.MatchClass(patterns=parts, kwds=keywords):
            yield from ((part.value, rest) for part in parts)
            yield from ((keyword.pattern, Attribute(subject, keyword.key.value)) for keyword in keywords)


def _key(node: cst.BaseExpression) -> Value:
    match node:
        case cst.SimpleString() | cst.Integer():
            return Constant(node.evaluated_value)
        case _:
            return Opaque()


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
