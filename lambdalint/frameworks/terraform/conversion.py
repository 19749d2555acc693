"""Values in the form of a variable's type: `optional` attributes that are left out have their defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lambdalint.documents.hcl_tree import Call, Expression, Literal, Object
from lambdalint.documents.tree import Entry, Mapping, Node, Sequence
from lambdalint.frameworks.terraform.nodes import is_known, is_nothing
from lambdalint.frameworks.terraform.shapes import whole
from lambdalint.frameworks.terraform.world import Scope

COLLECTIONS = ("list", "map", "set")


def converted(scope: Scope, kind: Expression, node: Node, evaluate: Callable[[Scope, Expression], Node]) -> Node:
    """A value as one of a type."""
    match kind, node:
        case Call(name="object", arguments=(Object() as attributes,)), Mapping() if is_known(node):
            return Mapping((*_entries(scope, attributes, node, evaluate),), node.at)
        case Call(name=name, arguments=(inner,)), Mapping() if name in COLLECTIONS and is_known(node):
            made = (Entry(each.key, each.key_at, converted(scope, inner, each.value, evaluate)) for each in node)
            return Mapping(tuple(made), node.at)
        case Call(name=name, arguments=(inner,)), Sequence() if name in COLLECTIONS:
            return Sequence(tuple(converted(scope, inner, item, evaluate) for item in node), node.at)
        case _:
            return node


def _entries(
    scope: Scope, attributes: Object, node: Mapping, evaluate: Callable[[Scope, Expression], Node]
) -> Iterator[Entry]:
    types = {str(key.value): kind for key, kind in attributes.entries if isinstance(key, Literal)}
    yield from (entry for entry in node if entry.key not in types)
    for name, kind in types.items():
        inner, default = _optional(kind)
        entry = node.entry(name)
        value = entry.value if entry is not None else None
        if default is not None and is_nothing(value) and (entry is not None or whole(node)):
            value = evaluate(scope, default)
        if value is not None:
            yield Entry(name, entry.key_at if entry is not None else value.at, converted(scope, inner, value, evaluate))


def _optional(kind: Expression) -> tuple[Expression, Expression | None]:
    """The type inside of `optional`, and the default."""
    match kind:
        case Call(name="optional", arguments=(inner, default)):
            return inner, default
        case Call(name="optional", arguments=(inner,)):
            return inner, Literal(None, kind.at)
        case _:
            return kind, None
