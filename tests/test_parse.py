"""Every text becomes a tree or one problem that says where and why, and the process lives on."""

from __future__ import annotations

import libcst as cst
import pytest
from constructs import CONSTRUCTS
from hypothesis import given
from hypothesis import strategies as st

from lambdalint.code.depth import too_deep_at
from lambdalint.code.parse import MAX_SIZE, parse
from lambdalint.documents.tree import Problem


def problem(source: str | bytes) -> Problem:
    found = parse("src/app.py", source)
    assert isinstance(found, Problem)
    assert found.fatal
    assert found.at.path == "src/app.py"
    assert "\n" not in found.message
    return found


@pytest.mark.parametrize(
    "source",
    [
        "",
        CONSTRUCTS,
        CONSTRUCTS.encode(),
        "x = 1",
        "x = 1\r\n",
        "\x0cx = 1\n",
        "if x:\n\ty\n",
        b"",
        b"\xef\xbb\xbfx = '\xc3\xa9'\n",
        "\ufeffx = 1\n",
        b"# coding: latin-1\nx = '\xe9'\n",
        b"#!/usr/bin/python\n# -*- coding: cp1252 -*-\nx = '\x80'\n",
        "try: pass\nexcept A, B: pass\n",
        '"""\nexcept E, e: pass\n"""\n',
        "x = {{cookiecutter}}\n",
    ],
)
def test_python_becomes_a_tree(source: str | bytes) -> None:
    assert isinstance(parse("src/app.py", source), cst.Module)


@pytest.mark.parametrize(
    ("source", "line", "column", "part"),
    [
        ("def handler(event, context)\n    return 1\n", 1, 28, "expected ':'"),
        ("x = 1\ny = (\n", 2, 5, "never closed"),
        ("if x:\n    y\n  z\n", 3, 4, "unindent"),
        ("x = 'é' ]\n", 1, 9, "unmatched"),
        ("x = '''\n", 1, 5, "unterminated"),
        ("x = '{{ y }}' +\n", 1, 16, "invalid syntax"),
        ("x = 1\ny = '\0'\n", 2, 6, "NUL"),
        ("x = '\ud800'\n", 1, 6, "U+D800"),
        (b"x = 1\ny = '\xe9'\n", 2, 6, "not UTF-8: cannot read byte 0xE9"),
        (b"\xef\xbb\xbfx = '\xe9'\n", 1, 6, "0xE9"),
        (b"\x1f\x8b\x08\x00", 1, 2, "0x8B"),
        (b"\xff\xfex\x00\n\x00", 1, 1, "0xFF"),
        (b"# coding: ascii\nx = '\xe9'\n", 2, 6, "not ASCII"),
        (b"# coding: klingon\n", 1, 1, "coding comment"),
        (b"\n# coding: rot13\n", 2, 1, "coding comment"),
    ],
)
def test_what_is_broken_is_reported_where_it_is_broken(source: str | bytes, line: int, column: int, part: str) -> None:
    found = problem(source)
    assert (found.code, found.at.line, found.at.column) == ("LL001", line, column)
    assert part in found.message


