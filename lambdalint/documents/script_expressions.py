"""Expressions of TypeScript and JavaScript, from tree-sitter's nodes to our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdalint.documents.script_functions import assigned, classes, functions, pattern
from lambdalint.documents.script_reader import Reader, ReadExpression, has, named, within
from lambdalint.documents.script_text import number, unescaped
from lambdalint.documents.script_tree import (
    Array,
    Assignment,
    Call,
    Choice,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Object,
    Opaque,
    Operation,
    Property,
    Spread,
    Text,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def string(reader: Reader, node: Node) -> str:
    """The value of a string in quotes."""
    return "".join(
        unescaped(reader.text(child)) if child.type == "escape_sequence" else reader.text(child)
        for child in named(node)
    )


def _string(reader: Reader, node: Node) -> Expression:
    return Literal(string(reader, node), reader.span(node))


def _number(reader: Reader, node: Node) -> Expression:
    return Literal(number(reader.text(node)), reader.span(node))


def _word(reader: Reader, node: Node) -> Expression:
    return Literal({"true": True, "false": False}.get(node.type), reader.span(node))


def _name(reader: Reader, node: Node) -> Expression:
    return Name(reader.text(node), reader.span(node))


def _regular(reader: Reader, node: Node) -> Expression:
    """`/a/g`, as `RegExp("a", "g")`."""
    at = reader.span(node)
    flags = node.child_by_field_name("flags")
    written = Literal(reader.text(within(node, "pattern")), at), Literal(reader.text(flags) if flags else "", at)
    return Call(Name("RegExp", at), written, at)


def _template(reader: Reader, node: Node) -> Expression:
    parts: list[Expression] = []
    for child in named(node):
        at = reader.span(child)
        if child.type == "template_substitution":
            parts.append(_inner(reader, child))
        else:
            written = reader.text(child)
            parts.append(Literal(unescaped(written) if child.type == "escape_sequence" else written, at))
    return Text(tuple(parts), reader.span(node))


def _inner(reader: Reader, node: Node) -> Expression:
    """What is in parentheses, or said to have a type; nothing of the type is left."""
    return reader.expression(next(named(node), None))


def _cast(reader: Reader, node: Node) -> Expression:
    """`<Type>value`."""
    return reader.expression(list(named(node))[-1])


def _last(reader: Reader, node: Node) -> Expression:
    """`(a, b)`."""
    return Opaque(reader.span(node), tuple(reader.expression(child) for child in named(node)))


def _member(reader: Reader, node: Node) -> Expression:
    of = reader.expression(within(node, "object"))
    return Member(of, reader.text(within(node, "property")), reader.span(node))


def _index(reader: Reader, node: Node) -> Expression:
    of, key = reader.expression(within(node, "object")), reader.expression(within(node, "index"))
    return Index(of, key, reader.span(node))


def _call(reader: Reader, node: Node) -> Expression:
    given = node.child_by_field_name("arguments")
    callee = node.child_by_field_name("constructor") or within(node, "function")
    if given is not None and given.type != "arguments":
        return Opaque(reader.span(node), (reader.expression(given),))  # a tagged template
    arguments = tuple(reader.expression(child) for child in named(given)) if given is not None else ()
    return Call(reader.expression(callee), arguments, reader.span(node), new=node.type == "new_expression")


def _spread(reader: Reader, node: Node) -> Expression:
    return Spread(_inner(reader, node), reader.span(node))


def _array(reader: Reader, node: Node) -> Expression:
    return Array(tuple(reader.expression(child) for child in named(node)), reader.span(node))


def _object(reader: Reader, node: Node) -> Expression:
    return Object(tuple(_property(reader, child) for child in named(node)), reader.span(node))


def _property(reader: Reader, node: Node) -> Property:
    at = reader.span(node)
    match node.type:
        case "pair":
            key = within(node, "key")
            return Property(_key(reader, key), reader.expression(within(node, "value")), reader.span(key))
        case "shorthand_property_identifier":
            return Property(Literal(reader.text(node), at), Name(reader.text(node), at), at)
        case "spread_element":
            return Property(None, _inner(reader, node), at)
        case _:
            key = within(node, "name")
            plain = not has(node, "get") and not has(node, "set")
            return Property(_key(reader, key), reader.expression(node) if plain else Opaque(at), reader.span(key))


def _key(reader: Reader, node: Node) -> Expression:
    if node.type == "property_identifier":
        return Literal(reader.text(node), reader.span(node))
    return _inner(reader, node) if node.type == "computed_property_name" else reader.expression(node)


def _choice(reader: Reader, node: Node) -> Expression:
    condition, yes, no = (
        reader.expression(within(node, field)) for field in ("condition", "consequence", "alternative")
    )
    return Choice(condition, yes, no, reader.span(node))


def _binary(reader: Reader, node: Node) -> Expression:
    operands = (reader.expression(within(node, "left")), reader.expression(within(node, "right")))
    return Operation(reader.text(within(node, "operator")), operands, reader.span(node))


def _unary(reader: Reader, node: Node) -> Expression:
    operand = reader.expression(within(node, "argument"))
    return Operation(reader.text(within(node, "operator")), (operand,), reader.span(node))


def _counted(reader: Reader, node: Node) -> Expression:
    """`i++`: from here on nobody knows."""
    at = reader.span(node)
    return Assignment(assigned(reader, within(node, "argument")), Opaque(at), at)


def _assignment(reader: Reader, node: Node) -> Expression:
    sign = node.child_by_field_name("operator")
    operator = reader.text(sign).removesuffix("=") if sign is not None else ""
    target, value = assigned(reader, within(node, "left")), reader.expression(within(node, "right"))
    return Assignment(target, value, reader.span(node), operator)


EXPRESSIONS: dict[str, ReadExpression] = {
    "string": _string,
    "number": _number,
    **dict.fromkeys(("true", "false", "null", "undefined"), _word),
    **dict.fromkeys(("identifier", "this", "super"), _name),
    "regex": _regular,
    "template_string": _template,
    **dict.fromkeys(
        ("parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression",
         "await_expression", "instantiation_expression"), _inner),
    "type_assertion": _cast,
    "sequence_expression": _last,
    "member_expression": _member,
    "subscript_expression": _index,
    "call_expression": _call,
    "new_expression": _call,
    "spread_element": _spread,
    "array": _array,
    "object": _object,
    "ternary_expression": _choice,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "update_expression": _counted,
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _assignment,
    **dict.fromkeys(
        ("arrow_function", "function_expression", "generator_function", "function_declaration",
         "generator_function_declaration", "method_definition"), functions),
    **dict.fromkeys(("class", "class_declaration", "abstract_class_declaration"), classes),
}  # fmt: skip

__all__ = ["EXPRESSIONS", "pattern", "string"]
