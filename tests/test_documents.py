from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lambdalint.documents import load, yaml_source
from lambdalint.documents.text import MAX_BYTES, MAX_DEPTH
from lambdalint.documents.tree import Document, Mapping, Node, Problem, Scalar, Sequence
from lambdalint.model.source import Span

YAML = "template.yaml"
JSON = "template.json"
JINJA = "{{ cookiecutter.runtime }}"


def read(text: str, path: str = YAML) -> Document:
    return load(path, text.encode())


def root_of(text: str, path: str = YAML) -> Node:
    document = read(text, path)
    assert document.root is not None, document.problems
    return document.root


def value_of(node: Node | None) -> Any:
    match node:
        case Mapping():
            return {entry.key: value_of(entry.value) for entry in node}
        case Sequence():
            return [value_of(item) for item in node]
        case Scalar():
            return node.value
    return None


def fatal_of(text: str | bytes, path: str = YAML) -> Problem:
    document = load(path, text.encode() if isinstance(text, str) else text)
    assert document.root is None
    (problem,) = document.problems
    assert problem.fatal
    return problem


def at(node: Node | None, *keys: str | int) -> Node:
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else list(node)[key]  # type: ignore[arg-type,index]  # a path that fits
    assert node is not None
    return node


def text_at(span: Span, text: str) -> str:
    lines = text.splitlines()[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def nodes(node: Node) -> Iterator[Node]:
    yield node
    children = node.items if isinstance(node, Sequence) else ()
    for child in (*children, *(entry.value for entry in node)) if isinstance(node, Mapping) else children:
        yield from nodes(child)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", True),
        ("Off", False),
        ("3_600", 3600),
        ("0755", 493),
        ("0x1F", 31),
        ("012345678901", "012345678901"),
        ("1.5", 1.5),
        (".inf", math.inf),
        ("~", None),
        ("", None),
        ("2012-10-17", "2012-10-17"),
        ("2010-09-09T00:00:00Z", "2010-09-09T00:00:00Z"),
        ("'30'", "30"),
        ("nodejs20.x", "nodejs20.x"),
        ("!!str 30", "30"),
        ("!!int many", "many"),
        ("!Ref 30", "30"),
        ("1" + ":00" * 200, "1" + ":00" * 200),
    ],
)
def test_scalars_have_the_types_that_cloudformation_gives_them(written: str, value: object) -> None:
    assert value_of(root_of(f"Key: {written}")) == {"Key": value}


def test_the_text_of_a_number_is_kept_as_written() -> None:
    number = at(root_of("Version: 3.10"), "Version")
    assert isinstance(number, Scalar)
    assert (number.value, number.text) == (3.1, "3.10")


def test_short_tags_are_kept_on_every_kind_of_node() -> None:
    root = root_of("A: !Sub '${B}'\nC: !GetAtt [D, Arn]\nE: !Unheard {Of: 1}\nF: !!binary aGk=\nG: !!str x\n")
    assert [at(root, key).tag for key in "ACEFG"] == ["!Sub", "!GetAtt", "!Unheard", "!!binary", None]


SPANS = """\
Resources:
  Function:
    Type: "AWS::Lambda::Function"   # why
    Environment: {A: 1, 'Ünï': [x, 'y z']}
    Code: !Sub |
      line

      last   \n

  # about the next one
  Queue:
    Tags:
    - Key
    -
    Empty:

# the end
"""


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (("Resources", "Function", "Type"), '"AWS::Lambda::Function"'),
        (("Resources", "Function", "Environment"), "{A: 1, 'Ünï': [x, 'y z']}"),
        (("Resources", "Function", "Environment", "Ünï", 1), "'y z'"),
        (("Resources", "Function", "Code"), "!Sub |\n      line\n\n      last"),
        (("Resources", "Queue", "Tags"), "- Key\n    -"),
        (("Resources", "Queue"), "Tags:\n    - Key\n    -\n    Empty:"),
        (("Resources", "Queue", "Empty"), ""),
    ],
)
def test_a_value_spans_what_is_written_and_nothing_after_it(keys: tuple[str | int, ...], text: str) -> None:
    assert text_at(at(root_of(SPANS), *keys).at, SPANS) == text


def test_blocks_end_with_their_last_content() -> None:
    root = root_of(SPANS)
    assert root.at == Span(YAML, 1, 1, 16, 11)
    assert at(root, "Resources", "Function").at == Span(YAML, 3, 5, 8, 11)