def test_a_huge_file_is_left_out_with_a_notice() -> None:
    found = problem(b"x = 1\n" * (MAX_SIZE // 6 + 1))
    assert (found.code, found.at.line) == ("LL001", 1)
    assert "1.0 MB" in found.message


@pytest.mark.parametrize(
    ("source", "line", "column", "part"),
    [
        ("x = 1\nprint 'a'\n", 2, 1, "`print`"),
        ("if x:\n    exec code in names\n", 2, 5, "`exec`"),
        ("def f():\n    raise E, 'a'\n", 2, 12, "`raise E, message`"),
        ("try:\n    pass\nexcept E, e:\n    pass\n", 3, 8, "`except E, e`"),
        ("x = `y`\n", 1, 5, "backticks"),
        ("if a <> b: pass\n", 1, 6, "`<>`"),
        ("os.chmod(x, 0755)\n", 1, 13, "`0777`"),
        ("x = ur'a'\n", 1, 7, "`ur''`"),
    ],
)
def test_python_2_is_called_by_its_name(source: str, line: int, column: int, part: str) -> None:
    found = problem(source)
    assert (found.code, found.at.line, found.at.column) == ("LL007", line, column)
    assert part in found.message
    assert "Python 2" in found.message


@pytest.mark.parametrize(
    ("source", "line"),
    [("x = 1\n(y): int = 1\n", 2), ("x = t'a' t'b'\n", 1)],
    ids=["its grammar refuses", "its nodes refuse"],
)
def test_what_only_libcst_refuses_is_unsupported_not_broken(source: str, line: int) -> None:
    found = problem(source)
    assert (found.code, found.at.line) == ("LL007", line)


@pytest.mark.parametrize(
    ("source", "line", "column", "part"),
    [
        ("import os\nfrom {{cookiecutter.name}} import app\n", 2, 6, "{{cookiecutter.name}}"),
        ("import {{ module }}\n", 1, 8, "{{ module }}"),
        ("x = 1\n{% if y %}\nz = 1\n{% endif %}\n", 2, 1, "{% if y %}"),
    ],
)
def test_a_template_of_python_is_not_called_broken(source: str, line: int, column: int, part: str) -> None:
    found = problem(source)
    assert (found.code, found.at.line, found.at.column) == ("LL005", line, column)
    assert part in found.message


DEEP = {
    "brackets": ("(" * 3_000, "1", ")" * 3_000),
    "open brackets": ("[" * 100_000, "", ""),
    "calls": ("f(" * 3_000, "1", ")" * 3_000),
    "sum": ("1 + " * 10_000, "1", ""),
    "sum over lines": ("(\n" + "1 +\n" * 10_000, "1", ")"),
    "sum with backslashes": ("1 + \\\n" * 10_000, "1", ""),
    "signs": ("-" * 10_000, "1", ""),
    "attributes": ("a", ".b" * 10_000, ""),
    "call chain": ("a", "()" * 10_000, ""),
    "alternatives": ("a or " * 10_000, "b", ""),
    "conditions": ("a if b else " * 10_000, "c", ""),
    "lambdas": ("lambda a, b: " * 10_000, "c", ""),
    "lambdas in defaults": ("lambda a=" * 3_000, "1", ": 1" * 3_000),
    "joined strings": ("(", "'a'\n" * 10_000, ")"),
    "sums in brackets": ("(" * 200, "1", " + 1 + 1 + 1 + 1 + 1)" * 200),
    "formatted string": ('f"{', "(" * 3_000 + ")" * 3_000, '}"'),
    "formatted strings in each other": ('f"{' * 3_000, "1", '}"' * 3_000),
    "formatted string with its own quotes inside": ('f"{f""}{', "(" * 3_000 + ")" * 3_000, '}"'),
    "format of a format": ('f"{a:{', "(" * 3_000 + ")" * 3_000, '}}"'),
    "string in a comment in a formatted string": ('f"""{ # } """ \'\'\' \n', "(" * 3_000 + ")" * 3_000, '}"""'),
}


@pytest.mark.parametrize("parts", DEEP.values(), ids=DEEP)
def test_nesting_that_would_kill_the_parser_is_reported_before(parts: tuple[str, str, str]) -> None:
    found = problem("x = 1\ny = " + "".join(parts) + "\n")
    assert (found.code, found.at.line) == ("LL008", 2)


@pytest.mark.parametrize(
    "source",
    [
        "if a:\n    pass\n" + "elif b:\n    pass\n" * 10_000,
        "".join(" " * depth + "if a:\n" for depth in range(1_000)) + " " * 1_000 + "pass\n",
        "match a:\n    case " + "{1: " * 12 + "b" + "}" * 12 + ":\n        pass\n",
        "if a: del " + "(" * 30 + "a" + ",)" * 30 + "\n",
    ],
    ids=["elif", "indents", "pattern", "del"],
)
def test_statements_that_would_kill_the_parser_are_reported_before(source: str) -> None:
    assert problem(source).code == "LL008"


WIDE = {
    "list": "x = [" + "-1, " * 5_000 + "]\n",
    "dictionary": "x = {" + "'a': [b.c(1), -2], " * 2_000 + "}\n",
    "calls in a list": "x = [" + "f(g(1), not h[2]), " * 2_000 + "]\n",
    "statements": "x = (a + b) * c\n" * 3_000,
    "comparison": "x = " + "a < " * 3_000 + "b\n",
    "assignment": "x = " * 3_000 + "1\n",
    "brackets in a string": "x = '" + "(" * 3_000 + "'\n",
    "brackets in a comment": "x = 1  # " + "(" * 3_000 + "\n",
    "braces in a formatted string": 'x = f"' + "{{" * 3_000 + '"\n',
    "fields of a formatted string": 'x = f"' + "{a.b!r:>{c}}, " * 300 + '"\n',
    "strings": "x = [" + "'a', f'{b}', " * 3_000 + "]\n",
    "a name like a keyword": "case = [[[[[[[[[[[[1]]]]]]]]]]]]\nself.case = case\n",
}


@pytest.mark.parametrize("source", WIDE.values(), ids=WIDE)
def test_what_is_wide_is_not_called_deep(source: str) -> None:
    assert too_deep_at(source) is None
    assert isinstance(parse("src/app.py", source), cst.Module)


@given(st.lists(st.sampled_from(CONSTRUCTS.splitlines(keepends=True)) | st.text(max_size=3)))
def test_any_text_has_one_outcome(lines: list[str]) -> None:
    text = "".join(lines)
    found = parse("src/app.py", text)
    if isinstance(found, Problem):
        assert 1 <= found.at.line <= text.count("\n") + text.count("\r") + 1
        assert found.at.column >= 1


@given(st.binary(max_size=20))
def test_any_bytes_have_one_outcome(data: bytes) -> None:
    assert isinstance(parse("src/app.py", data), Problem | cst.Module)
