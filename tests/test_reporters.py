from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sample_report import REPORT, SOURCES, any_report, any_sources

from lambdalint import __version__, catalog
from lambdalint.engine import check
from lambdalint.errors import UsageError
from lambdalint.model.finding import Finding, Note
from lambdalint.model.report import Coverage, Report
from lambdalint.model.source import Span
from lambdalint.reporters import FORMATS, write
from lambdalint.reporters.cells import glyphs, width, wrap
from lambdalint.settings import load

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "fixtures" / "reports"
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/report.json").read_text())


def report_of(*findings: Finding, **changes: Any) -> Report:
    return replace(REPORT, findings=findings, suppressed=0, **changes)


def written(output_format: str, report: Report, sources: dict[str, str] = SOURCES, **screen: Any) -> str:
    return write(output_format, report, sources.__getitem__, **{"color": False, "width": 80, **screen})


@pytest.mark.parametrize(
    ("name", "output_format", "screen"),
    [
        ("full-80.txt", "full", {}),
        ("full-120.txt", "full", {"width": 120}),
        ("full-color.txt", "full", {"color": True}),
        ("full-ascii.txt", "full", {"width": 60, "unicode": False}),
        ("concise.txt", "concise", {}),
        ("concise-color.txt", "concise", {"color": True}),
        ("report.json", "json", {}),
        ("github.txt", "github", {}),
    ],
)
def test_a_report_looks_as_agreed(name: str, output_format: str, screen: dict[str, Any]) -> None:
    """LAMBDALINT_UPDATE_GOLDEN=1 writes what it looks like now; read the difference."""
    text = written(output_format, REPORT, **screen).replace(f'"{__version__}"', '"VERSION"')
    if os.environ.get("LAMBDALINT_UPDATE_GOLDEN"):
        (GOLDEN / name).write_text(text, encoding="utf-8", newline="")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (report_of(), "All clear: nothing to report in 3 functions."),
        (replace(report_of(), suppressed=1), "All clear: nothing to report in 3 functions (1 suppressed)."),
        (
            report_of(coverage=Coverage(looked_at=214)),
            "No Lambda functions found: looked at 214 files for SAM and CloudFormation templates, ",
        ),
        (
            report_of(Finding("LL001", "empty", Span.of_line("a.yaml")), coverage=Coverage(looked_at=1, templates=1)),
            "Found 1 error.\nNo Lambda functions found: looked at 1 file for",
        ),
    ],
)
def test_silence_says_what_it_rests_on(report: Report, sentence: str) -> None:
    assert sentence in written("full", report)
    assert sentence.replace("\n", " ") in written("concise", report)


