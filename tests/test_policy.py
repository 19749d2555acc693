from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lambdalint.model.code import Code
from lambdalint.model.finding import Finding, Note
from lambdalint.model.module import Module
from lambdalint.model.rule import Profile, Rule, Severity
from lambdalint.model.source import Anchor, Span
from lambdalint.policy import yaml_comments
from lambdalint.policy.scope import Scope
from lambdalint.policy.select import exit_code, rules_in_force
from lambdalint.policy.suppress import Suppressed, read
from lambdalint.policy.verdict import apply
from lambdalint.settings import Settings, load

RULES = tuple(
    Rule(code, name, "…", Severity.WARNING, "high", Profile.DEFAULT, needs=needs)
    for code, name, needs in (
        ("LL001", "unreadable-file", ()),
        ("LL002", "unused-suppression", ()),
        ("LL003", "unknown-suppression", ()),
        ("LL101", "client-in-handler", ("code",)),
        ("LL102", "user-data-in-global", ("code",)),
        ("LL201", "timeout-over-limit", ("configuration",)),
        ("LL402", "env-var-missing", ("code", "configuration")),
    )
)
ROOT = Path(__file__).parent.parent
EVERYWHERE = Scope(*(frozenset({"app.py", "template.yaml", "template.json"}),) * 4)
WIDTH = 200


def settings(tmp_path: Path, **values: object) -> Settings:
    return load(
        tmp_path,
        RULES,
        today=date(2026, 11, 23),
        flags={name.replace("_", "-"): value for name, value in values.items()},
    )


def at(path: str, line: int, code: str = "LL101") -> Finding:
    return Finding(code, "…", Span(path, line, 5, line, 9))


def outcome(
    path: str,
    text: str,
    findings: Iterable[Finding],
    *,
    chosen: Settings | None = None,
    scope: Scope = EVERYWHERE,
) -> Suppressed:
    return apply(findings, chosen or settings(Path("/nowhere")), RULES, [(path, text)], scope)


def hidden_lines(path: str, text: str, code: str = "LL101") -> set[int]:
    """Which lines of a text a finding of this code is hidden on."""
    lines = range(1, len(text.split("\n")) + 1)
    return {each.finding.span.line for each in outcome(path, text, [at(path, line, code) for line in lines]).hidden}


def about(
    path: str, text: str, findings: Iterable[Finding] = (), scope: Scope = EVERYWHERE
) -> list[tuple[int, str, str]]:
    """What is said about the suppressions themselves."""
    reported = outcome(path, text, findings, scope=scope).findings
    return [(each.span.line, each.code, each.message) for each in reported if each.code in ("LL002", "LL003")]


def marked(text: str) -> tuple[str, set[int]]:
    """A text whose lines begin with `>` where a finding is to be hidden, without those marks; and their numbers."""
    lines = text.strip("\n").split("\n")
    return "\n".join(line[1:] for line in lines), {number for number, line in enumerate(lines, 1) if line[:1] == ">"}


