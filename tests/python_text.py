"""Valid Python, made up: statements and expressions of every kind, in every place where they may stand."""

from __future__ import annotations

import ast
from textwrap import indent

from hypothesis import strategies as st

_NAMES = st.sampled_from(["event", "context", "x", "y", "self", "boto3", "os", "handler", "f", "C", "None", "print"])
_ATOMS = st.one_of(
    _NAMES,
    st.sampled_from(
        ["0", "1.5", "2j", "'a'", 'b"b"', "f'{x!r:>{y}}'", "...", "True", "()", "[]", "{}", "'a' 'b'", "-1"]
    ),
)


def _wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: f"({p[0]} + {p[1]})"),
        pair.map(lambda p: f"({p[0]} or {p[1]})"),
        pair.map(lambda p: f"({p[0]} not in {p[1]})"),
        pair.map(lambda p: f"({p[0]} % {p[1]})"),
        pair.map(lambda p: f"({p[0]} if {p[1]} else {p[0]})"),
        pair.map(lambda p: f"({p[0]})({p[1]}, *{p[0]}, k={p[1]}, **{p[0]})"),
        pair.map(lambda p: f"({p[0]})[{p[1]}]"),
        pair.map(lambda p: f"({p[0]})[{p[1]}:, 1:2:3]"),
        pair.map(lambda p: f"[{p[0]}, *{p[1]}]"),
        pair.map(lambda p: f"{{{p[0]}: {p[1]}, **{p[1]}}}"),
        pair.map(lambda p: f"{{{p[0]}, {p[1]}}}"),
        pair.map(lambda p: f"[{p[0]} for x, *y in {p[1]} if x for f in y]"),
        pair.map(lambda p: f"{{x: {p[0]} for x in {p[1]}}}"),
        pair.map(lambda p: f"(lambda x, y={p[0]}, *f, k: {p[1]})"),
        pair.map(lambda p: f'f"{{{p[0]}}}"' if "'" not in p[0] + p[1] and '"' not in p[0] + p[1] else p[0]),
        inner.map(lambda e: f"({e}).items()"),
        inner.map(lambda e: f"({e}).get('a')"),
        inner.map(lambda e: f"(z := {e})"),
        inner.map(lambda e: f"not {e}"),
        inner.map(lambda e: f"enumerate({e})"),
        inner.map(lambda e: f"getattr({e}, 'name')"),
        inner.map(lambda e: f"(yield {e})"),
    )


EXPRESSIONS = st.recursive(_ATOMS, _wrap, max_leaves=6)
_TARGETS = st.sampled_from(["x", "x.y", "x[0]", "(x, y)", "[x, *y]", "self.a.b", "x, (y, f)"])
_PATTERNS = st.sampled_from(
    ["_", "1", "'a'", "None", "[x, *y]", "{'k': x, **y}", "C(1, k=x)", "1 | 2", "[a] as y", "x.y"]
)


def _simple() -> st.SearchStrategy[str]:
    e, t = EXPRESSIONS, _TARGETS
    return st.one_of(
        e,
        st.tuples(t, e).map(lambda p: f"{p[0]} = {p[1]}"),
        st.tuples(e, e).map(lambda p: f"x: {p[0]} = {p[1]}"),
        e.map(lambda v: f"y: {v}"),
        e.map(lambda v: f"x += {v}"),
        e.map(lambda v: f"return {v}"),
        e.map(lambda v: f"raise {v} from x"),
        e.map(lambda v: f"assert {v}, x"),
        e.map(lambda v: f"x.append({v})"),
        st.sampled_from(
            [
                "pass", "break", "continue", "global x", "nonlocal y", "del x, y[0], f.a", "import boto3 as x, os.path",
                "from . import x as y", "from os import *", "from ..a.b import c", "raise", "return", "x = y = []",
            ]
        ),
    )  # fmt: skip


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, min_size=1, max_size=3).map(lambda lines: indent("\n".join(lines), "    "))
    e = EXPRESSIONS
    return st.one_of(
        st.tuples(e, body, body).map(lambda p: f"if {p[0]}:\n{p[1]}\nelif x:\n{p[2]}\nelse:\n    pass"),
        st.tuples(_TARGETS, e, body).map(lambda p: f"for {p[0]} in {p[1]}:\n{p[2]}\nelse:\n    y = x"),
        st.tuples(e, body).map(lambda p: f"while {p[0]}:\n{p[1]}"),
        st.tuples(body, body).map(lambda p: f"try:\n{p[0]}\nexcept (KeyError, C) as x:\n{p[1]}\nfinally:\n    y()"),
        st.tuples(e, body).map(lambda p: f"with {p[0]} as (x, y), f() as self.a:\n{p[1]}"),
        st.tuples(e, _PATTERNS, body).map(lambda p: f"match {p[0]}:\n    case {p[1]} if x:\n{indent(p[2], '    ')}"),
        st.tuples(e, e, body).map(
            lambda p: f"@f\n@f({p[0]})\ndef f(x, /, y={p[1]}, *args, k: C = 1, **others) -> C:\n{p[2]}"
        ),
        body.map(lambda b: f"async def f(event, context):\n    await x(y)\n    async with x as y:\n        pass\n{b}"),
        st.tuples(e, body).map(lambda p: f"@f\nclass C({p[0]}, metaclass=f):\n    x: C\n{p[1]}"),
        body.map(lambda b: f"def handler(event, context):\n{b}"),
    )


STATEMENTS = st.recursive(_simple(), _blocks, max_leaves=5)


def is_valid(text: str) -> bool:
    """Whether Python itself reads it; what it means does not matter."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


PROGRAMS = (
    st.lists(STATEMENTS, min_size=1, max_size=5)
    .map(lambda parts: "\n".join(parts) + "\ndef handler(event, context):\n    f(event, x)\n    return C(event).y\n")
    .filter(is_valid)
)