def test_keys_have_spans_of_their_own() -> None:
    environment = at(root_of(SPANS), "Resources", "Function", "Environment")
    assert isinstance(environment, Mapping)
    assert [text_at(entry.key_at, SPANS) for entry in environment] == ["A", "'Ünï'"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("written", "value", "lines"),
    [
        ("A: |\n  x\n\n    y\nB: 1\n", "x\n\n  y\n", ((2, 3), (3, 1), (4, 3))),
        ("A: !Sub |-  # why\n   x\n   \n   y\n", "x\n\ny", ((2, 4), (3, 4), (4, 4))),
        ("A: |+\n  x\n\n\nB: 1", "x\n\n\n", ((2, 3), (3, 1), (4, 1))),
        ("A: |2\n    x\n  y\n", "  x\ny\n", ((2, 3), (3, 3))),
        ("A: &a !Sub\n  |\n  x\n", "x\n", ((3, 3),)),
        ("A: |\n\n\n  x", "\n\nx", ((2, 1), (3, 1), (4, 3))),
        ("- |\n def f():\n \treturn 'ä'\n", "def f():\n\treturn 'ä'\n", ((2, 2), (3, 2))),
        ("A: |\nB: 1", "", ()),
        ("A: >\n  x\n  y\n", "x y\n", ()),
        ('A: "x\n  y"\n', "x y", ()),
    ],
)
def test_lines_of_a_literal_are_found_in_the_file(
    written: str, value: str, lines: tuple[tuple[int, int], ...], line_break: str
) -> None:
    literal = next(each for each in nodes(root_of(written.replace("\n", line_break))) if isinstance(each, Scalar))
    assert (literal.value, literal.lines) == (value, lines)


def test_merge_keys_give_way_to_own_keys_and_to_mappings_named_before() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\nd:\n  <<: *b\n  '<<': own\n"
    root = root_of(text)
    assert value_of(at(root, "c")) == {"x": 3, "y": 1, "z": 2}
    assert value_of(at(root, "d")) == {"y": 2, "z": 2, "<<": "own"}
    assert at(root, "c", "z").at.line == 2


def test_an_alias_is_the_very_node_of_its_anchor_and_ends_the_block_it_stands_in() -> None:
    root = root_of("a: &a [1]\nb:\n  - 2\n  - *a\nc: 3\n")
    assert at(root, "b", 1) is at(root, "a")
    assert at(root, "b").at == Span(YAML, 3, 3, 4, 7)


@pytest.mark.parametrize(
    ("path", "text"), [(YAML, "A: 1\nB: 2\nA:\n  C: 3\n"), (JSON, '{"A": 1,\n"B": 2,\n"A": {"C": 3}}')]
)
def test_a_key_written_twice_is_reported_with_both_places_and_the_last_one_wins(path: str, text: str) -> None:
    document = read(text, path)
    (problem,) = document.problems
    assert (problem.code, problem.fatal, problem.at.line) == ("LL006", False, 3)
    assert "line 1" in problem.message
    assert "line 3" in problem.message
    assert value_of(document.root) == {"B": 2, "A": {"C": 3}}


def test_the_first_document_with_content_is_read_and_the_next_is_mentioned() -> None:
    document = read("# only a comment\n---\n---\nA: 1\n---\nB: 2\n---\nC: 3\n...\n")
    assert value_of(document.root) == {"A": 1}
    assert [(problem.code, problem.fatal, problem.at.line) for problem in document.problems] == [("LL001", False, 6)]


@pytest.mark.parametrize("path", [YAML, JSON, "stack.template"])
@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_an_empty_file_is_no_problem(path: str, text: str) -> None:
    assert read(text, path) == Document(path, None)


@pytest.mark.parametrize("text", ["# nothing yet\n", "---\n", "null\n"])
def test_a_yaml_file_without_content_is_no_problem(text: str) -> None:
    assert read(text) == Document(YAML, None)


def test_json_values_and_spans() -> None:
    text = '{\n\t"Ä\\n": [1, -2.5e3, true, null, "a\\/b"],\n\t"B": {}\n}\n'
    root = root_of(text, JSON)
    assert value_of(root) == json.loads(text)
    assert isinstance(root, Mapping)
    assert [text_at(entry.key_at, text) for entry in root] == ['"Ä\\n"', '"B"']
    written = ['[1, -2.5e3, true, null, "a\\/b"]', "1", "-2.5e3", "true", "null", '"a\\/b"', "{}"]
    assert [text_at(node.at, text) for node in nodes(root)] == [text.strip(), *written]