PYTHON = {
    "on the line": """
 a = 1
>b = 2  # lambdalint: ignore[LL101] -- because
 c = 3
""",
    "by name, among others, beside another tool's": """
>b = 2  # noqa: E501  # lambdalint: ignore[LL201, client-in-handler]
 c = 3
""",
    "on any line of the statement": """
 a = 1
>b = call(
>    1,
>    2,  # lambdalint: ignore[LL101]
>)
 c = 3
""",
    "alone above, with other comments between": """
 # lambdalint: ignore[LL101] -- because
 # more to say

>b = call(
>    1,
>)
 c = 3
""",
    "on a def": """
 a = 1
>def f():  # lambdalint: ignore[LL101]
>    if x:
>        b = 1
>
>    return b
 c = 3
""",
    "on a header of several lines": """
>def f(
>    x,  # lambdalint: ignore[LL101]
>):
>    return x
 c = 3
""",
    "above decorators": """
 # lambdalint: ignore[LL101]
>@first
>@second(
>    1,
>)
>def f():
>    return 1
 c = 3
""",
    "on a decorator": """
>@first  # lambdalint: ignore[LL101]
>def f():
>    return 1
 c = 3
""",
    "on a class, a with, an else": """
>class A:  # lambdalint: ignore[LL101]
>    x = 1
 with a:
     b = 1
 if a:
     b = 1
>else:  # lambdalint: ignore[LL101]
>    b = 2
""",
    "inside a block, for its statement only": """
 def f():
>    a = 1  # lambdalint: ignore[LL101]
     b = 2
""",
    "in the file": """
>a = 1
>b = 2
># lambdalint: ignore-file[LL101] -- generated
""",
    "in a string it is none": """
 a = "# lambdalint: ignore[LL101]"
 b = '''
 # lambdalint: ignore[LL101]
 '''
 c = 3
""",
    "at the end of a block it is none": """
 def f():
     a = 1
     # lambdalint: ignore[LL101]

 def g():
     b = 1
""",
    "in what is no Python, line by line": """
 def f(:
>    a = 1  # lambdalint: ignore[LL101]
     # lambdalint: ignore[LL101]
>    b = 2
     c = (
""",
}


@pytest.mark.parametrize("situation", PYTHON)
def test_what_a_comment_in_python_covers(situation: str) -> None:
    text, lines = marked(PYTHON[situation])

    assert hidden_lines("app.py", text) == lines
    assert hidden_lines("app.py", text, "LL102") == set()


YAML = {
    "on the line": """
 A: 1
>B: 2  # lambdalint: ignore[LL101] -- because
 C: 3
""",
    "on a key, for all below it": """
 Resources:
>  Fn:  # lambdalint: ignore[LL101]
>    Type: AWS::Serverless::Function
>
>    Properties:
>      Timeout: 3
   Other:
     Type: X
""",
    "on a key whose list stands in its column": """
>Events:  # lambdalint: ignore[LL101]
>- A
>- B:
>    C: 1
 Other: 1
""",
    "alone above an entry, with comments between": """
 # lambdalint: ignore[LL101]
 # more to say
>Fn:
>  Timeout: 3
 Other: 1
""",
    "alone above an item": """
 List:
   # lambdalint: ignore[LL101]
>  - Type: A
>    Other: B
   - Type: C
""",
    "on the first key of an item, for its value": """
 List:
>  - Type: A  # lambdalint: ignore[LL101]
     Other: B
""",
    "in a quoted value or a plain word it is none": """
 A: "x # lambdalint: ignore[LL101]"
 B: 'it''s # lambdalint: ignore[LL101]'
 C: x#lambdalint: ignore[LL101]
 "D # lambdalint: ignore[LL101]": 1
 E: "over
   lines # lambdalint: ignore[LL101]"
""",
    "after an apostrophe in plain text": """
 A: the user's cart
>B: don't 'quote' me  # lambdalint: ignore[LL101]
 C: "quoted"
""",
    "in a flow collection": """
>A: {B: [1, 'x # y', "z"],  # lambdalint: ignore[LL101]
>   C: 2}
 D: 3
""",
    "beside tags and anchors": """
>A: !Sub &name "x # y"  # lambdalint: ignore[LL101]
>B: !If  # lambdalint: ignore[LL101]
>  - Condition
>  - 1
 C: 3
""",
    "on a block scalar's key": """
>Code: !Sub |  # lambdalint: ignore[LL101]
>  a: 1
>
>  b = 2
 C: 3
""",
    "in a block scalar that is no code of ours it is none for the template": """
 Text: >-
   one # lambdalint: ignore[LL102]
   two
>B: 1  # lambdalint: ignore[LL101]
""",
    "in inline code, as in Python": """
 InlineCode: |
   import boto3

>  def handler(event, context):  # lambdalint: ignore[LL101]
>      return call(
>          1,
>      )

   x = "# lambdalint: ignore[LL101]"
 Timeout: 3
""",
    "in the file": """
># lambdalint: ignore-file[LL101]
>A:
>  B: 1
""",
    "indented otherwise than what follows it is none": """
 A:
   B: 1
   # lambdalint: ignore[LL101]
 C: 1
""",
}


