"""Our traversal against libcst's own."""

from __future__ import annotations

import sysconfig
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import libcst as cst
import pytest
from constructs import CONSTRUCTS

from lambdalint.code.depth import DEEPEST
from lambdalint.code.walker import _CODE, Cursor, node_path, ordinals, preorder, walk

CODE = frozenset(getattr(cst, name) for name in _CODE if hasattr(cst, name))
MODULE = cst.parse_module(CONSTRUCTS)
STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
FILES = [STANDARD_LIBRARY / "dataclasses.py", *sorted((STANDARD_LIBRARY / "asyncio").glob("*.py"))]

Event = tuple[str, str, int]


class Reference(cst.CSTVisitor):
    """What libcst calls, without the hooks on white space and punctuation."""

    def __init__(self, *refused: str) -> None:
        super().__init__()
        self.refused = refused
        self.events: list[Event] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        self._note("visit", node)
        return type(node).__name__ not in self.refused

    def on_leave(self, original_node: cst.CSTNode) -> None:
        self._note("leave", original_node)

    def _note(self, verb: str, node: cst.CSTNode) -> None:
        if type(node) in CODE:
            self.events.append((verb, type(node).__name__, id(node)))


def recorder(*refused: str) -> tuple[object, list[Event]]:
    """A visitor with every hook there is, and where it notes their calls."""
    events: list[Event] = []

    def hook(verb: str, name: str) -> Callable[[object, cst.CSTNode], bool]:
        def call(_: object, node: cst.CSTNode) -> bool:
            events.append((verb, name, id(node)))
            return name not in refused

        return call

    hooks = {f"{verb}_{name}": hook(verb, name) for verb in ("visit", "leave") for name in _CODE}
    return type("Recorder", (cst.CSTVisitor,), hooks)(), events


def test_constructs_hold_every_kind_of_node() -> None:
    assert {type(node) for node in preorder(MODULE)} == CODE


@pytest.mark.parametrize("refused", [(), ("FunctionDef", "Call", "BinaryOperation")], ids=["all", "refusing"])
def test_hooks_are_called_as_libcst_calls_them(refused: tuple[str, ...]) -> None:
    reference = Reference(*refused)
    visitor, events = recorder(*refused)
    MODULE.visit(reference)
    walk(MODULE, [visitor])
    assert events == reference.events


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_hooks_are_called_as_libcst_calls_them_in_the_standard_library(path: Path) -> None:
    module = cst.parse_module(path.read_bytes())
    reference = Reference()
    visitor, events = recorder()
    module.visit(reference)
    walk(module, [visitor])
    assert events == reference.events


class Names(cst.CSTVisitor):
    def __init__(self, cursor: Cursor, log: list[tuple[str, str, int]], label: str = "", skips: str = "") -> None:
        super().__init__()
        self.cursor = cursor
        self.log = log
        self.label = label
        self.skips = skips

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self.log.append((self.label, f"+{node.name.value}", self.cursor.node))
        return node.name.value != self.skips

    def leave_FunctionDef(self, original_node: cst.FunctionDef) -> None:
        self.log.append((self.label, f"-{original_node.name.value}", self.cursor.node))


NESTED = cst.parse_module("def a():\n    def b(): pass\ndef c(): pass\n")


def test_a_refusal_spares_only_the_visitor_that_refused() -> None:
    cursor, log = Cursor(), list[tuple[str, str, int]]()
    walk(NESTED, [Names(cursor, log, "1", skips="a"), Names(cursor, log, "2")], cursor)
    assert [event for label, event, _ in log if label == "1"] == ["+a", "-a", "+c", "-c"]
    assert [event for label, event, _ in log if label == "2"] == ["+a", "+b", "-b", "-a", "+c", "-c"]


def test_visitors_leave_in_the_reverse_of_the_order_they_visit_in() -> None:
    cursor, log = Cursor(), list[tuple[str, str, int]]()
    walk(NESTED, [Names(cursor, log, "1"), Names(cursor, log, "2")], cursor)
    assert [(label, event) for label, event, _ in log][-4:] == [("1", "+c"), ("2", "+c"), ("2", "-c"), ("1", "-c")]


@pytest.mark.parametrize("skips", ["", "a"])
def test_the_cursor_knows_the_ordinal_whoever_refuses(skips: str) -> None:
    cursor, log = Cursor(), list[tuple[str, str, int]]()
    walk(NESTED, [Names(cursor, log, skips=skips)], cursor)
    numbers = ordinals(NESTED)
    named = {node.name.value: numbers[id(node)] for node in preorder(NESTED) if isinstance(node, cst.FunctionDef)}
    assert log
    assert all(number == named[event[1:]] for _, event, number in log)


def test_every_node_is_found_again_by_its_ordinal() -> None:
    for ordinal, node in enumerate(preorder(MODULE)):
        path = node_path(MODULE, ordinal)
        assert path[0] is MODULE
        assert path[-1] is node
        assert all(child in parent.children for parent, child in pairwise(path))


def test_an_ordinal_beyond_the_last_node_is_an_error() -> None:
    with pytest.raises(IndexError):
        node_path(NESTED, 1000)


@pytest.mark.parametrize("hook", ["visit_Comma", "leave_FunctoinDef", "visit_Call_func"])
def test_a_hook_that_would_never_be_called_is_refused(hook: str) -> None:
    visitor = type("Visitor", (), {hook: lambda _, __: None})()
    with pytest.raises(TypeError, match=hook):
        walk(NESTED, [visitor])


def test_syntax_newer_than_the_table_is_read_all_the_same() -> None:
    class Newer(cst.Expr):
        """A statement that libcst may know one day."""

    line = cst.SimpleStatementLine((Newer(cst.Name("inside")),))
    assert "inside" in [node.value for node in preorder(cst.Module((line,))) if isinstance(node, cst.Name)]


def test_a_tree_may_be_as_deep_as_the_parser_lets_through() -> None:
    module = cst.parse_module("x = " + " + ".join(["1"] * DEEPEST))
    assert sum(isinstance(node, cst.BinaryOperation) for node in preorder(module)) == DEEPEST - 1
