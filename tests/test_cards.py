from __future__ import annotations

from pathlib import Path

import pytest
from harness import compare, examples, flags_for, lint, project_expectations, sections, write_project

from lambdalint import catalog
from lambdalint.model.rule import Rule

SECTIONS = ["Why", "Instead of", "Write", "When to ignore it"]

RULES = catalog.rules()
SHOWN = [rule for rule in RULES if rule.code != "LL004"]
"""All but the crash of a check, which is ours: no project can cause one."""


def slug(rule: Rule) -> str:
    return rule.slug


@pytest.mark.parametrize("rule", RULES, ids=slug)
def test_a_card_has_its_sections_in_order_and_all_are_written(rule: Rule) -> None:
    assert list(sections(rule.body)) == SECTIONS
    assert "…" not in {rule.summary, *rule.body.splitlines()}


@pytest.mark.parametrize("rule", RULES, ids=slug)
def test_a_rule_of_the_catalogue_has_a_source(rule: Rule) -> None:
    assert rule.references or rule.code.startswith("LL0")
    assert all(reference.startswith("https://") for reference in rule.references)


@pytest.mark.parametrize("rule", SHOWN, ids=slug)
def test_instead_of_reports_exactly_the_marked_lines(rule: Rule, tmp_path: Path) -> None:
    write_project(tmp_path, examples(sections(rule.body)["Instead of"]))
    expected = project_expectations(tmp_path)

    assert rule.code in {expectation.code for expectation in expected}
    assert compare(expected, lint(tmp_path, flags_for(rule.code))) == ""


@pytest.mark.parametrize("rule", SHOWN, ids=slug)
def test_write_reports_nothing(rule: Rule, tmp_path: Path) -> None:
    files = examples(sections(rule.body)["Write"])
    write_project(tmp_path, files)

    assert files
    assert compare((), lint(tmp_path, flags_for(rule.code))) == ""
