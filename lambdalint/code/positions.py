"""Where a syntax node stands, worked out only for nodes that are reported.

libcst gives no positions with its tree, and its own provider prints the whole module to find them,
at more than twice the cost of parsing. Here the smallest statement around the node is printed and
looked for in the source: what occurs exactly once is where it stands. Otherwise the statement
around it is tried, and in the end the module, whose place is known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import accumulate, pairwise
from typing import TypeAlias

import libcst as cst
from msgspec import Struct, field

from lambdalint.code.depth import room_to_recurse
from lambdalint.code.walker import node_paths
from lambdalint.documents.text import line_starts

Location: TypeAlias = tuple[int, int, int, int]
"""Line, column, end line, end column: 1-based code points, the end exclusive."""


def locate(module: cst.Module, text: str, ordinals: Iterable[int]) -> dict[int, Location]:
    """Where the nodes with these ordinals stand in the text the module was parsed from.

    White space, comments and brackets around a node are not part of it, as in libcst's `PositionProvider`.
    """
    text = text.removeprefix("\ufeff")
    starts = line_starts(text)
    if not module.has_trailing_newline:
        text += module.default_newline  # every statement is printed with the end of its line
    found: dict[int, Location] = {}
    unproven: dict[int, cst.CSTNode] = {}
    with room_to_recurse():
        for ordinal, path in node_paths(module, ordinals).items():
            offsets = _offsets_by_statement(module, path, text)
            if offsets is None:
                unproven[ordinal] = path[-1]
            else:
                found[ordinal] = _location(starts, *offsets)
        return found | _locate_by_module(module, unproven)


def _location(starts: Sequence[int], start: int, end: int) -> Location:
    line = bisect_right(starts, start)
    end_line = bisect_right(starts, end)
    return line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1


def _offsets_by_statement(module: cst.Module, path: Sequence[cst.CSTNode], text: str) -> tuple[int, int] | None:
    """Start and end of the last node of a path, if a statement around it occurs only once in the text."""
    node = path[-1]
    for statement, indents in reversed(list(_anchors(path, module.default_indent))):
        # A simple statement is printed to its end, which makes it more telling; a compound one would cost too much.
        until = None if isinstance(statement, cst.SimpleStatementLine) else node
        printed = _print(module, statement, (node,), until, indents)
        code = "".join(printed.tokens)
        at = text.find(code)
        if at >= 0 and text.find(code, at + 1) < 0:
            start, end = printed.offsets((node,))[0]
            return at + start, at + end
    return None


def _locate_by_module(module: cst.Module, nodes: Mapping[int, cst.CSTNode]) -> dict[int, Location]:
    """Where nodes stand in the module as it prints: as it is written, but for a few blanks that libcst forgets."""
    if not nodes:
        return {}
    printed = _print(module, module, nodes.values())
    starts = line_starts("".join(printed.tokens))
    offsets = printed.offsets(nodes.values())
    return {ordinal: _location(starts, *found) for ordinal, found in zip(nodes, offsets, strict=True)}


def _anchors(path: Sequence[cst.CSTNode], default_indent: str) -> Iterator[tuple[cst.CSTNode, list[str]]]:
    """The statements of a path that print alone as they print in their module, each with the indents before it."""
    indents: list[str] = []
    for parent, node in pairwise(path):
        if isinstance(node, cst.IndentedBlock):
            indents.append(default_indent if node.indent is None else node.indent)
        elif isinstance(node, cst.BaseStatement) and not _is_elif(node, parent):
            yield node, indents.copy()


def _is_elif(node: cst.CSTNode, parent: cst.CSTNode) -> bool:
    """An `elif` is an `If` that only its parent prints with that word."""
    return node.__class__ is cst.If and parent.__class__ is cst.If


def _print(
    module: cst.Module,
    part: cst.CSTNode,
    wanted: Iterable[cst.CSTNode],
    until: cst.CSTNode | None = None,
    indents: Sequence[str] = (),
) -> _Printer:
    """Print a part of a module, up to the end of the node `until` if there is one."""
    printer = _Printer(
        module.default_indent, module.default_newline, {id(node) for node in wanted}, until, list(indents)
    )
    with suppress(_Reached):
        part._codegen(printer)  # type: ignore[arg-type]  # noqa: SLF001
    return printer


class _Reached(Exception):  # noqa: N818
    """The last node that is looked for has been printed."""


class _Printer(Struct):
    """What libcst's nodes print themselves to: notes between which tokens the wanted ones stand.

    It stands in for the `CodegenState` of libcst's providers, which note line and column of every
    node, white space too.
    """

    default_indent: str
    default_newline: str
    wanted: set[int]
    """`id` of each node to note."""
    until: cst.CSTNode | None
    indent_tokens: list[str]
    tokens: list[str] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    """`id` of a noted node ► numbers of its first token and of the one after its last."""
    _starts: list[int] = field(default_factory=list)

    def offsets(self, nodes: Iterable[cst.CSTNode]) -> list[tuple[int, int]]:
        """Start and end of noted nodes in what has been printed."""
        offsets = list(accumulate(map(len, self.tokens), initial=0))
        spans = (self.spans[id(node)] for node in nodes)
        return [(offsets[first], offsets[last]) for first, last in spans]

    def increase_indent(self, value: str) -> None:
        self.indent_tokens.append(value)

    def decrease_indent(self) -> None:
        self.indent_tokens.pop()

    def add_indent_tokens(self) -> None:
        self.tokens.extend(self.indent_tokens)

    def add_token(self, value: str) -> None:
        self.tokens.append(value)

    def pop_trailing_newline(self) -> None:
        if self.tokens:
            self.tokens.pop()

    def before_codegen(self, node: cst.CSTNode) -> None:
        if id(node) in self.wanted:
            self._starts.append(len(self.tokens))

    def after_codegen(self, node: cst.CSTNode) -> None:
        if id(node) not in self.wanted:
            return
        self.spans.setdefault(id(node), (self._starts.pop(), len(self.tokens)))
        if node is self.until:
            raise _Reached

    def record_syntactic_position(
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> AbstractContextManager[None]:
        if id(node) not in self.wanted:
            return _UNNOTED
        return self._noting(node, start_node, end_node)

    @contextmanager
    def _noting(
        self, node: cst.CSTNode, start_node: cst.CSTNode | None, end_node: cst.CSTNode | None
    ) -> Iterator[None]:
        """Note what is printed meanwhile; it may begin and end where an inner node does."""
        self.wanted |= {id(inner) for inner in (start_node, end_node) if inner is not None}
        first = len(self.tokens)
        yield
        if start_node is not None:
            first = self.spans[id(start_node)][0]
        last = len(self.tokens) if end_node is None else self.spans[id(end_node)][1]
        self.spans[id(node)] = first, last


_UNNOTED = nullcontext()
