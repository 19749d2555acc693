from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COPIED = ("lambdalint", "rules", "scripts", "tests", "pyproject.toml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def new_rule(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "scripts/new_rule.py", *arguments)


def test_a_new_rule_is_known_everywhere_and_its_tests_fail_until_it_is_filled_in(copy: Path) -> None:
    created = new_rule(copy, "LL299", "name-of-danger", "--needs", "configuration")
    tested = run(
        copy, "-m", "pytest", "-p", "no:cacheprovider", "-k", "LL299", "tests/test_cards.py", "tests/test_fixtures.py"
    )

    assert created.returncode == 0, created.stderr
    assert created.stdout.splitlines()[:4] == [
        "rules/LL299-name-of-danger.md",
        "lambdalint/checks/configuration/ll299_name_of_danger.py",
        "tests/fixtures/LL299-name-of-danger/reported/template.yaml",
        "tests/fixtures/LL299-name-of-danger/silent/template.yaml",
    ]
    assert tested.returncode == 1, tested.stdout
    assert "expected, not reported: template.yaml:4 LL299" in tested.stdout
    assert "reported, not expected" not in tested.stdout


def test_what_it_creates_needs_no_formatting(copy: Path) -> None:
    new_rule(copy, "LL299", "name-of-danger", "--needs", "configuration")

    formatted = run(copy, "-m", "ruff", "format", "--check", "lambdalint/checks")

    assert formatted.returncode == 0, formatted.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("LL201", "name-of-danger", "--needs", "configuration"), "LL201-timeout-over-limit exists"),
        (("LL299", "timeout-over-limit", "--needs", "configuration"), "LL201-timeout-over-limit exists"),
        (("XX299", "name-of-danger", "--needs", "configuration"), "XX299 is not a code"),
        (("LL099", "name-of-danger", "--needs", "configuration"), "LL099 is not a code"),
        (("LL299", "NameOfDanger", "--needs", "configuration"), "NameOfDanger is not a name"),
        (("LL299", "name-of-danger", "--needs", "code"), "series LL2 needs configuration, not code"),
        (("LL299", "name-of-danger", "--needs", "luck"), "invalid choice: 'luck'"),
    ],
)
def test_it_refuses_without_writing_anything(copy: Path, arguments: tuple[str, ...], reason: str) -> None:
    before = sorted(copy.rglob("*"))

    refused = new_rule(copy, *arguments)

    assert refused.returncode == 2
    assert reason in refused.stderr
    assert sorted(copy.rglob("*")) == before