@pytest.mark.parametrize("path", [YAML, "stack.template"])
def test_json_is_read_under_any_name_and_flow_yaml_is_still_yaml(path: str) -> None:
    assert value_of(root_of('{\n\t"A":\n\t{"B": "\\/"}}', path)) == {"A": {"B": "/"}}
    assert value_of(root_of("{A: 1}  # YAML", path)) == {"A": 1}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(encoding: str) -> None:
    document = load(YAML, "Ключ: ä".encode(encoding))
    assert value_of(document.root) == {"Ключ": "ä"}
    assert at(document.root, "Ключ").at == Span(YAML, 1, 7, 1, 8)


@pytest.mark.parametrize(
    ("path", "text", "line", "column", "message"),
    [
        (YAML, "A:\n\tB: 1\n", 2, 1, "a tab cannot indent; use spaces"),
        (YAML, "A: 1\nB: %stage\n", 2, 4, "cannot begin with '%'; put it in quotes"),
        (YAML, "A: @each\n", 1, 4, "cannot begin with '@'; put it in quotes"),
        (YAML, "A: 1\nB: x: y\n", 2, 5, "quote a value that holds `: `"),
        (YAML, "A: [1, 2\nB: 3\n", 2, 2, "close the bracket"),
        (YAML, "Resource: *\n", 1, 12, "quote a value that begins with `*`"),
        (YAML, "A: *nowhere\n", 1, 4, "define the anchor"),
        (YAML, "A: 'x\n", 2, 1, "on line 1); close the quote"),
        (YAML, "A: 1\nB: {{resolve:ssm:/name}}\n", 2, 5, "quote a value that begins with `{`"),
        (YAML, "A: {% $states.input %}\n", 1, 5, "put it in quotes"),
        (YAML, "A: &a [*a]\n", 1, 4, "inside its own anchor"),
        (YAML, "A: 1\n<<: 2\n", 2, 5, "`<<` takes a mapping"),
        (YAML, "A: x\n---\nB: '", 3, 5, "close the quote"),
        (JSON, '{\n  "A": 1,\n}', 2, 9, "a comma after the last item"),
        (JSON, '{\n  "A" 1}', 2, 7, "expected `:`"),
        (JSON, "{\n  // why\n}", 2, 3, "it has no comments"),
        (JSON, '["a\nb"]', 1, 4, "invalid control character"),
        (JSON, '["\\ud800"]', 1, 2, "half of a surrogate pair"),
        (JSON, "{} {}", 1, 4, "expected the end"),
        (JSON, "[1 2]", 1, 4, "expected `,` or `]`"),
        (JSON, "[NaN]", 1, 2, "expected a value"),
    ],
)  # fmt: skip
def test_a_syntax_error_says_where_and_what_to_do(path: str, text: str, line: int, column: int, message: str) -> None:
    problem = fatal_of(text, path)
    assert (problem.code, problem.at.line, problem.at.column) == ("LL001", line, column)
    assert message in problem.message


@pytest.mark.parametrize(
    ("path", "data", "line", "message"),
    [
        (YAML, b"A: 1\nB: caf\xe9\n", 2, "0xE9"),
        (YAML, b"\xff\xfeA\x00:", 1, "not UTF-16"),
        (YAML, b"A: 1\nB: \x00\n", 2, "control character U+0000"),
        (JSON, b'["\x07"]', 1, "control character"),
        (YAML, b"A: 1\n" * MAX_BYTES, 1, "25.0 MB"),
    ],
)
def test_what_is_no_text_or_too_much_of_it_is_refused(path: str, data: bytes, line: int, message: str) -> None:
    problem = fatal_of(data, path)
    assert (problem.code, problem.at.line) == ("LL001", line)
    assert message in problem.message


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
@pytest.mark.parametrize("path", [YAML, JSON])
def test_absurd_nesting_is_refused(path: str, opening: str) -> None:
    assert fatal_of(opening * 100_000, path).code == "LL001"
    assert fatal_of("[" * 100_000, path).message.endswith(f"deeper than {MAX_DEPTH} levels")


