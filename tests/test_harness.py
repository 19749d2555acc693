from __future__ import annotations

from pathlib import Path

import pytest
from harness import Expectation, compare, project_expectations

from lambdalint.model.finding import Finding
from lambdalint.model.source import Span


def found(line: int, code: str = "LL201", message: str = "1200 s is above 900 s") -> Finding:
    return Finding(code, message, Span("template.yaml", line, 3, line, 9))


def test_markers_and_sidecar_are_read_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text("import os\nx = 1  # expect: LL101, LL102 LL103\n")
    (tmp_path / "template.yaml").write_text('Timeout: 1200  # expect: LL201 "900 s", LL202 "memory, too"\n')
    (tmp_path / "expect.txt").write_text('samples/a.json:7 LL501 "below 6 x 30 s"\n')

    assert project_expectations(tmp_path) == (
        Expectation("samples/a.json", 7, "LL501", "below 6 x 30 s"),
        Expectation("src/app.py", 2, "LL101"),
        Expectation("src/app.py", 2, "LL102"),
        Expectation("src/app.py", 2, "LL103"),
        Expectation("template.yaml", 1, "LL201", "900 s"),
        Expectation("template.yaml", 1, "LL202", "memory, too"),
    )


@pytest.mark.parametrize("marker", ["# expect: client-in-handler", "# expect: LL201 900 s", '# expect: LL201"900 s"'])
def test_a_marker_that_cannot_be_read_is_an_error(tmp_path: Path, marker: str) -> None:
    (tmp_path / "template.yaml").write_text(f"Timeout: 1200  {marker}\n")

    with pytest.raises(ValueError, match=r"template\.yaml:1: not a rule's code"):
        project_expectations(tmp_path)


def test_a_sidecar_line_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "expect.txt").write_text("template.json LL201\n")

    with pytest.raises(ValueError, match="not `path:line CODE"):
        project_expectations(tmp_path)


def test_what_was_expected_and_came_is_no_difference() -> None:
    expected = [Expectation("template.yaml", 4, "LL201", "900 s"), Expectation("template.yaml", 9, "LL201")]

    assert compare(expected, [found(9), found(4)]) == ""


@pytest.mark.parametrize(
    "expectation",
    [
        Expectation("template.yaml", 5, "LL201"),
        Expectation("template.yaml", 4, "LL202"),
        Expectation("other.yaml", 4, "LL201"),
        Expectation("template.yaml", 4, "LL201", "another message"),
    ],
)
def test_both_sides_of_a_difference_are_named(expectation: Expectation) -> None:
    assert compare([expectation], [found(4)]).splitlines() == [
        f"expected, not reported: {expectation}",
        "reported, not expected: template.yaml:4:3 LL201 1200 s is above 900 s",
    ]


def test_one_expectation_is_met_by_one_finding_only() -> None:
    assert compare([Expectation("template.yaml", 4, "LL201")], [found(4), found(4, message="again")]) == (
        "reported, not expected: template.yaml:4:3 LL201 again"
    )


def test_the_expectation_that_says_more_is_met_first() -> None:
    expected = [Expectation("template.yaml", 4, "LL201"), Expectation("template.yaml", 4, "LL201", "900")]

    assert compare(expected, [found(4), found(4, message="another")]) == ""
