"""Programs in TypeScript and JavaScript: what their data is, and what of it only the running program knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lambdalint.disk import Disk
from lambdalint.documents.tree import Document, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks import load_program
from lambdalint.frameworks.nodes import is_unknown
from lambdalint.sources import Sources

UNKNOWN = object()


def loaded(root: Path, files: dict[str, str]) -> Document:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    document = load_program(next(iter(files)), Sources(Disk(root)))
    assert document is not None
    return document


def plain(node: Node) -> Any:
    match node:
        case Mapping(entries=entries):
            return {entry.key: plain(entry.value) for entry in entries}
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Scalar():
            return UNKNOWN if is_unknown(node) else node.value


def value(root: Path, expression: str, before: str = "", **files: str) -> Any:
    document = loaded(root, {"service.ts": f"{before}\nexport default {{ value: {expression} }};\n", **files})
    assert document.root is not None
    assert not document.problems
    found = plain(document.root)
    assert list(found) == ["value"]
    return found["value"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1_024", 1024),
        ("0x10 + 1", 17),
        ("6 / 2", 3),
        ("Math.max(...Object.keys({ a: 1 }).map((key) => key.length), ...[2])", 2),
        ("-1", -1),
        ("!0", True),
        ("null", None),
        ("'a\\u00e9\\x41\\n\\'' + \"b\"", "aéA\n'b"),
        ("`a${1 + 1}\\`${'b'}${true}`", "a2`btrue"),
        ("'x' + 1", "x1"),
        ("(<const>['a', 2])", ["a", 2]),
        ("{ 'a-b': 1, [`c${1}`]: 2, 3: 4 } as const", {"a-b": 1, "c1": 2, "3": 4}),
        ("{ ...{ a: 1, b: 1 }, b: 2, ...null } satisfies object", {"a": 1, "b": 2}),
        ("[...[1, 2], 3]", [1, 2, 3]),
        ("Object.freeze({ a: 1 })!", {"a": 1}),
        ("Object.assign({ a: 1 }, { b: 2 })", {"a": 1, "b": 2}),
        ("Object.fromEntries(Object.entries({ a: 1 }).map(([key, one]) => [`${key}!`, one + 1]))", {"a!": 2}),
        ("Object.keys({ a: 1, b: 2 }).filter((key) => key !== 'a')", ["b"]),
        ("['a', 'b'].map((each, index) => `${each}${index}`).join('-')", "a0-b1"),
        ("[[1], [2]].flatMap((one) => one).concat([3], 4).slice(1)", [2, 3, 4]),
        ("['a', 'b'].includes('b') ? ['a', 'b'].length : 0", 2),
        ("[1, 2].find((one) => one > 1)", 2),
        ("'Some-Name'.toLowerCase().replace(/-/g, '_').split('_')", ["some", "name"]),
        ("undefined ?? 'given'", "given"),
        ("'' || 'given'", "given"),
        ("({ a: { b: 1 } })?.a?.['b']", 1),
        ("({ a: 1 } as any).missing?.deeper ?? 5", 5),
        ("((a, { b = 2, ...rest } = { c: 3 }, ...more) => [a, b, rest, more])(1, undefined, 4)", [1, 2, {"c": 3}, [4]]),
        ("(function () { try { return 1; } finally { } })()", 1),
        ("Math.max(1, 2)", 2),
        ("parseInt('12', 10) + Number('3')", 15),
        ("{ a: 1, f() { return this.a; } }.f()", 1),
    ],
)
def test_what_is_written_is_known(tmp_path: Path, expression: str, expected: Any) -> None:
    assert value(tmp_path, expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "process.env.STAGE",
        "process.env.STAGE ?? 'dev'",
        "process.env.STAGE === 'prod' ? 1 : 2",
        "require('some-package').value",
        "missing",
        "new Date().getFullYear()",
        "Math.random()",
        "[process.env.A].filter((one) => one).length",
        "{ ...process.env }.A",
        "'abc'.replace(/(a+)+b/, '')",
        "tag`text`",
        "JSON.parse('{}')",
        "require('path').resolve(process.env.A)",
        "1 > 'a'",
        "{ get a() { return 1; } }.a",
    ],
)
def test_what_only_the_running_program_knows_is_unknown(tmp_path: Path, expression: str) -> None:
    assert value(tmp_path, expression) is UNKNOWN


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("let x = 1; x += 2;", 3),
        ("let x = 1; if (process.env.A) { x = 2; }", UNKNOWN),
        ("let x = 1; if (process.env.A) { x = 1; }", 1),
        ("let x: number; if (process.env.A) { x = 2; } else { x = 2; }", UNKNOWN),
        ("let x = 1; if (!process.env.A) { throw new Error('A'); } else { x = 2; }", 2),
        ("let x = 0; for (const one of [1, 2, 3]) { if (one === 2) continue; x += one; }", 4),
        ("let x = 0; for (const one of [1, 2, 3]) { x = one; if (one === 2) break; }", 2),
        ("let x = 0; for (const one of process.argv) { x = 1; }", UNKNOWN),
        ("let x = 0; for (let i = 0; i < 3; i++) { x += i; }", UNKNOWN),
        ("let x = ''; for (const key in { a: 1, b: 2 }) { x += key; }", "ab"),
        ("const x = []; x.push(1, 2);", [1, 2]),
        ("const x: any = { a: 1 }; x.b = 2; delete x.c; x['d'] = 3;", {"a": 1, "b": 2, "d": 3}),
        ("const x: any = { a: 1 }; if (process.env.A) { x.a = 2; }", {"a": UNKNOWN}),
        ("const [, x = 3] = [1];", 3),
        ("const { a: { b: x } } = { a: { b: 1 } };", 1),
        ("let x = 0; [1, 2].forEach((one) => { x += one; });", 3),
        ("let x = 0; process.argv.forEach(() => { x = 1; });", UNKNOWN),
        ("const x = later(); function later() { return 1; }", 1),
        (("function pick(a) { switch (a) { case 'x': return 1; case 'y': case 'z': return 2; default: return 3; } }"
         " const x = [pick('x'), pick('z'), pick('q')];"), [1, 2, 3]),
        ("function f(a) { if (a) { return 1; } return 2; } const x = [f(true), f(0), f(process.env.A)];",
         [1, 2, UNKNOWN]),
        ("function f(n) { return n > 0 ? f(n - 1) : 'end'; } const x = f(3);", "end"),
        ("function f(a) { return a.b ? f(a.b) : 1; } const x = f(process.env);", UNKNOWN),
        ("let x = 0; for (const one of [1, 2]) { switch (one) { case 1: if (process.env.A) { break; } x = 5; } x += 1; }",
         UNKNOWN),
        ("enum Size { Small, Big = 512, Bigger, Name = 'name' } const x = [Size.Small, Size.Bigger, Size.Name];",
         [0, 513, "name"]),
        (("class A { static n = 2; constructor(readonly a = 1, private b = 2) {} sum() { return this.a + this.b; } }"
         " class B extends A { c = 3; get all() { return super.sum() + this.c + A.n; } } const x = new B(5).all;"), 12),
    ],
)  # fmt: skip
def test_statements_are_carried_out_and_what_may_not_happen_makes_unknown(
    tmp_path: Path, before: str, expected: Any
) -> None:
    assert value(tmp_path, "x", before) == expected


def test_modules_give_each_other_what_they_export(tmp_path: Path) -> None:
    before = """