BILLION_LAUGHS = "a0: &a0 [ha]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
TALL_ALIASES = "a0: &a0 [ha]\n" + "".join(f"a: &a{n} [*a{n - 1}]\n" for n in range(1, 5000))
MERGED_AGAIN = "m0: &m0 {k0: 1}\n" + "".join(f"m{n}: &m{n} {{<<: *m{n - 1}, k{n}: 1}}\n" for n in range(1, 2000))


@pytest.mark.parametrize("bomb", [BILLION_LAUGHS, TALL_ALIASES, MERGED_AGAIN], ids=["wide", "tall", "merged"])
def test_an_alias_bomb_is_refused(bomb: str) -> None:
    problem = fatal_of(bomb)
    assert problem.code == "LL001"
    assert "aliases" in problem.message


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (YAML, f"A: 1\nRuntime: {JINJA}\n", 2),
        (YAML, f'A: 1\nRuntime: "{JINJA}"\n', 2),
        (YAML, "A: 1\n  {%- if cookiecutter.tracing == 'y' %}\nB: 2\n", 2),
        (YAML, "A: 1\n{% for each in all %}\nB: 2\n{% endfor %}\n", 2),
        (YAML, "A: {{ name }}-queue\n", 1),
        (YAML, "A: {{ .Values.name }}\n", 1),
        (JSON, '{\n"A": {{ name }}}', 2),
    ],
)
def test_a_source_of_a_template_is_not_taken_for_a_broken_one(path: str, text: str, line: int) -> None:
    problem = fatal_of(text, path)
    assert (problem.code, problem.at.line) == ("LL005", line)


@pytest.mark.parametrize(
    "text",
    [
        "Secret: '{{resolve:secretsmanager:db:SecretString:password}}'\n",
        "Arguments: '{% $states.input.orders %}'\n",
        "Body: |\n  {% if user %}{{ user.name }}{% endif %}\n",
        "Description: made with cookiecutter\n",
    ],
)
def test_what_is_filled_in_after_deployment_is_read(text: str) -> None:
    assert read(text).problems == ()
    assert value_of(root_of(text)) == yaml.safe_load(text)


def test_an_error_elsewhere_is_no_sign_of_a_template_source() -> None:
    assert fatal_of("Code: |\n  print('{{ }}'.format(1))\n  '{{ x }}'\nA: 'unclosed\n").code == "LL001"


@pytest.fixture
def _without_libyaml(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delattr(yaml, "CSafeLoader")
    yaml_source.loader_class.cache_clear()
    yield
    yaml_source.loader_class.cache_clear()


@pytest.mark.usefixtures("_without_libyaml")
def test_without_libyaml_the_same_is_read_after_one_warning() -> None:
    with pytest.warns(RuntimeWarning, match="libyaml"):
        slow = root_of(SPANS)
    yaml_source.loader_class.cache_clear()
    assert at(slow, "Resources", "Function", "Code").at == Span(YAML, 5, 11, 8, 11)


# PyYAML itself does not read back the other line breaks of Unicode that it writes.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=20
)
SYNTAX = st.text(st.sampled_from("ab1 \t\n\r-?:,[]{}#&*!|>'\"%@`<.=~\\\x85\u2028\x00é"), max_size=60)


@given(tree=TREES, indent=st.sampled_from([None, 2]), ascii_only=st.booleans())
def test_any_json_gives_its_value(tree: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    assert value_of(root_of(text, JSON)) == tree


@given(tree=TREES, flow=st.sampled_from([None, True, False]), style=st.sampled_from([None, "|", ">", '"']))
def test_any_yaml_gives_its_value(tree: object, flow: bool | None, style: str | None) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, default_style=style, allow_unicode=True)
    document = read(text)
    assert document.problems == ()
    assert value_of(document.root) == tree


@given(text=st.text() | SYNTAX, path=st.sampled_from([YAML, JSON, "stack.template"]))
def test_any_text_gives_a_tree_or_one_reason_why_not(text: str, path: str) -> None:
    document = read(text, path)
    fatal = [problem for problem in document.problems if problem.fatal]
    assert len(fatal) == len(document.problems) == 1 or not fatal
    for each in nodes(document.root) if document.root else ():
        assert (1, 1) <= (each.at.line, each.at.column) <= (each.at.end_line, each.at.end_column)


@given(st.binary())
def test_any_bytes_give_a_tree_or_one_reason_why_not(data: bytes) -> None:
    assert sum(problem.fatal for problem in load(YAML, data).problems) <= 1