@pytest.mark.parametrize("situation", YAML)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_a_comment_in_yaml_covers(situation: str, newline: str) -> None:
    text, lines = marked(YAML[situation])

    assert hidden_lines("template.yaml", text.replace("\n", newline)) == lines


TEMPLATE: Mapping[str, object] = {
    "Resources": {
        "Fn": {
            "Type": "AWS::Serverless::Function",
            "Metadata": {"lambdalint": {"ignore": [{"id": "LL101", "reason": "because"}, {"id": "LL201"}]}},
            "Properties": {"Timeout": 3},
        },
        "Other": {"Type": "AWS::SQS::Queue"},
    }
}


def test_metadata_of_a_resource_covers_the_resource() -> None:
    text = json.dumps(TEMPLATE, indent=1)
    lines = text.split("\n")
    first, last = lines.index('  "Fn": {') + 1, lines.index('  "Other": {')

    assert hidden_lines("template.json", text) == set(range(first, last))
    (reason, _) = [each.reason for each in read("template.json", text)]
    assert reason == "because"


def test_metadata_on_one_line_covers_its_resource_only() -> None:
    text = json.dumps(TEMPLATE)
    inside, outside = text.index('"Timeout"') + 1, text.index('"Other"') + 1
    findings = [Finding("LL101", "…", Span("template.json", 1, column, 1, column + 3)) for column in (inside, outside)]

    assert [each.span.column for each in outcome("template.json", text, findings).findings if each.code == "LL101"] == [
        outside
    ]


def test_metadata_of_a_template_covers_the_file_in_yaml_too() -> None:
    text = "Metadata:\n  lambdalint:\n    ignore:\n      - id: LL101\n        reason: because\nResources: {}\n"

    assert hidden_lines("template.yaml", text) == set(range(1, 8))


@pytest.mark.parametrize(
    "metadata", [{"ignore": "LL101"}, {"ignroe": [{"id": "LL101"}]}, {"ignore": [{"rule": "LL101"}]}, ["LL101"]]
)
def test_metadata_of_another_shape_is_reported(metadata: object) -> None:
    text = json.dumps({"Metadata": {"lambdalint": metadata}})

    ((_, code, message),) = about("template.json", text)
    assert code == "LL003"
    assert 'write `"lambdalint": {"ignore": [{"id": "LL101", "reason": "…"}]}`' in message


def test_only_the_primary_place_counts() -> None:
    text = "a = 1\nb = 2  # lambdalint: ignore[LL101]\n"
    finding = replace(at("app.py", 1), notes=(Note(Span("app.py", 2, 1, 2, 2), "handler"),))

    assert finding in outcome("app.py", text, [finding]).findings


def test_what_is_hidden_is_told_with_what_hides_it() -> None:
    text = "a = 1  # lambdalint: ignore[LL101] -- one per tenant # expect: LL101\n"

    (hidden,) = outcome("app.py", text, [at("app.py", 1)]).hidden
    assert (hidden.by.reason, hidden.by.at) == ("one per tenant", Span("app.py", 1, 8, 1, 53))


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (
            "ignore[LL101]",
            "LL002 `LL101` reports nothing here, so this suppression hides nothing; remove the suppression",
        ),
        (
            "ignore[LL101, LL102]",
            "LL002 `LL102` reports nothing here, so this suppression hides nothing; remove `LL102`",
        ),
        ("ignore-file[LL102]", "LL002 `LL102` reports nothing in this file, so"),
        ("ignore[LL1O1]", "LL003 there is no rule `LL1O1`, so this hides nothing; did you mean `LL101`?"),
        ("ignore[LL1]", "LL003 there is no rule `LL1`"),
        ("ignore[ALL]", "LL003 there is no rule `ALL`"),
        (
            "ignore",
            "LL003 this suppression names no rule, so it hides nothing; name what it is to hide: `ignore[LL402]`",
        ),
        ("ignore[]", "LL003 this suppression names no rule"),
        ("ignore LL101", "LL003 this suppression names no rule"),
        ("ignroe[LL101]", "LL003 `ignroe` is nothing lambdalint knows; did you mean `ignore`?"),
        ("[LL101]", "LL003 this says nothing to lambdalint; write `ignore[LL101]`"),
    ],
)
def test_a_suppression_that_hides_nothing_is_reported(comment: str, expected: str) -> None:
    text = f"a = 1  # lambdalint: {comment} -- because\n"
    findings = [at("app.py", 1, "LL402")] + ([at("app.py", 1)] if ", " in comment else [])

    ((line, code, message),) = about("app.py", text, findings)
    assert line == 1
    assert f"{code} {message}".startswith(expected)


