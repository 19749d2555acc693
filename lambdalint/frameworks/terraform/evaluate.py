"""Expressions to values, as far as the text decides them."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents.hcl_tree import (
    Array,
    Call,
    Choice,
    Expression,
    For,
    Index,
    Literal,
    Member,
    Name,
    Object,
    Operation,
    Splat,
    Text,
)
from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.terraform import operators
from lambdalint.frameworks.terraform.collections import Function
from lambdalint.frameworks.terraform.functions import FUNCTIONS
from lambdalint.frameworks.terraform.nodes import is_known, is_nothing, joined, moved, shape, text, unknown
from lambdalint.frameworks.terraform.references import Evaluate, rooted, stepped
from lambdalint.frameworks.terraform.shapes import HIDDEN, elements, spread, whole
from lambdalint.frameworks.terraform.world import Fails, Scope
from lambdalint.model.source import Span


def evaluate(scope: Scope, expression: Expression) -> Node:
    """What an expression stands for; what Terraform could not evaluate either is unknown."""
    try:
        return _evaluate(scope, expression)
    except Fails:
        return unknown("…", expression.at)


def _evaluate(scope: Scope, expression: Expression) -> Node:
    with scope.trace.deeper(expression.at) as allowed:
        node = _value(scope, expression) if allowed else unknown("…", expression.at)
    if isinstance(node, Scalar) or scope.trace.bounded(node):
        return node
    scope.trace.stop("more values come out of this than are looked at: it is taken as unknown", expression.at)
    return unknown("…", expression.at)


def _value(scope: Scope, expression: Expression) -> Node:
    match expression:
        case Literal(value=value, at=at, lines=lines):
            return Scalar(value, at, value if isinstance(value, str) else "", None, lines)
        case Text(parts=parts, at=at):
            return joined([_evaluate(scope, part) for part in parts], at)
        case Name(name=name, at=at):
            return scope.bindings.get(name) or unknown(name, at)
        case Member() | Index() | Splat():
            return _followed(scope, expression)
        case Call():
            return _called(scope, expression)
        case Array(items=items, at=at):
            return Sequence(tuple(_evaluate(scope, item) for item in items), at)
        case Object(at=at):
            return Mapping(tuple(_entries(scope, expression)), at)
        case _:
            return _decided(scope, expression)


def _decided(scope: Scope, expression: Expression) -> Node:
    match expression:
        case Choice():
            return _chosen(scope, expression)
        case Operation(operator=operator, operands=operands, at=at):
            known = operators.apply(operator, [_evaluate(scope, operand) for operand in operands], at)
            return unknown("…", at) if known is None else known
        case For():
            return _repeated(scope, expression)
        case _:
            return unknown("…", expression.at)


def _followed(scope: Scope, expression: Member | Index | Splat) -> Node:
    at = expression.at
    match expression:
        case Member(of=Name(name=root), name=name) if root not in scope.bindings:
            return rooted(scope, root, name, at, EVALUATE)
        case Member(of=Member(of=Name(name="data"), name=kind), name=label):
            return rooted(scope, f"data.{kind}", label, at, EVALUATE)
        case Member(of=of, name=name):
            node = stepped(scope, _evaluate(scope, of), name, at, EVALUATE)
        case Index(of=of, key=key):
            position = _evaluate(scope, key)
            node = stepped(scope, _evaluate(scope, of), text(position), at, EVALUATE)
        case Splat(of=of, path=path):
            return _each(scope, _evaluate(scope, of), path, at)
    return moved(node, at) if _is_own(scope, expression) else node


def _is_own(scope: Scope, expression: Expression) -> bool:
    """Whether a value is this module's own: what the caller gives is reported where the caller wrote it."""
    while isinstance(expression, Member | Index):
        expression = expression.of
    own = ("local",) if scope.instance.arguments is not None else ("local", "var")
    return isinstance(expression, Name) and expression.name in own


def _each(scope: Scope, node: Node, path: tuple[str, ...], at: Span) -> Node:
    if is_nothing(node):
        return Sequence((), at)
    if not whole(node):
        return unknown("…", at)
    items = node.items if isinstance(node, Sequence) else (node,)
    return Sequence(tuple(_along(scope, item, path, at) for item in items), at)


def _along(scope: Scope, node: Node, path: tuple[str, ...], at: Span) -> Node:
    for name in path:
        node = stepped(scope, node, name, at, EVALUATE)
    return node


def _entries(scope: Scope, expression: Object) -> Iterator[Entry]:
    for key, value in expression.entries:
        name = text(_evaluate(scope, key))
        yield Entry(name or HIDDEN, key.at, _evaluate(scope, value))


def _called(scope: Scope, call: Call) -> Node:
    if call.name in ("try", "can"):
        return _tried(scope, call)
    arguments = [_evaluate(scope, argument) for argument in call.arguments]
    function = FUNCTIONS.get(call.name)
    given = spread(arguments) if call.spread else arguments
    result = None if function is None or given is None else _result(function, scope, given, call.at)
    return unknown(f"{call.name}(…)", call.at) if result is None else result


def _result(function: Function, scope: Scope, given: list[Node], at: Span) -> Node | None:
    try:
        return function(scope, given, at)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None  # too few or too many arguments, or of another kind: Terraform would refuse them


def _tried(scope: Scope, call: Call) -> Node:
    """The first argument that Terraform can evaluate."""
    for argument in call.arguments:
        try:
            node = _evaluate(scope, argument)
        except Fails:
            continue
        return Scalar(True, call.at) if call.name == "can" and is_known(node) else node
    return Scalar(False, call.at) if call.name == "can" else unknown("…", call.at)


def _chosen(scope: Scope, expression: Choice) -> Node:
    condition = operators.truth(_evaluate(scope, expression.condition))
    if condition is not None:
        return _evaluate(scope, expression.yes if condition else expression.no)
    yes, no = evaluate(scope, expression.yes), evaluate(scope, expression.no)
    return yes if is_known(yes) and shape(yes) == shape(no) else unknown("…", expression.at)


def _repeated(scope: Scope, expression: For) -> Node:
    found = elements(_evaluate(scope, expression.of))
    if found is None:
        return unknown("for …", expression.at)
    made: list[tuple[Node | None, Node]] = []
    for key, value in found:
        names = expression.names
        inner = scope.binding({names[0]: value} if len(names) == 1 else {names[0]: key, names[1]: value})
        wanted = True if expression.condition is None else operators.truth(_evaluate(inner, expression.condition))
        if wanted is None:
            return unknown("for …", expression.at)
        if wanted:
            name = None if expression.key is None else _evaluate(inner, expression.key)
            made.append((name, _evaluate(inner, expression.value)))
    if expression.key is None:
        return Sequence(tuple(value for _, value in made), expression.at)
    return _object(made, expression)


def _object(made: list[tuple[Node | None, Node]], expression: For) -> Node:
    keyed = [(text(key) or HIDDEN, value) for key, value in made]
    if expression.grouped:
        groups: dict[str, list[Node]] = {}
        for key, value in keyed:
            groups.setdefault(key, []).append(value)
        keyed = [(key, Sequence(tuple(values), values[0].at)) for key, values in groups.items()]
    return Mapping(tuple(Entry(key, value.at, value) for key, value in keyed), expression.at)


EVALUATE: Evaluate = evaluate
