"""Code that stands in a template: its text as Python can read it, and where each line of it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambdalint.documents.tree import Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.intrinsics import PLACEHOLDER, evaluate
from lambdalint.frameworks.cloudformation.parameters import holds
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.values import call_in, text_of
from lambdalint.model.function import InlineCode
from lambdalint.model.source import Span

_PYTHON_STRINGS = (
    r"""'''(?:\\.|[^\\])*?'''|\"{3}(?:\\.|[^\\])*?\"{3}|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\#[^\n]*"""
)
_STRING_OR_PLACEHOLDER = re.compile(f"(?:{_PYTHON_STRINGS})|({PLACEHOLDER.pattern})", re.DOTALL)


def inline_code(scope: Scope, node: Node) -> InlineCode | None:
    """The code a node holds, also through `!If`, `!Sub` and `!Join`; None when only the deployment knows it."""
    call = call_in(node)
    match call:
        case None:
            return _written(node) if isinstance(node, Scalar) else None
        case "Sub", Scalar() as text:
            return _substituted(text, node.at)
        case "Sub", Sequence(items=(Scalar() as text, _)):
            return _substituted(text, node.at)
        case "Join", Sequence(items=(Scalar() as delimiter, Sequence() as pieces)):
            return _joined(scope, text_of(delimiter), pieces, node.at)
        case "If", Sequence(items=(Scalar() as condition, yes, no)):
            truth = holds(scope, text_of(condition), evaluate)
            return None if truth is None else inline_code(scope, yes if truth else no)
        case _:
            value = evaluate(scope, node)
            return InlineCode(text_of(value), node.at) if isinstance(value, Scalar) else None


def _written(scalar: Scalar) -> InlineCode:
    return InlineCode(text_of(scalar), scalar.at, scalar.lines)


def _substituted(scalar: Scalar, at: Span) -> InlineCode:
    return InlineCode(readable(text_of(scalar)), at, scalar.lines)


def readable(text: str) -> str:
    """Code with each `${X}` that stands outside a string as an identifier of the same length, so that columns hold."""
    return _STRING_OR_PLACEHOLDER.sub(lambda match: _identifier(match[1]) if match[1] else match[0], text)


def _identifier(placeholder: str) -> str:
    return re.sub(r"\W", "_", placeholder)


def _joined(scope: Scope, delimiter: str, pieces: Sequence, at: Span) -> InlineCode:
    """Code written as a list of lines, or of pieces of lines."""
    text, lines = "", []
    for index, piece in enumerate(_present(scope, pieces)):
        before = delimiter if index else ""
        if not text or (text + before).endswith("\n"):
            lines.append(_begins(piece))
        text += before + _text(scope, piece)
    # Positions are right only when every line of the code begins with a piece of its own.
    begins = tuple(begin for begin in lines if begin is not None)
    mapped = len(begins) == len(text.splitlines())
    return InlineCode(readable(text), at, begins if mapped else ())


def _present(scope: Scope, pieces: Sequence) -> Iterator[Node]:
    return (piece for piece in pieces if evaluate(scope, piece) is not None)


def _text(scope: Scope, piece: Node) -> str:
    match call_in(piece):
        case ("Sub", Scalar() as text) | ("Sub", Sequence(items=(Scalar() as text, _))):
            return text_of(text)
        case _:
            value = evaluate(scope, piece)
            return text_of(value) if isinstance(value, Scalar) else f"${{{getattr(value, 'name', 'X')}}}"


def _begins(piece: Node) -> tuple[int, int] | None:
    """Where the text of a piece begins; None for one that spans lines or is written with escapes before its end."""
    if not isinstance(piece, Scalar) or piece.tag is not None:
        return piece.at.line, piece.at.column
    at, text = piece.at, text_of(piece)
    body = text.rstrip("\n")
    width = at.end_column - at.column
    if at.line != at.end_line or "\n" in body:
        return None
    quotes = width - len(body) - 2 * (len(text) - len(body))
    return at.line, at.column + (1 if quotes > 0 else 0)
