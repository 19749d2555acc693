"""A run that remembers another one says what it would have said without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as searched
from hypothesis import strategies as st
from msgspec import Struct, to_builtins

from lambdalint import cache as caches
from lambdalint import catalog
from lambdalint.cache import Cache
from lambdalint.engine import check
from lambdalint.settings import load

ROOT = Path(__file__).parent.parent

PROJECT = {
    "template.yaml": """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.13
      CodeUri: src/
      Timeout: 30
      Environment: {Variables: {TABLE: orders}}
""",
    "src/app.py": "import os\nimport helper\n\ndef handler(event, context):\n    return helper.save(os.environ['TABLE'])\n",
    "src/helper.py": "import boto3\n\ndef save(table):\n    boto3.client('s3')\n",
    "lambdalint.toml": "",
}
EDITS = st.sampled_from(
    [
        ("src/helper.py", PROJECT["src/helper.py"]),
        ("src/helper.py", "import boto3\ns3 = boto3.client('s3')\n\ndef save(table):\n    pass\n"),
        ("src/helper.py", "def save(table:\n"),
        ("src/helper.py", None),
        ("src/boto3.py", "def client(name): pass\n"),
        ("src/app.py", PROJECT["src/app.py"].replace("TABLE", "TABEL")),
        ("src/app.py", PROJECT["src/app.py"] + "# lambdalint: ignore-file[LL402] -- set by hand\n"),
        ("template.yaml", PROJECT["template.yaml"].replace("30", "1800")),
        ("template.yaml", PROJECT["template.yaml"].replace("python3.13", "python3.9")),
        ("template.yaml", PROJECT["template.yaml"].replace("src/", "source/")),
        ("Makefile", "build:\n\tcp -r src source\n"),
        (".gitignore", "source/\n"),
        ("other.yaml", PROJECT["template.yaml"].replace("Orders", "Others")),
        ("lambdalint.toml", 'ignore = ["LL101"]\n'),
        ("lambdalint.toml", '[rules.LL101]\nfactories = ["boto3.resource"]\n'),
        ("lambdalint.toml", "[rules.LL101]\nseverity = 'error'\n"),
        ("lambdalint.toml", "today = 2026-01-01\n"),
    ]
)


def write(root: Path, path: str, text: str | None) -> None:
    file = root / path
    if text is None:
        file.unlink(missing_ok=True)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def report(root: Path, cache: Cache | None) -> object:
    """All of what a run says, with the text it shows."""
    settings = load(root, catalog.rules(), today=date(2026, 11, 23))
    outcome = check(settings, (), root, cache)
    texts = {finding.span.path: outcome.sources(finding.span.path) for finding in outcome.report.findings}
    return to_builtins(outcome.report), texts


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in PROJECT.items():
        write(tmp_path / "project", path, text)
    return tmp_path / "project"


@given(st.lists(EDITS, min_size=1, max_size=5))
@searched(max_examples=25, deadline=None)
def test_whatever_changes_a_warm_run_says_what_a_cold_one_says(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str | None]]
) -> None:
    root = tmp_path_factory.mktemp("project")
    cache = Cache(tmp_path_factory.mktemp("cache"))
    for path, text in PROJECT.items():
        write(root, path, text)

    for path, changed in (("lambdalint.toml", ""), *edits):
        write(root, path, changed)
        assert report(root, cache) == report(root, None)
        assert report(root, cache) == report(root, None)


def test_what_has_not_changed_is_not_analysed_again(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path / "cache")
    first = report(project, cache)
    monkeypatch.setattr("lambdalint.analysis.analyse", lambda *_: pytest.fail("it was analysed again"))

    assert report(project, cache) == first


def test_a_warm_run_loads_neither_libcst_nor_yaml(project: Path, tmp_path: Path) -> None:
    program = (
        "import sys\nfrom lambdalint.cli import run\ncode = run(['check', '--no-cache'] if sys.argv[1:] else ['check'])\n"
        "print(code, sorted({'libcst', 'yaml', 'lambdalint.analysis', 'sarif_om'} & set(sys.modules)), file=sys.stderr)"
    )

    def loaded() -> str:
        run = subprocess.run(
            [sys.executable, "-c", program],
            cwd=project,
            env=os.environ | {"PYTHONPATH": str(ROOT), "LAMBDALINT_CACHE_DIR": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stderr.strip()

    assert loaded() == "1 ['lambdalint.analysis', 'libcst', 'yaml']"
    assert loaded() == "1 []"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[: len(data) // 2], id="cut off"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda data: data.replace(b"boto3", b"b0t03"), id="changed"),
        pytest.param(lambda data: data[:32] + b"\xc1" * 100, id="not what it should be"),
        pytest.param(lambda data: b"\0" * 32 + data[32:], id="without our seal"),
    ],
)
def test_what_was_tampered_with_is_not_believed(project: Path, tmp_path: Path, damage: object) -> None:
    cache = Cache(tmp_path / "cache")
    expected = report(project, cache)
    for file in (tmp_path / "cache").glob("*.run"):
        file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]  # each is a function of bytes

    assert report(project, cache) == expected


class Thing(Struct):
    name: str


class Other(Struct):
    name: int


NAME = "0" * 32 + ".run"


def test_another_user_or_version_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "cache")
    cache.keep(NAME, Thing("kept"))
    assert cache.recall(NAME, Thing) == Thing("kept")
    assert cache.recall(NAME, Other) is None
    assert cache.recall(NAME.replace("0", "1"), Thing) is None

    monkeypatch.setattr(caches, "version", lambda: "another")
    assert cache.recall(NAME, Thing) is None
    monkeypatch.undo()
    monkeypatch.setattr(caches, "secret", lambda: b"another")
    assert cache.recall(NAME, Thing) is None


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(project: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    cache = Cache(tmp_path / "taken" / "cache")

    assert report(project, cache) == report(project, None)
    assert cache.failure == f"{tmp_path / 'taken' / 'cache'}: not a directory"


def test_cleaning_leaves_what_others_put_there(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.keep(NAME, Thing("kept"))
    (tmp_path / "cache" / "notes.txt").write_text("mine")

    assert cache.clean() == 1
    assert [file.name for file in (tmp_path / "cache").iterdir()] == ["notes.txt"]
    assert Cache(tmp_path).clean() == 0


def test_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "_MOST", 3)
    cache = Cache(tmp_path)
    for number in range(5):
        name = f"{number:032x}.run"
        cache.keep(name, Thing("kept"))
        os.utime(tmp_path / name, (number, number))

    assert sorted(file.name[30] + file.name[31] for file in tmp_path.glob("*.run")) == ["02", "03", "04"]


def test_the_folder_is_marked_for_git_and_for_backups(tmp_path: Path) -> None:
    Cache(tmp_path / "cache").keep(NAME, Thing("kept"))

    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "cache" / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_json_is_the_same_from_the_command_line(project: Path, tmp_path: Path) -> None:
    def run(*flags: str) -> object:
        done = subprocess.run(
            [sys.executable, "-m", "lambdalint", "check", "--output-format", "json", *flags],
            cwd=project,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, json.loads(done.stdout)

    folder = ("--cache-dir", str(tmp_path / "cache"))
    assert run(*folder) == run(*folder) == run("--no-cache")
