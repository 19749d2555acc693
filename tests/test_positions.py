"""Positions against libcst's own provider, and against the text where the provider is wrong."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import libcst as cst
import pytest
from constructs import CONSTRUCTS
from libcst.metadata import MetadataWrapper, PositionProvider

from lambdalint.code.depth import DEEPEST, too_deep_at
from lambdalint.code.positions import Location, locate
from lambdalint.code.walker import preorder

TEXTS = {
    "constructs": CONSTRUCTS,
    "without an end of line": "x = 1\nif x:\n    y = x",
    "ending in a comment": "def f():\n    return 1\n    # the end",
    "ending in blanks": "x = 1\n    ",
    "Windows": CONSTRUCTS.replace("\n", "\r\n"),
    "mixed line ends": "x = 1\r\ny = 2\nz = 3\r\nx = 1\n",
    "tabs": "if x:\n\ty = 1\n\tif z:\n\t\ty = 1\n\t\tz = '\t'\n",
    "uneven indents": "if x:\n  y = 1\n  if z:\n        y = 1\nif x:\n   y = 1\n",
    "wide characters": "x = 'é😀', y  # ü\nä = '日本' + x\n",
    "form feeds": "x = 1\n\x0c\ndef f():\n    return x\n\x0c\nx = 1\n",
    "twins": "def f():\n    pass\n    pass\n\ndef f():\n    pass\n    pass\n" * 3,
    "a twin in a string": "x = f(1)\ny = '''\nx = f(1)\n'''\n",
    "elif": "if a: pass\nelif b: pass\nelif c: pass\nelse: pass\nif b: pass\n",
    "elif that prints like an if elsewhere": "if a:\n    x\nelif b:\n    y\n\nz\nif b:\n    y\n",
    "semicolons": "a; a; a\na; b; a\n",
    "suites": "if a: b; b\nfor b in c: b; b\n",
    "continuations": "x = 1 + \\\n    y\nassert x, \\\n    x\n",
    "comments inside": "# a\nx = [  # b\n    1,  # c\n    # d\n    2,\n]  # e\n# f\n",
    "decorators": "@a\n# b\n@a\n\ndef f(): pass\n@a\nclass f: pass\n",
    "empty": "",
    "only a comment": "# nothing",
}
STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
FILES = [STANDARD_LIBRARY / "dataclasses.py", *sorted((STANDARD_LIBRARY / "json").glob("*.py"))]
EVERY = 13
"""Of the nodes of a long file, every so many are located."""


def provided(module: cst.Module) -> dict[int, Location]:
    """What libcst says; but for the module itself, whose end it gets wrong when no line ends the file."""
    ranges = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    found = {ordinal: ranges[node] for ordinal, node in enumerate(preorder(module)) if node is not module}
    return {
        ordinal: (at.start.line, at.start.column + 1, at.end.line, at.end.column + 1) for ordinal, at in found.items()
    }


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_node_stands_where_libcst_says(text: str) -> None:
    module = cst.parse_module(text)
    assert module.code == text
    expected = provided(module)
    assert locate(module, text, expected) == expected
    assert {ordinal: at for one in expected for ordinal, at in locate(module, text, [one]).items()} == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nodes_of_the_standard_library_stand_where_libcst_says(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    module = cst.parse_module(text)
    expected = provided(module)
    some = {ordinal: at for ordinal, at in expected.items() if ordinal % EVERY == 1}
    assert locate(module, text, some) == some


def where(text: str, name: str, parsed: str | bytes | None = None) -> Location:
    """The place of the first name of that spelling."""
    module = cst.parse_module(text if parsed is None else parsed)
    number = next(
        number for number, node in enumerate(preorder(module)) if isinstance(node, cst.Name) and node.value == name
    )
    return locate(module, text, [number])[number]


def test_a_byte_order_mark_takes_no_column() -> None:
    assert where("\ufeffx = y\n", "y") == (1, 5, 1, 6)


def test_columns_count_characters_in_any_encoding() -> None:
    text = "# coding: latin-1\nx = 'é' + y\n"
    assert where(text, "y", text.encode("latin-1")) == (2, 11, 2, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x0cx = y\n", (1, 6, 1, 7)),
        ("\\\nx = y\n", (2, 5, 2, 6)),
        ("try:\n    pass\nexcept E :\n    x = y\n", (4, 9, 4, 10)),
        ("try:\n    pass\nexcept E :\n    y\n    y\n", (4, 5, 4, 6)),
    ],
    ids=["form feed", "continuation", "blank before a colon", "blank before twins"],
)
def test_places_are_right_where_libcst_forgets_what_was_written(text: str, expected: Location) -> None:
    assert cst.parse_module(text).code != text
    assert where(text, "y") == expected


def test_a_tree_may_be_as_deep_as_the_parser_lets_through() -> None:
    blocks = "".join(" " * depth + "if a:\n" for depth in range(90))
    text = blocks + " " * 90 + "x = " + "1 + " * (DEEPEST - 1) + "y\n"
    column = text.index("y") - text.rindex("\n", 0, -1)
    assert too_deep_at(text) is None
    assert where(text, "y") == (91, column, 91, column + 1)
    assert where(text + text, "y") == (91, column, 91, column + 1)


def test_nothing_is_asked_for_and_nothing_found() -> None:
    assert locate(cst.parse_module("x = 1\n"), "x = 1\n", []) == {}
