"""TypeScript and JavaScript to a tree with positions. One grammar reads both: types are an addition to the language."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lambdalint.documents.broken import problem
from lambdalint.documents.node_text import NodeText
from lambdalint.documents.script_expressions import EXPRESSIONS
from lambdalint.documents.script_reader import Reader, named
from lambdalint.documents.script_statements import STATEMENTS
from lambdalint.documents.script_tree import Script, Statement
from lambdalint.documents.text import Unreadable, decode
from lambdalint.documents.tree import Problem

if TYPE_CHECKING:
    from tree_sitter import Parser

CLOSING = {sign: sign for sign in ("}", "]", ")", "`", "'", '"')}


@cache
def _parser() -> Parser:
    import tree_sitter_typescript
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_typescript.language_typescript()))


def parse(path: str, data: bytes, about: re.Pattern[str]) -> tuple[Script, tuple[Problem, ...]]:
    """What a file says, without the statements that break the syntax; of those that speak `about` something, a problem."""
    try:
        encoded = decode(path, data).encode(errors="replace")
    except Unreadable as unreadable:
        return Script(path, ()), (unreadable.problem,)
    reader = Reader(NodeText(path, encoded), EXPRESSIONS, STATEMENTS)
    body: list[Statement] = []
    problems: list[Problem] = []
    root = _parser().parse(encoded).root_node
    for node in [root] if root.is_error else named(root):
        if not (node.has_error or node.is_error):
            body.extend(reader.statement(node))
        elif about.search(reader.text(node)):
            problems.append(problem(reader.source, node, "TypeScript", CLOSING))
    return Script(path, tuple(body)), tuple(problems[:1])
