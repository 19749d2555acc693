"""CloudFormation's condition functions, in three values: yes, no, and None for what only the deployment knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.values import call_in, text_of

Truth: TypeAlias = bool | None
Equal: TypeAlias = Callable[[Node, Node], Truth]
Named: TypeAlias = Callable[[str], Truth]


def decide(node: Node, equal: Equal, named: Named) -> Truth:
    """Whether a condition holds. Every operand is looked at, so that all that it compares is seen."""
    call = _condition_call(node)
    if call is None:
        return None
    name, argument = call
    if name == "Condition":
        return named(text_of(argument)) if isinstance(argument, Scalar) else None
    operands = argument.items if isinstance(argument, Sequence) else ()
    if name == "Equals":
        return equal(*operands) if len(operands) == 2 else None  # noqa: PLR2004  (two sides)
    truths = [decide(operand, equal, named) for operand in operands]
    match name:
        case "And":
            return every(truths)
        case "Or":
            return _opposite(every(map(_opposite, truths)))
        case "Not":
            return _opposite(truths[0]) if len(truths) == 1 else None
        case _:
            return None


def _condition_call(node: Node) -> tuple[str, Node] | None:
    # Only here is a lone `Condition` key a function; in a policy statement it is data.
    if type(node) is Mapping and len(node.entries) == 1 and node.entries[0].key == "Condition":
        return "Condition", node.entries[0].value
    return call_in(node)


def _opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def every(truths: Iterable[Truth]) -> Truth:
    """Whether all hold."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result