import whole, { one, two as second } from './a';
import * as all from './b.js';
import settings from './settings.json';
import { aliased } from '@parts/c';
import missing from './missing';
const { three } = require('./d');
"""
    expected = ["default", 1, 2, 1, "default", 7, "c", UNKNOWN, 3]
    files = {
        "a.ts": "export const one = 1; const two = 2; export { two }; export default 'default';",
        "b.ts": "export * from './a'; export { default as again } from './a';",
        "settings.json": '{"size": [5, 7]}',
        "tsconfig.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@parts/*": ["parts/*"]}}}',
        "parts/c/index.ts": "export const aliased = 'c';",
        "d.js": "exports.three = 3;",
    }

    found = "[whole, one, second, all.one, all.again, settings.size[1], aliased, missing, three]"
    assert value(tmp_path, found, before, **files) == expected


def test_paths_are_put_together_without_looking_at_the_disk(tmp_path: Path) -> None:
    before = "import path from 'node:path';"

    found = value(
        tmp_path, "[path.join(__dirname, '..', 'src'), path.resolve('a', '../b'), path.basename('a/b')]", before
    )
    assert [str(one).rpartition("/")[2] for one in found] == ["src", "b", "b"]


def test_every_value_stands_where_it_is_written(tmp_path: Path) -> None:
    files = {
        "service.ts": "import { é } from './a';\nmodule.exports = { 'ü': [é], a: 1 };",
        "a.ts": "export const é = { b: 'x' };",
    }
    root = loaded(tmp_path, files).root
    assert isinstance(root, Mapping)
    listed, number = (entry for entry in root)

    assert (listed.key_at.line, listed.key_at.column) == (2, 20)
    assert (number.value.at.line, number.value.at.column) == (2, 33)
    assert isinstance(listed.value, Sequence)
    inner = listed.value.items[0]
    assert isinstance(inner, Mapping)
    assert (inner.entries[0].key_at.path, inner.entries[0].value.at.column) == ("a.ts", 23)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("module.exports = {\n  service: 'x'\n  provider: 'y' };", "LL001", 2),
        ("export default build();", "LL008", 1),
        ("export default { ...build() };", "LL008", 1),
        ("function f(n) { return f(n + 1); }\nexport default { a: f(1) };", "LL008", 1),
        ("for (const a of 'x'.repeat(9)) { for (;;) {} }\nexport default f;", "LL008", 1),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, text: str, code: str, line: int) -> None:
    problems = loaded(tmp_path, {"service.js": text}).problems

    assert [(problem.code, problem.at.line) for problem in problems] == [(code, line)]


def test_a_file_in_another_encoding_is_said_too(tmp_path: Path) -> None:
    (tmp_path / "service.js").write_bytes(b"export default { a: '\xe9' };")
    document = load_program("service.js", Sources(Disk(tmp_path)))

    assert document is not None
    assert [problem.code for problem in document.problems] == ["LL001"]