@pytest.mark.parametrize("error", [OSError, KeyError, UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid")])
@pytest.mark.parametrize("output_format", FORMATS)
def test_a_file_that_cannot_be_read_costs_its_lines_only(output_format: str, error: Exception) -> None:
    def unreadable(_: str) -> str:
        raise error

    text = write(output_format, REPORT, unreadable, color=False, width=80)
    assert "boto3.client" in text
    assert "built per invocation" in text or output_format != "full"


@given(report=any_report, sources=any_sources)
@pytest.mark.parametrize("output_format", FORMATS)
def test_no_text_and_no_span_stops_a_reporter(output_format: str, report: Report, sources: dict[str, str]) -> None:
    for unicode in (True, False):
        assert written(output_format, report, sources, color=unicode, unicode=unicode, width=50).encode()


@given(report=any_report, sources=any_sources)
@pytest.mark.parametrize("output_format", ["full", "concise"])
def test_nothing_in_a_file_controls_the_terminal(output_format: str, report: Report, sources: dict[str, str]) -> None:
    text = written(output_format, report, sources)
    harmful = {character for character in text if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert harmful <= {"\n"}
    assert written(output_format, report, sources, unicode=False).isascii()


_SHOWN = {
    "a": ("a", 1),
    " ": (" ", 1),
    "界": ("界", 2),
    "🛒": ("🛒", 2),
    "\u0301": ("\u0301", 0),
    "\u200d": ("", 0),
    "\x1b": ("␛", 1),
}


@given(st.text(st.sampled_from([*_SHOWN, "\t"]), max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_marks_stand_under_what_they_mark(line: str, start: int, length: int) -> None:
    shown, columns = "", [0]
    for character in line:
        text, wide = _SHOWN.get(character, (" " * (4 - columns[-1] % 4),) * 2)
        shown += text
        columns.append(columns[-1] + (wide if isinstance(wide, int) else len(wide)))
    start = min(start, len(line))
    end = min(start + length, len(line))
    at = Span("a.py", 1, start + 1, 1, end + 1)
    rows = written("full", report_of(Finding("LL101", "m", at)), {"a.py": f"{line}\n"}).splitlines()
    assert rows[3] == f"1 | {shown}".rstrip()
    assert rows[4] == "  | " + " " * columns[start] + "^" * max(1, columns[end] - columns[start])


@given(st.integers(1, 400), st.integers(0, 400), st.sampled_from("x界\t"))
def test_a_long_line_is_cut_around_the_mark(column: int, length: int, filling: str) -> None:
    line = filling * (column - 1) + "HERE" + filling * 300
    note = Note(Span("a.json", 1, 1, 1, 2), "it begins here")
    finding = Finding("LL101", "m", Span("a.json", 1, column, 1, column + 4 + length), label="the mark", notes=(note,))
    source, marks = written("full", report_of(finding), {"a.json": line}).splitlines()[3:5]
    assert width(source) <= 80
    assert width(marks) <= 80
    assert width(source[: source.index("HERE")]) == marks.index("^")


def test_labels_of_one_line_do_not_cover_each_other() -> None:
    notes = (Note(Span("a.py", 1, 1, 1, 4), "first"), Note(Span("a.py", 1, 5, 1, 8), "second"))
    finding = Finding("LL101", "m", Span("a.py", 1, 9, 1, 14), label="third", notes=notes)
    rows = written("full", report_of(finding), {"a.py": "one two three"}).splitlines()
    assert rows[3:7] == ["1 | one two three", "  | --- --- ^^^^^ third", "  | |   second", "  | first"]


def test_labels_of_marks_inside_each_other_hang_below() -> None:
    finding = Finding(
        "LL101", "m", Span("a.py", 1, 6, 1, 7), label="this", notes=(Note(Span("a.py", 1, 1, 1, 11), "in"),)
    )
    rows = written("full", report_of(finding), {"a.py": "call(a, b)"}).splitlines()
    assert rows[3:7] == ["1 | call(a, b)", "  | -----^----", "  | |    this", "  | in"]


def test_several_lines_have_a_bracket_and_their_inner_marks() -> None:
    source = "rows = [\n    one,\n" + "    more,\n" * 9 + "]\nrest\n"
    note = Note(Span("a.py", 2, 5, 2, 8), "inside")
    finding = Finding("LL101", "m", Span("a.py", 1, 8, 13, 1), label="all of it", notes=(note,))
    rows = written("full", report_of(finding), {"a.py": source}).splitlines()
    assert rows[3:10] == [
        " 1 |   rows = [",
        "   |  ________^",
        " 2 | |     one,",
        "   | |     --- inside",
        "...  |",
        "12 | | ]",
        "   | |_^ all of it",
    ]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("handler", 7),
        ("顧客", 4),
        ("e\u0301", 1),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("👩‍🔧", 4),
        ("👍🏽", 2),
        ("❤️", 1),
    ],
)
def test_text_is_as_wide_as_terminals_show_it(text: str, columns: int) -> None:
    assert width("".join(glyphs(text, unicode=True))) == columns


def test_a_pile_of_combining_marks_is_bounded() -> None:
    assert len("".join(glyphs("e" + "\u0301" * 500, unicode=True))) < 10


@given(st.text("ab ", max_size=80), st.integers(1, 30))
def test_wrapping_loses_no_word_and_overflows_only_for_one(text: str, room: int) -> None:
    lines = list(wrap(text, room))
    assert " ".join(lines) == text
    assert all(len(line) <= room or " " not in line for line in lines)


@given(report=any_report)
def test_json_keeps_every_word_and_its_schema(report: Report) -> None:
    document = json.loads(written("json", report))
    assert [finding["message"] for finding in document["findings"]] == [finding.message for finding in report.findings]
    in_range = jsonschema.Draft202012Validator(json.loads(json.dumps(SCHEMA).replace('"minimum": 1', '"minimum": -1')))
    in_range.validate(document)


def test_json_is_as_published() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(written("json", REPORT))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert set(document) == set(SCHEMA["properties"])
    for finding in document["findings"]:
        assert set(finding) == set(SCHEMA["$defs"]["finding"]["properties"])
        for note in finding["notes"]:
            assert set(note) == set(SCHEMA["$defs"]["note"]["properties"])


_COMMAND = re.compile(r"::(error|warning|notice) (?P<properties>[^:\r\n]*)::(?P<message>[^\r\n]*)")


@given(report=any_report)
def test_a_workflow_command_is_one_line_and_means_what_was_said(report: Report) -> None:
    *lines, summary = written("github", report).removesuffix("\n").split("\n")
    assert len(lines) == len(report.findings)
    assert summary.startswith("Found ")
    for line, finding in zip(lines, report.findings, strict=True):
        command = _COMMAND.fullmatch(line)
        assert command
        assert len(command["properties"].split(",")) in (4, 6)
        message = command["message"].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        assert message.startswith(finding.message.encode(errors="replace").decode())


@pytest.mark.parametrize("output_format", ["concise", "full", "github", "json"])
def test_a_format_imports_only_itself(output_format: str) -> None:
    others = {f"lambdalint.reporters.{other}" for other in FORMATS} - {f"lambdalint.reporters.{output_format}"}
    script = (
        "import sys; from sample_report import REPORT, SOURCES; from lambdalint.reporters import write; before = set(sys.modules);"
        f"write({output_format!r}, REPORT, SOURCES.__getitem__, color=False, width=80); print(*sorted(set(sys.modules) - before))"
    )
    paths = os.pathsep.join(map(str, (ROOT, Path(__file__).parent)))
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert not {"sarif_om", "gzip", *others} & set(run.stdout.split())


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="sarfi"):
        written("sarfi", REPORT)


def test_a_secret_is_in_no_report(tmp_path: Path) -> None:
    secret = "AKIA" + "IOSFODNN7ABCDEFG"
    (tmp_path / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Orders:\n    Type: AWS::Serverless::Function\n    Properties:\n"
        f"      Handler: app.handler\n      Runtime: python3.13\n      Environment: {{Variables: {{KEY: {secret}}}}}\n"
    )
    outcome = check(load(tmp_path, catalog.rules(), today=date(2026, 11, 23)), (), tmp_path)

    assert "LL250" in {finding.code for finding in outcome.report.findings}
    for name in FORMATS:
        assert secret not in write(name, outcome.report, outcome.sources, color=False, width=100)
