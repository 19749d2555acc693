from __future__ import annotations

from pathlib import Path

import pytest
from harness import compare, lint, project_expectations

FIXTURES = Path(__file__).parent / "fixtures"
PROJECTS = sorted(folder for folder in FIXTURES.glob("LL*-*/*") if folder.is_dir())


def name(folder: Path) -> str:
    return folder.relative_to(FIXTURES).as_posix()


@pytest.mark.parametrize("folder", PROJECTS, ids=name)
def test_a_project_gets_the_findings_it_marks_and_no_others(folder: Path) -> None:
    own = folder.parent.name.partition("-")[0]
    findings = lint(folder, {"profile": "strict", "extend-select": [own]})

    assert compare(project_expectations(folder), findings) == ""