def test_a_suppression_points_at_the_word_that_is_wrong() -> None:
    text = "a = 1  # lambdalint: ignore[LL101, LL1O2]\n"

    (finding,) = (each for each in outcome("app.py", text, [at("app.py", 1)]).findings)
    assert text[finding.span.column - 1 : finding.span.end_column - 1] == "LL1O2"


@pytest.mark.parametrize(
    "text",
    [
        "a = 1  # lambdalint: ignore[LL101, LL002] -- only with --profile strict\n",
        "# lambdalint: ignore-file[unused-suppression]\na = 1  # lambdalint: ignore[LL101]\n",
        "# lambdalint: ignore-file[LL003]\na = 1  # lambdalint: ignore[LL1O1]\n",
    ],
)
def test_what_is_said_about_a_suppression_can_be_suppressed(text: str) -> None:
    assert about("app.py", text) == []


@pytest.mark.parametrize(
    ("text", "findings", "scope"),
    [
        ("a = 1  # lambdalint: ignore[LL101]\n", [], Scope(*(frozenset(),) * 4)),
        (
            "a = 1  # lambdalint: ignore[LL402]\n",
            [],
            Scope(frozenset(), frozenset(), frozenset({"app.py"}), frozenset()),
        ),
        ("a = (  # lambdalint: ignore[LL101]\n", [at("app.py", 1, "LL001")], EVERYWHERE),
    ],
)
def test_what_could_not_be_judged_is_not_called_unused(text: str, findings: list[Finding], scope: Scope) -> None:
    assert about("app.py", text, findings, scope) == []


@pytest.mark.parametrize("flags", [{"ignore": "LL101"}, {"ignore": "LL002"}, {"select": "LL102"}])
def test_rules_that_do_not_run_are_not_called_unused(tmp_path: Path, flags: Mapping[str, object]) -> None:
    chosen = settings(tmp_path, **flags)

    assert outcome("app.py", "a = 1  # lambdalint: ignore[LL101]\n", [], chosen=chosen).findings == ()


def test_the_scope_is_what_functions_run_and_templates_say() -> None:
    from factories import function

    configured = function("Fn")
    code = Code(Anchor("src/app.py", 1), "handler", "app", None, {"app": Module("src/app.py")})
    scope = Scope.of([replace(configured, code=code)], ["template.yaml"], ["src/app.py"])
    imported = Scope.of([replace(configured, code=code)], ["template.yaml"], [])
    without = Scope.of([configured], [configured.at.path], [])
    code_rule, joined_rule = RULES[3], RULES[6]

    assert scope.judges(code_rule, "src/app.py")
    assert scope.judges(joined_rule, "src/app.py")
    assert not scope.judges(code_rule, "src/other.py")
    assert not imported.judges(joined_rule, "src/app.py")
    assert not without.judges(joined_rule, configured.at.path)
    assert without.judges(RULES[5], configured.at.path)


def test_suppressions_can_be_left_out(tmp_path: Path) -> None:
    chosen = replace(settings(tmp_path), suppressions=False)
    text = "a = 1  # lambdalint: ignore[LL101]\nb = 1  # lambdalint: ignore\n"

    assert outcome("app.py", text, [at("app.py", 1)], chosen=chosen).findings == (at("app.py", 1),)


