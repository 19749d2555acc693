"""A file that is named alone is checked with the project around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from lambdalint import catalog
from lambdalint.discover import around
from lambdalint.engine import Outcome, check
from lambdalint.settings import load

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.13
      CodeUri: src/
      Timeout: 1000
      Environment: {Variables: {TABEL: orders}}
"""
FILES = {
    "orders/template.yaml": TEMPLATE,
    "orders/src/app.py": "import os, store\n\ndef handler(event, context):\n    return store.put(os.environ['TABLE'])\n",
    "orders/src/store.py": "import boto3\n\ndef put(table):\n    boto3.client('s3')\n",
    "mail/template.yaml": TEMPLATE,
    "mail/src/app.py": "def handler(event, context):\n    return None\n",
    "lambdalint.toml": 'exclude = ["old/"]\n',
    "old/app.py": "import boto3\n\ndef handler(event, context):\n    boto3.client('s3')\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def run(root: Path, *paths: str, force_exclude: bool = False) -> Outcome:
    settings = load(root, catalog.rules(), today=date(2026, 11, 23))
    return check(settings, [root / path for path in paths], root, force_exclude=force_exclude)


def said(root: Path, *paths: str) -> Sequence[tuple[str, str]]:
    return [(finding.code, finding.span.path) for finding in run(root, *paths).report.findings]


def test_a_handler_is_held_to_the_template_that_configures_it(project: Path) -> None:
    assert said(project, "orders/src/app.py") == [("LL402", "orders/src/app.py"), ("LL101", "orders/src/store.py")]


def test_a_template_shows_the_code_that_it_contradicts(project: Path) -> None:
    assert said(project, "orders/template.yaml") == [
        ("LL402", "orders/src/app.py"),
        ("LL201", "orders/template.yaml"),
    ]


def test_a_helper_is_reported_with_the_handlers_that_run_it(project: Path) -> None:
    (finding,) = run(project, "orders/src/store.py").report.findings

    assert (finding.code, finding.function) == ("LL101", "Orders")


def test_what_has_nothing_to_do_with_the_file_is_not_analysed(project: Path) -> None:
    outcome = run(project, "orders/src/app.py")

    assert outcome.report.coverage.functions == 1
    assert outcome.report.coverage.python_files == 2


def test_a_folder_is_checked_as_it_is(project: Path) -> None:
    assert said(project, "orders/src") == [("LL101", "orders/src/store.py")]


def test_a_named_file_is_checked_although_it_is_excluded_unless_exclusions_are_enforced(project: Path) -> None:
    assert said(project, "old/app.py") == [("LL101", "old/app.py")]

    outcome = run(project, "old/app.py", "orders/src/store.py", force_exclude=True)
    assert [finding.span.path for finding in outcome.report.findings] == ["orders/src/store.py"]
    assert [skipped.path for skipped in outcome.files.skipped] == ["old/app.py"]


def test_the_project_around_a_file_is_the_nearest_that_is_marked_as_one(tmp_path: Path) -> None:
    file = tmp_path / "services" / "orders" / "src" / "app.py"
    file.parent.mkdir(parents=True)
    assert around(file, tmp_path) == file.parent

    (tmp_path / "services" / "orders" / "pyproject.toml").touch()
    assert around(file, tmp_path) == tmp_path / "services" / "orders"

    (tmp_path / ".git").mkdir()
    assert around(tmp_path / "services" / "mail.py", tmp_path / "services") == tmp_path / "services"
