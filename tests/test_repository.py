"""What is said in several places says the same."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from harness import project_expectations

import lambdalint
from lambdalint import catalog
from lambdalint.checks import SERIES, is_checked, load
from lambdalint.model.rule import Rule

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
RULES = {rule.code: rule for rule in catalog.rules()}
CHECKED = [rule for rule in RULES.values() if is_checked(rule)]
CHECKS = ROOT / "lambdalint" / "checks"

NOT_THIS_MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work)/(?!me/)\w")
"""A path that exists for one developer only; `me` is nobody's name."""


def slug(rule: Rule) -> str:
    return rule.slug


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def module(rule: Rule) -> str:
    return rule.slug.lower().replace("-", "_")


def test_no_check_is_without_its_rule() -> None:
    files = {path.relative_to(CHECKS).as_posix() for path in CHECKS.glob("*/ll[0-9]*.py")}

    assert files == {f"{SERIES[rule.code[2]]}/{module(rule)}.py" for rule in CHECKED}


@pytest.mark.parametrize("rule", CHECKED, ids=slug)
def test_a_check_has_the_code_and_the_options_of_its_rule(rule: Rule) -> None:
    check: Any = load(rule)

    assert check.code == rule.code
    assert set(check.__struct_fields__) - {"today"} == {option.name for option in rule.options}


@pytest.mark.parametrize("rule", CHECKED, ids=slug)
def test_a_rule_has_fixtures_in_which_it_speaks_and_in_which_it_is_silent(rule: Rule) -> None:
    projects = [folder for folder in (FIXTURES / rule.slug).iterdir() if folder.is_dir()]
    speaks = {rule.code in {each.code for each in project_expectations(folder)} for folder in projects}

    assert speaks == {True, False}


def test_no_fixture_belongs_to_a_rule_that_does_not_exist() -> None:
    assert {folder.name for folder in FIXTURES.glob("LL*")} <= {rule.slug for rule in RULES.values()}


@pytest.mark.parametrize("rule", RULES.values(), ids=slug)
def test_the_changelog_mentions_every_rule(rule: Rule) -> None:
    assert re.search(rf"{rule.code}\s+`{rule.name}`", read("CHANGELOG.md"))


def test_ci_runs_the_two_commands_that_the_readme_gives() -> None:
    endings = re.findall(r"^\w+=\$\(readme_command '(.+)'\)$", read(".ci/run"), re.MULTILINE)
    commands = [re.findall(rf"^python3 -m venv .* {ending}$", read("README.md"), re.MULTILINE) for ending in endings]

    assert [len(found) for found in commands] == [1, 1]
    assert "examples/orders" in commands[0][0]
    assert "pytest" in commands[1][0]


def test_the_version_is_written_once() -> None:
    project = tomllib.loads(read("pyproject.toml"))

    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["hatch"]["version"]["path"] == "lambdalint/__init__.py"
    assert re.findall(r"rev: v(.+)", read("README.md")) == [lambdalint.__version__]


def test_no_file_names_a_place_on_the_machine_it_was_written_on() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in tracked.stdout.split("\0") if name]
    texts = {path: path.read_bytes().decode("utf-8", errors="replace") for path in paths if path.is_file()}

    assert [path for path, text in texts.items() if NOT_THIS_MACHINE.search(text)] == []
