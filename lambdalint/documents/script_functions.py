"""Functions and classes of TypeScript and JavaScript, and what their parameters and variables are bound to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdalint.documents.script_reader import Reader, has, named, within
from lambdalint.documents.script_tree import (
    Class,
    Expression,
    Function,
    Index,
    Leave,
    Member,
    Name,
    Opaque,
    Parameter,
    Part,
    Parts,
    Pattern,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_FIELD = ("accessibility_modifier", "readonly", "override_modifier")


def pattern(reader: Reader, node: Node) -> Pattern:
    """What a declaration or a parameter binds."""
    at = reader.span(node)
    match node.type:
        case "object_pattern":
            return Parts(tuple(_field(reader, child) for child in named(node)), at)
        case "array_pattern":
            return Parts(tuple(_places(reader, node)), at)
        case "identifier" | "shorthand_property_identifier_pattern":
            return Name(reader.text(node), at)
        case _:
            return assigned(reader, node)


def assigned(reader: Reader, node: Node) -> Pattern:
    """What an assignment changes."""
    if node.type in ("object_pattern", "array_pattern"):
        return pattern(reader, node)
    value = reader.expression(node)
    return value if isinstance(value, Name | Member | Index) else Opaque(reader.span(node))


def _field(reader: Reader, node: Node) -> Part:
    match node.type:
        case "pair_pattern":
            key = within(node, "key")
            plain = reader.text(key) if key.type == "property_identifier" else None
            inner, default = _defaulted(reader, within(node, "value"))
            return Part(plain, inner if plain is not None else Opaque(reader.span(node)), default)
        case "rest_pattern":
            return Part(None, pattern(reader, next(named(node))))
        case _:
            inner, default = _defaulted(reader, node)
            return Part(inner.name if isinstance(inner, Name) else None, inner, default)


def _places(reader: Reader, node: Node) -> list[Part]:
    """The items of `[a, , ...rest]`; commas tell which place is left out."""
    found, place = [], 0
    for child in node.children:
        if child.type == ",":
            place += 1
        elif child.type == "rest_pattern":
            found.append(Part(None, pattern(reader, next(named(child)))))
        elif child.is_named and child.type != "comment":
            inner, default = _defaulted(reader, child)
            found.append(Part(place, inner, default))
    return found


def _defaulted(reader: Reader, node: Node) -> tuple[Pattern, Expression | None]:
    if node.type in ("assignment_pattern", "object_assignment_pattern"):
        return pattern(reader, within(node, "left")), reader.expression(within(node, "right"))
    return pattern(reader, node), None


def _parameters(reader: Reader, node: Node) -> tuple[Parameter, ...]:
    single = node.child_by_field_name("parameter")
    if single is not None:
        return (Parameter(pattern(reader, single)),)
    listed = node.child_by_field_name("parameters")
    found = (_parameter(reader, child) for child in (named(listed) if listed is not None else ()))
    return tuple(one for one in found if one is not None)


def _parameter(reader: Reader, node: Node) -> Parameter | None:
    inner = node.child_by_field_name("pattern")
    if inner is None or inner.type == "this":  # TypeScript's word on what `this` is
        return None
    default = node.child_by_field_name("value")
    rest = inner.type == "rest_pattern"
    return Parameter(
        pattern(reader, next(named(inner)) if rest else inner),
        reader.expression(default) if default is not None else None,
        rest,
        any(has(node, word) for word in _FIELD),
    )


def functions(reader: Reader, node: Node) -> Function:
    """A function, arrow function or method."""
    body = within(node, "body")
    block = body.type == "statement_block"
    statements = reader.body(body) if block else (Leave("return", reader.expression(body)),)
    deferred = has(node, "async") or has(node, "*")
    at = reader.span(node.child_by_field_name("name") or node)
    return Function(_parameters(reader, node), statements, at, node.type == "arrow_function", deferred)


def classes(reader: Reader, node: Node) -> Class:
    """A class."""
    name = node.child_by_field_name("name")
    made = Class(reader.text(name) if name is not None else "", _base(reader, node), reader.span(name or node))
    return _Members(reader, node).of(made)


def _base(reader: Reader, node: Node) -> Expression | None:
    heritage = next((child for child in named(node) if child.type == "class_heritage"), None)
    clause = next((child for child in named(heritage) if child.type == "extends_clause"), None) if heritage else None
    return reader.expression(within(clause, "value")) if clause is not None else None


class _Members:
    """Sorts what stands in the body of a class."""

    __slots__ = ("fields", "getters", "maker", "methods", "static_fields", "static_methods")

    def __init__(self, reader: Reader, node: Node) -> None:
        self.maker: Function | None = None
        self.fields: list[tuple[str, Expression | None]] = []
        self.static_fields: list[tuple[str, Expression | None]] = []
        self.methods: dict[str, Function] = {}
        self.static_methods: dict[str, Function] = {}
        self.getters: dict[str, Function] = {}
        for child in named(within(node, "body")):
            if child.type == "method_definition":
                self._method(reader, child)
            elif child.type == "public_field_definition":
                self._field(reader, child)

    def _method(self, reader: Reader, node: Node) -> None:
        name, made = reader.text(within(node, "name")), functions(reader, node)
        if name == "constructor":
            self.maker = made
        elif has(node, "get"):
            self.getters[name] = made
        elif not has(node, "set"):
            (self.static_methods if has(node, "static") else self.methods)[name] = made

    def _field(self, reader: Reader, node: Node) -> None:
        value = node.child_by_field_name("value")
        field = reader.text(within(node, "name")), reader.expression(value) if value is not None else None
        (self.static_fields if has(node, "static") else self.fields).append(field)

    def of(self, made: Class) -> Class:
        """The class with all that its body says."""
        return Class(
            made.name,
            made.base,
            made.at,
            self.maker,
            tuple(self.fields),
            self.methods,
            self.getters,
            tuple(self.static_fields),
            self.static_methods,
        )
