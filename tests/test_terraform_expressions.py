"""What Terraform's console answers, so must the evaluation, or nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from lambdalint.documents.terraform_folder import load_folder
from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.terraform import module as modules
from lambdalint.frameworks.terraform.evaluate import evaluate
from lambdalint.frameworks.terraform.functions import FUNCTIONS
from lambdalint.frameworks.terraform.instances import root
from lambdalint.frameworks.terraform.nodes import is_known
from lambdalint.frameworks.terraform.world import Scope, World

PAGE = Path(__file__).parent.parent / "docs" / "terraform.md"
UNKNOWN = "unknown"


def plain(node: Node) -> Any:
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {entry.key: plain(entry.value) for entry in entries} if is_known(node) else UNKNOWN


def value(expression: str) -> Any:
    document = load_folder({"main.tf": f"locals {{\n  x = {expression}\n}}\n".encode()})
    assert document is not None
    assert document.body is not None
    assert not document.problems
    instance = root(modules.parse("main.tf", document.body, complete=True), World(lambda _: None, "."))
    return plain(evaluate(Scope(instance), instance.module.locals["x"].value))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('merge(var.x, { a = 1 })["a"]', 1),
        ("merge({ a = 1, b = 2 }, { b = 3 }, null)", {"a": 1, "b": 3}),
        ('lookup({ a = 1 }, "b", "x")', "x"),
        ('concat([1], ["a"], [])', [1, "a"]),
        ("flatten([[1, [2]], [], [[3]]])", [1, 2, 3]),
        ('format("%s-%d%%-%v", "x", 3, true)', "x-3%-true"),
        ('formatlist("%s/%s", "a", ["x", "y"])', ["a/x", "a/y"]),
        ('join(",", [1, true])', "1,true"),
        ('split(",", "a,b,")', ["a", "b", ""]),
        ('coalesce("", null, "b")', "b"),
        ("coalescelist([], [1])", [1]),
        ('compact(["a", "", null, "b"])', ["a", "b"]),
        ('contains(["a"], "a")', True),
        ("distinct([1, 1, 2])", [1, 2]),
        ('element(["a", "b"], 3)', "b"),
        ('index(["a", "b"], "b")', 1),
        ("keys({ b = 1, a = 2 })", ["a", "b"]),
        ("values({ b = 1, a = 2 })", [2, 1]),
        ('length("äb")', 2),
        ("one([])", None),
        ("range(1, 8, 3)", [1, 4, 7]),
        ("range(3, 0)", [3, 2, 1]),
        ("reverse([1, 2])", [2, 1]),
        ('setintersection(["a", "b"], ["b"])', ["b"]),
        ('setsubtract(["a", "b"], ["b"])', ["a"]),
        ('setunion(["b"], ["a"], ["b"])', ["a", "b"]),
        ('setproduct(["a", "b"], ["x"])', [["a", "x"], ["b", "x"]]),
        ('slice(["a", "b", "c"], 1, 2)', ["b"]),
        ('sort(["b", "a"])', ["a", "b"]),
        ("sum([1, 2.5])", 3.5),
        ('toset(["b", "a", "a"])', ["a", "b"]),
        ('zipmap(["a", "b"], [1, 2])', {"a": 1, "b": 2}),
        ("alltrue([true, false])", False),
        ("anytrue([])", False),
        ("abs(-3)", 3),
        ("ceil(1.2) + floor(-1.2)", 0),
        ("max(1, 5, 2) - min(3, 2)", 3),
        ('chomp("a\\n\\n")', "a"),
        ('upper(lower("AbC"))', "ABC"),
        ('title("hello wOrld a-b")', "Hello WOrld A-B"),
        ('trim("?!hello?!", "!?")', "hello"),
        ('trimprefix(trimsuffix("hello", "lo"), "he")', "l"),
        ('trimspace("  a b\\n")', "a b"),
        ('strrev("abc")', "cba"),
        ('substr("hello", 1, -1)', "ello"),
        ('substr("hello", -3, 2)', "ll"),
        ('replace("a-b-c", "-", "_")', "a_b_c"),
        ('startswith("abc", "ab") && endswith("abc", "bc") && strcontains("abc", "b")', True),
        ('"${dirname("a/b.txt")} ${basename("a/")}"', "a a"),
        ('jsondecode("{\\"a\\":[1,null]}")', {"a": [1, None]}),
        ("jsondecode(jsonencode({ a = [1] }))", {"a": [1]}),
        ('try({ a = 1 }.b, tonumber("x"), 7)', 7),
        ("[can({ a = 1 }.b), can(1)]", [False, True]),
        ('[for k, v in { b = 1, a = 2 } : "${k}${v}"]', ["a2", "b1"]),
        ('{ for v in ["ab", "ac", "b"] : substr(v, 0, 1) => v... }', {"a": ["ab", "ac"], "b": ["b"]}),
        ('[for i, v in ["a", "b"] : i if v == "b"]', [1]),
        ("[{ a = 1 }, { a = 2 }][*].a", [1, 2]),
        ('[tostring(5), tobool("true"), tolist([1]), tomap({ a = 1 })]', ["5", True, [1], {"a": 1}]),
        ('try(split(".", basename(null))[0], "x")', "x"),
        ('map("a", list(1))', {"a": [1]}),
        ("sensitive(nonsensitive(1))", 1),
        ('"x${1 + 1}y"', "x2y"),
        ("7 % 3 + 7 / 2", 4.5),
        ("[1, 2] == [1, 2]", True),
    ],
)  # fmt: skip
def test_an_expression_is_what_terraform_makes_of_it(expression: str, expected: Any) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        '1 == "1"',
        'contains([1], "1")',
        "range(1, 2, 0)",
        'format("%03d", 5)',
        'regex("a(b)", "ab")',
        'replace("abc", "/b/", "x")',
        '"%{ if true }yes%{ endif }"',
        'templatefile("x.txt", {})',
        "timestamp()",
        "keys(var.x)",
        'merge({ a = 1 }, var.x)["b"]',
        'merge({ a = 1 }, var.x)["a"]',
        'merge({ a = 1 }, merge({ b = 1 }, var.x))["a"]',
        "tonumber(var.x) + 1",
        'element(["a"], -1)',
    ],
)
def test_what_is_not_sure_is_unknown(expression: str) -> None:
    assert value(expression) == UNKNOWN


@pytest.mark.parametrize(
    "arguments", ["", "1", '"x", [], {}, null', "{ a = 1 }, [[1]]", "null, null", f"-1, {'9' * 400}", "var.x, [var.x]"]
)
def test_no_arguments_break_a_function(arguments: str) -> None:
    for name in (*FUNCTIONS, "can", "try"):
        assert value(f"{name}({arguments})") is not Ellipsis
        assert value(f"{name}([{arguments}]...)") is not Ellipsis


def test_the_page_lists_every_function() -> None:
    section = re.search(r"^## Functions\n(.*?)(?=^## )", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert section is not None
    evaluated = section[1].partition("; and")[0]

    assert re.findall(r"`([a-z0-9]+)`", evaluated) == sorted({*FUNCTIONS, "can", "try"} - {"templatefile"})
