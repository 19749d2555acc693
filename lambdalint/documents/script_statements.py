"""Statements of TypeScript and JavaScript, from tree-sitter's nodes to our own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING

from lambdalint.documents.script_expressions import string
from lambdalint.documents.script_functions import assigned, pattern
from lambdalint.documents.script_reader import Reader, ReadStatement, has, named, within
from lambdalint.documents.script_tree import (
    Block,
    Branch,
    Declaration,
    DefaultExport,
    Each,
    Evaluation,
    Export,
    Expression,
    Import,
    Leave,
    Literal,
    Maybe,
    Name,
    Object,
    Opaque,
    Operation,
    Property,
    Statement,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def _variables(reader: Reader, node: Node) -> list[Statement]:
    made: list[Statement] = []
    for each in named(node):
        if each.type == "variable_declarator":
            value = each.child_by_field_name("value")
            written = reader.expression(value) if value is not None else None
            made.append(Declaration(pattern(reader, within(each, "name")), written))
    return made


def _definition(reader: Reader, node: Node) -> list[Statement]:
    name = node.child_by_field_name("name")
    value = reader.expression(node)
    if name is None:
        return [Evaluation(value)]
    return [Declaration(Name(reader.text(name), reader.span(name)), value)]


def _enumeration(reader: Reader, node: Node) -> list[Statement]:
    """An `enum`: members without a value count on from the one before."""
    members: list[Property] = []
    following: int | None = 0
    for child in named(within(node, "body")):
        key = child.child_by_field_name("name") or child
        name = string(reader, key) if key.type == "string" else reader.text(key)
        given = child.child_by_field_name("value")
        at = reader.span(key)
        value = reader.expression(given) if given is not None else Literal(following, at)
        if given is None and following is None:
            value = Opaque(at)
        known = value.value if isinstance(value, Literal) else None
        following = known + 1 if isinstance(known, int) else None
        members.append(Property(Literal(name, at), value, at))
    name_node = within(node, "name")
    at = reader.span(name_node)
    return [Declaration(Name(reader.text(name_node), at), Object(tuple(members), at))]


def _expression(reader: Reader, node: Node) -> list[Statement]:
    inner = next(named(node), None)
    if inner is None:
        return []
    if inner.type == "internal_module":  # a namespace
        return [Maybe(reader.body(inner.child_by_field_name("body")))]
    return [Evaluation(reader.expression(inner))]


def _return(reader: Reader, node: Node) -> list[Statement]:
    value = next(named(node), None)
    return [Leave("return", reader.expression(value) if value is not None else None)]


def _throw(_reader: Reader, _node: Node) -> list[Statement]:
    return [Leave("throw")]


def _break(_reader: Reader, _node: Node) -> list[Statement]:
    return [Leave("break")]


def _continue(_reader: Reader, _node: Node) -> list[Statement]:
    return [Leave("continue")]


def _branch(reader: Reader, node: Node) -> list[Statement]:
    otherwise = node.child_by_field_name("alternative")
    no = reader.body(next(named(otherwise), None)) if otherwise is not None else ()
    condition = reader.expression(within(node, "condition"))
    return [Branch(condition, reader.body(within(node, "consequence")), no)]


def _each(reader: Reader, node: Node) -> list[Statement]:
    left, over = within(node, "left"), reader.expression(within(node, "right"))
    declared = any(has(node, word) for word in ("const", "let", "var"))
    bound = pattern(reader, left) if declared else assigned(reader, left)
    return [Each(bound, over, reader.body(within(node, "body")), keys=has(node, "in"))]


def _repeat(reader: Reader, node: Node) -> list[Statement]:
    """`for (;;)`, `while` and `do`."""
    start = node.child_by_field_name("initializer")
    first = reader.statement(start) if start is not None else []
    step = node.child_by_field_name("increment")
    last = (Evaluation(reader.expression(step)),) if step is not None else ()
    return [Block((*first, Maybe((*last, *reader.body(within(node, "body"))))))]


def _try(reader: Reader, node: Node) -> list[Statement]:
    handler, finalizer = node.child_by_field_name("handler"), node.child_by_field_name("finalizer")
    caught = reader.body(handler.child_by_field_name("body")) if handler is not None else ()
    last = reader.body(finalizer.child_by_field_name("body")) if finalizer is not None else ()
    return [Block(reader.body(within(node, "body"))), Maybe(caught), Block(last)]


def _switch(reader: Reader, node: Node) -> list[Statement]:
    """Cases that all end are one `if` inside the other; what falls through may run or not."""
    value = reader.expression(within(node, "value"))
    cases = [(_test(reader, case, value), _of_case(reader, case)) for case in named(within(node, "body"))]
    bodies = [body for _, body in cases if body]
    falls_through = any(not isinstance(body[-1], Leave) for body in bodies[:-1])
    if falls_through or any(_breaks(_without_break(body)) for body in bodies):
        return [Maybe(body) for body in bodies]
    return list(_chosen(cases))


def _breaks(body: tuple[Statement, ...]) -> bool:
    """Whether a `break` stands deeper in a case."""
    for one in body:
        match one:
            case Leave(kind="break"):
                return True
            case Branch(yes=yes, no=no) if _breaks(yes) or _breaks(no):
                return True
            case Block(body=inner) if _breaks(inner):
                return True
    return False


def _test(reader: Reader, case: Node, value: Expression) -> Expression | None:
    wanted = case.child_by_field_name("value")
    return Operation("===", (value, reader.expression(wanted)), reader.span(case)) if wanted is not None else None


def _of_case(reader: Reader, case: Node) -> tuple[Statement, ...]:
    return tuple(each for child in case.children_by_field_name("body") for each in reader.statement(child))


def _chosen(cases: list[tuple[Expression | None, tuple[Statement, ...]]]) -> tuple[Statement, ...]:
    """What runs: the first case with a body whose test, or one of those before it without a body, holds."""
    tests: list[Expression] = []
    for index, (test, body) in enumerate(cases):
        rest = cases[index + 1 :]
        if test is None:
            return (Maybe(body), *_chosen(rest)) if rest else _without_break(body)
        tests.append(test)
        if body:
            condition = reduce(lambda left, right: Operation("||", (left, right), right.at), tests)
            return (Branch(condition, _without_break(body), _chosen(rest)),)
    return ()


def _without_break(body: tuple[Statement, ...]) -> tuple[Statement, ...]:
    return body[:-1] if body and body[-1] == Leave("break") else body


def _block(reader: Reader, node: Node) -> list[Statement]:
    return [Block(reader.body(node))]


def _labelled(reader: Reader, node: Node) -> list[Statement]:
    return reader.statement(within(node, "body"))


def _import(reader: Reader, node: Node) -> list[Statement]:
    if has(node, "type"):
        return []
    clause = next((child for child in named(node) if child.type in ("import_clause", "import_require_clause")), None)
    if clause is None:
        return []
    if clause.type == "import_require_clause":
        source = string(reader, within(clause, "source"))
        return [Import(source, "*", reader.text(next(named(clause))))]
    source = string(reader, within(node, "source"))
    return [Import(source, name, local) for name, local in _imported(reader, clause)]


def _imported(reader: Reader, clause: Node) -> Iterator[tuple[str, str]]:
    for child in named(clause):
        if child.type == "identifier":
            yield "default", reader.text(child)
        elif child.type == "namespace_import":
            yield "*", reader.text(next(named(child)))
        else:
            for one in named(child):
                if not has(one, "type"):
                    name = reader.text(within(one, "name")).strip("'\"")
                    yield name, reader.text(one.child_by_field_name("alias") or within(one, "name"))


def _export(reader: Reader, node: Node) -> list[Statement]:
    declared, value = node.child_by_field_name("declaration"), node.child_by_field_name("value")
    if declared is not None:
        return list(_exported(reader, declared, default=has(node, "default")))
    if has(node, "="):
        value = next(named(node), None)
    if value is not None:
        return [DefaultExport(reader.expression(value))]
    found = node.child_by_field_name("source")
    source = string(reader, found) if found is not None else None
    clause = next((child for child in named(node) if child.type in ("export_clause", "namespace_export")), None)
    if has(node, "type"):
        return []
    if clause is None:
        return [Export("*", "*", source)]
    if clause.type == "namespace_export":
        return [Export("*", reader.text(next(named(clause))), source)]
    return [_specifier(reader, one, source) for one in named(clause)]


def _specifier(reader: Reader, node: Node, source: str | None) -> Export:
    name = reader.text(within(node, "name"))
    alias = node.child_by_field_name("alias")
    return Export(name, reader.text(alias) if alias is not None else name, source)


def _exported(reader: Reader, node: Node, *, default: bool) -> Iterator[Statement]:
    for each in reader.statement(node):
        match each:
            case Declaration(pattern=Name() as name) if default:
                yield each
                yield DefaultExport(name)
            case Declaration(pattern=bound, value=value):
                yield Declaration(bound, value, exported=True)
            case Evaluation(value=value) if default:
                yield DefaultExport(value)
            case _:
                yield each


STATEMENTS: dict[str, ReadStatement] = {
    **dict.fromkeys(("lexical_declaration", "variable_declaration"), _variables),
    **dict.fromkeys(("function_declaration", "generator_function_declaration", "class_declaration",
                     "abstract_class_declaration"), _definition),
    "enum_declaration": _enumeration,
    "expression_statement": _expression,
    "return_statement": _return,
    "throw_statement": _throw,
    "break_statement": _break,
    "continue_statement": _continue,
    "if_statement": _branch,
    "for_in_statement": _each,
    **dict.fromkeys(("for_statement", "while_statement", "do_statement"), _repeat),
    "try_statement": _try,
    "switch_statement": _switch,
    "statement_block": _block,
    "labeled_statement": _labelled,
    "import_statement": _import,
    "export_statement": _export,
}  # fmt: skip
