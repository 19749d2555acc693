from __future__ import annotations

from pathlib import Path

import pytest
from harness import compare, flags_for, lint, project_expectations

from lambdalint import catalog
from lambdalint.discover import discover
from lambdalint.disk import Disk
from lambdalint.model.rule import Rule
from lambdalint.sources import Sources
from lambdalint.stacks import read_stacks

FIXTURES = Path(__file__).parent / "fixtures"
PROJECTS = sorted(folder for folder in FIXTURES.glob("LL*-*/*") if folder.is_dir())
CONFIGURED = [rule for rule in catalog.rules() if {"configuration", "triggers"} & set(rule.needs)]


def name(folder: Path) -> str:
    return folder.relative_to(FIXTURES).as_posix()


@pytest.mark.parametrize("folder", PROJECTS, ids=name)
def test_a_project_gets_the_findings_it_marks_and_no_others(folder: Path) -> None:
    own = folder.parent.name.partition("-")[0]
    findings = lint(folder, {"profile": "strict", **flags_for(own)})

    assert compare(project_expectations(folder), findings) == ""


def dialects(folder: Path) -> set[str]:
    """In what a project describes its functions, as discovery tells."""
    files = discover(folder)
    programs = read_stacks((), files.python, Sources(Disk(folder), files.python)).programs
    return {kind.value for kind in files.kinds.values()} | ({"programs"} if programs else set())


@pytest.mark.parametrize("rule", CONFIGURED, ids=lambda rule: rule.slug)
def test_a_rule_about_configuration_reports_in_more_than_one_dialect(rule: Rule) -> None:
    reporting = [
        folder
        for folder in FIXTURES.glob(f"{rule.code}-*/*")
        if any(expected.code == rule.code for expected in project_expectations(folder))
    ]

    assert len({dialect for folder in reporting for dialect in dialects(folder)}) > 1