def test_only_selected_rules_report_and_in_order(tmp_path: Path) -> None:
    chosen = settings(tmp_path, select="LL1")
    findings = [at("b.py", 1), at("a.py", 9), at("a.py", 9, "LL102"), at("a.py", 2, "LL201"), at("a.py", 3, "LL001")]

    assert [(each.span.path, each.code) for each in outcome("c.py", "", findings, chosen=chosen).findings] == [
        ("a.py", "LL001"),
        ("a.py", "LL101"),
        ("a.py", "LL102"),
        ("b.py", "LL101"),
    ]


def test_rules_are_ignored_in_the_files_of_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "lambdalint.toml").write_text(
        '[per-file-ignores]\n"scripts/" = ["LL1"]\n"*_generated.py" = ["LL0", "LL201"]\n'
    )
    findings = [at("scripts/a.py", 1), at("src/a_generated.py", 1), at("src/a_generated.py", 2, "LL201"), at("b.py", 1)]
    text = "a = 1  # lambdalint: ignore[LL1O1]\n"

    reported = outcome("src/a_generated.py", text, findings, chosen=settings(tmp_path)).findings
    assert [(each.span.path, each.code) for each in reported] == [("b.py", "LL101"), ("src/a_generated.py", "LL101")]


def test_a_severity_in_the_settings_wins(tmp_path: Path) -> None:
    (tmp_path / "lambdalint.toml").write_text('[rules.LL101]\nseverity = "info"\n')
    chosen = settings(tmp_path)
    (finding,) = outcome("app.py", "", [replace(at("app.py", 1), severity=Severity.ERROR)], chosen=chosen).findings
    rules = rules_in_force(RULES, chosen)

    assert rules["LL101"].severity_of(finding) is Severity.INFO


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_exit_code_follows_the_worst_finding(tmp_path: Path, fail_on: str, code: int) -> None:
    chosen = settings(tmp_path, fail_on=fail_on)

    assert exit_code([at("app.py", 1)], rules_in_force(RULES, chosen), chosen.fail_on) == code
    assert exit_code([], {}, chosen.fail_on) == 0


def test_comments_are_those_that_yaml_sees() -> None:
    """What PyYAML's scanner leaves outside of every scalar and begins with `#` is a comment, and nothing else is."""
    for path in sorted((ROOT / "tests" / "fixtures").glob("**/*.y*ml")) + sorted((ROOT / "examples").glob("**/*.y*ml")):
        text = path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
        try:
            scalars = [token for token in yaml.scan(text) if isinstance(token, yaml.ScalarToken)]
        except yaml.YAMLError:
            continue
        inside = {index for token in scalars for index in range(token.start_mark.index, token.end_mark.index)}
        comments = re.finditer(r"(?<!\S)#", text)
        lines = {text.count("\n", 0, match.start()) + 1 for match in comments if match.start() not in inside}
        embedded = {text.count("\n", 0, index) + 1 for index in inside}

        assert {each.line for each in yaml_comments.read(text)} - embedded == lines - embedded, path


@given(st.text(alphabet="ab:-#\"'[]{}|>&!, \n\t\\", max_size=WIDTH))
def test_no_yaml_is_too_strange_for_comments(text: str) -> None:
    lines = text.count("\n") + 1

    for comment in yaml_comments.read(text):
        first, last = comment.lines
        assert 1 <= first <= last + 1 <= lines + 1
        assert text.split("\n")[comment.line - 1][comment.column - 1 :].startswith("#")


@given(st.text(alphabet="ab:=#\"'()@ \n\t\\", max_size=WIDTH))
def test_no_python_is_too_strange_for_suppressions(text: str) -> None:
    for suppression in read("app.py", f"{text}# lambdalint: ignore[LL101]"):
        assert re.match("LL101", suppression.words[0].text)
