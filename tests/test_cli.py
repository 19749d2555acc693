from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lambdalint import __version__, engine
from lambdalint.cli import run
from lambdalint.errors import InternalError
from lambdalint.reporters import FORMATS

ROOT = Path(__file__).parent.parent

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.13
      CodeUri: src/
      Timeout: 1200
  Late:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.13
      CodeUri: src/
      Timeout: 1300  # lambdalint: ignore[LL201] -- not deployed
"""
HANDLER = 'def handler(event, context):\n    return {"statusCode": 200}\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A function with one fault, LL201 (an error), and another that is suppressed."""
    folder = tmp_path / "orders"
    (folder / "src").mkdir(parents=True)
    (folder / "template.yaml").write_text(TEMPLATE)
    (folder / "src" / "app.py").write_text(HANDLER)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)
    return folder


def command(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lambdalint", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def imported_by(*arguments: str, folder: Path = ROOT) -> set[str]:
    program = (
        f"import sys; from lambdalint.cli import run; run({list(arguments)}); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "message", "suggestion"),
    [
        ([], "missing command", "see `lambdalint --help`"),
        (["chek"], "no such command `chek`", "did you mean `check`?"),
        (["src"], "no such command `src`", "to check it: `lambdalint check src`"),
        (["check", "--selct", "LL101"], "no such option `--selct`", "did you mean `--select`?"),
        (["check", "--zzz"], "no such option `--zzz`", "see `lambdalint check --help`"),
        (["check", "--select"], "option '--select' requires an argument", ""),
        (["check", "--select", "LL2O1"], "--select: `LL2O1` is no rule's code", "did you mean `LL201`?"),
        (["check", "--select", "LL201,LL2O2"], "--select: `LL2O2` is no rule's code", "did you mean `LL202`?"),
        (["check", "--select", ""], "--select: `select` is given nothing", ""),
        (["check", "--select", "LL89"], "--select: no rule's code begins with `LL89`", ""),
        (
            ["check", "--extend-select", "timeout-over-limt"],
            "--extend-select: `timeout-over-limt`",
            "`timeout-over-limit`?",
        ),
        (["check", "--ignore", "LL2O1"], "--ignore: `LL2O1` is no rule's code", "did you mean `LL201`?"),
        (["check", "--ignore", "ALL", "--ignore", "LL001,LL004,LL007"], "no rule is left to check", "--ignore"),
        (["check", "--profile", "strct"], "--profile: `strct` is not a value of `profile`", "did you mean `strict`?"),
        (["check", "--fail-on", "err"], "--fail-on: `err` is not a value of `fail-on`", "did you mean `error`?"),
        (["check", "--output-format", "jsn"], "--output-format: `jsn` is not a value", "did you mean `json`?"),
        (["check", "--color", "alwys"], "--color: `alwys` is not a value of `color`", "did you mean `always`?"),
        (["check", "--today", "23.11.2026"], "--today: `today` must be a date such as 2026-11-23", ""),
        (["check", "--today", ""], "--today: `today` must be a date", ""),
        (["check", "--config", "lambdalnt.toml"], "--config: there is no file `lambdalnt.toml`", ""),
        (["check", "--config", "selct=LL201"], "--config: unknown key `selct`", "did you mean `select`?"),
        (
            ["check", "--output", "report.sarif"],
            "--output: `report.sarif` is not FORMAT=FILE",
            "sarif=lambdalint.sarif",
        ),
        (["check", "--output", "sarf=report.sarif"], "--output: `sarf` is not a value", "did you mean `sarif`?"),
        (["check", "--output", "json=nowhere/report.json"], "--output: there is no folder `nowhere`", ""),
        (["check", "--output", "json=src"], "--output: `src` is a folder", ""),
        (["check", "--output", f"json={300 * 'x'}"], "--output: cannot write `xxx", ""),
        (["check", "--output", "json=a", "--output", "sarif=a"], "--output: one file is named twice", ""),
        (["check", "srcs"], "`srcs` does not exist", "did you mean `src`?"),
        (["check", "src/ap.py"], "`src/ap.py` does not exist", "did you mean `app.py`?"),
        (["check", "-"], "standard input (`-`) cannot be checked", "name a file or a folder"),
        (["rule", "LL2O1"], "unknown rule `LL2O1`", "did you mean `LL201`?"),
        (["rule", "E3717"], "unknown rule `E3717`", "it is another tool's; try `lambdalint rule --from E3717`"),
        (["rule", "--all", "LL201"], "`LL201` and --all ask for different things", ""),
        (["rule", "LL201", "LL202"], "got unexpected extra argument (LL202)", "see `lambdalint rule --help`"),
        (["rule", "LL201", "--output-format", "jso"], "--output-format: `jso` is not a value", "did you mean `json`?"),
    ],
)
@pytest.mark.usefixtures("project")
def test_nothing_mistyped_passes_in_silence(
    arguments: list[str], message: str, suggestion: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    first, *rest = err.splitlines()
    assert out == ""
    assert first.startswith(f"error: {message}")
    assert suggestion in "\n".join(rest)
    assert all(line.startswith("help: ") for line in rest)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('fail_on = "error"\n', "lambdalint.toml:1: unknown key `fail_on`\nhelp: did you mean `fail-on`?\n"),
        ('ignore = ["LL2O1"]\n', "lambdalint.toml:1: `LL2O1` is no rule's code, name, beginning of a code, or tag\n"),
        ("\n[rules.LL501]\ntimeouts = 'six'\n", "lambdalint.toml:3: `timeouts` must be a whole number\n"),
        ("profile = strict\n", "lambdalint.toml:1: not valid TOML"),
    ],
)
def test_a_wrong_settings_file_stops_the_run(
    project: Path, toml: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "lambdalint.toml").write_text(toml)

    assert run(["check"]) == 2
    assert f"error: {message}" in capsys.readouterr().err


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--fail-on", "error"], 1),
        (["--fail-on", "never"], 0),
        (["--exit-zero"], 0),
        (["--ignore", "LL201"], 0),
        (["--config", "rules.LL201.severity=info"], 0),
        (["--config", "rules.LL201.severity=info", "--fail-on", "info"], 1),
        (["nowhere"], 2),
    ],
)
@pytest.mark.usefixtures("project")
def test_exit_codes_are_the_same_for_every_format(output_format: str, arguments: list[str], code: int) -> None:
    assert run(["check", "--output-format", output_format, *arguments]) == code


def test_a_real_run_writes_findings_to_standard_output_and_nothing_else_anywhere(project: Path) -> None:
    done = command("check", folder=project)

    assert (done.returncode, done.stderr) == (1, "")
    assert "template.yaml:10:16" in done.stdout
    assert "(1 suppressed)" in done.stdout


@pytest.mark.usefixtures("project")
def test_options_that_take_several_values_take_commas_and_repetition(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--show-settings", "--select", "LL201, ll202", "--select", "queue-visibility-below-timeout"])

    assert "6 rules: LL001 LL004 LL007 LL201 LL202 LL501" in capsys.readouterr().out


@pytest.mark.usefixtures("project")
def test_suppressions_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--no-suppressions", "--output-format", "concise"])

    assert "template.yaml:17:16: LL201" in capsys.readouterr().out


@pytest.mark.usefixtures("project")
def test_the_day_of_the_run_can_be_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--select", "LL203", "--today", "2026-01-01"]) == 0
    assert run(["check", "--select", "LL203", "--today", "2040-01-01", "--output-format", "concise"]) == 1
    assert "LL203" in capsys.readouterr().out


def test_reports_go_to_files_beside_standard_output(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "report.json").write_text("old")
    (project / "report.json").chmod(0o640)

    code = run(
        ["check", "--output-format", "concise", "--output", "json=report.json", "--output", "sarif=src/report.sarif"]
    )

    assert code == 1
    assert "LL201" in capsys.readouterr().out
    assert [each["code"] for each in json.loads((project / "report.json").read_text())["findings"]] == ["LL201"]
    assert json.loads((project / "src" / "report.sarif").read_text())["version"] == "2.1.0"
    assert stat.S_IMODE((project / "report.json").stat().st_mode) == 0o640
    assert sorted(path.name for path in project.iterdir()) == ["report.json", "src", "template.yaml"]


def test_a_report_through_a_link_is_written_where_it_leads(project: Path) -> None:
    (project / "link.json").symlink_to(project / "src" / "real.json")
    run(["check", "--output", "json=link.json"])

    assert (project / "link.json").is_symlink()
    assert json.loads((project / "src" / "real.json").read_text())["findings"]


@pytest.mark.parametrize("arguments", [["--ignore", "LL2O1"], ["nowhere"], ["--output", "sarif=nowhere/a.sarif"]])
def test_a_run_that_fails_leaves_the_files_of_the_last_one(project: Path, arguments: list[str]) -> None:
    (project / "report.json").write_text("old")

    assert run(["check", "--output", "json=report.json", *arguments]) == 2
    assert (project / "report.json").read_text() == "old"


def test_when_one_file_cannot_be_written_none_is(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "first.json").write_text("old")
    write_text = Path.write_text

    def full_disk(path: Path, text: str, **options: str) -> int:
        if "runs" in text:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write_text(path, text, **options)

    monkeypatch.setattr(Path, "write_text", full_disk)

    assert run(["check", "--output", "json=first.json", "--output", "sarif=second.sarif"]) == 2
    assert "error: --output: cannot write `second.sarif`: No space left on device" in capsys.readouterr().err
    assert (project / "first.json").read_text() == "old"
    assert sorted(path.name for path in project.iterdir()) == ["first.json", "src", "template.yaml"]


def test_a_report_can_go_to_what_is_no_file(project: Path) -> None:
    os.mkfifo(project / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=project, stdout=subprocess.PIPE) as reader:
        try:
            assert run(["check", "--output", "json=pipe"]) == 1
            out, _ = reader.communicate(timeout=10)
        finally:
            reader.kill()

    assert json.loads(out)["findings"]
    assert stat.S_ISFIFO((project / "pipe").stat().st_mode)


@pytest.mark.usefixtures("project")
def test_statistics_follow_the_findings_for_people_only(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--statistics", "--no-suppressions"])
    assert capsys.readouterr().out.endswith("\n\n2  LL201  timeout-over-limit\n")

    run(["check", "--statistics", "--output-format", "json"])
    assert json.loads(capsys.readouterr().out)["findings"]


@pytest.mark.usefixtures("project")
def test_quiet_writes_nothing_when_nothing_is_found_but_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "-q", "--ignore", "LL201"])
    assert capsys.readouterr() == ("", "")

    run(["check", "-q", "--ignore", "LL201", "--output-format", "json"])
    assert json.loads(capsys.readouterr().out)["findings"] == []


def test_without_any_function_it_says_what_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("nothing here")
    monkeypatch.chdir(tmp_path)

    assert run(["check"]) == 0
    assert "No Lambda functions found: looked at 1 file for" in capsys.readouterr().out


def test_files_and_settings_can_be_shown(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "lambdalint.toml").write_text('fail-on = "error"\nexclude = ["src/generated/"]\n')
    (project / "src" / "generated").mkdir()
    (project / "src" / "generated" / "models.py").write_text("")

    assert run(["check", "--show-files"]) == 0
    assert capsys.readouterr().out == "src/app.py\ntemplate.yaml\n"
    assert run(["check", "--show-files", "-v"]) == 0
    assert "note: left out src/generated: " in capsys.readouterr().err
    assert run(["check", "--show-settings", "--isolated"]) == 0
    assert "settings file: none" in capsys.readouterr().out


def test_the_nearest_settings_of_what_is_checked_hold(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "lambdalint.toml").write_text('ignore = ["LL201"]\n')
    monkeypatch.chdir(project.parent)

    assert run(["check", "orders"]) == 0
    assert run(["check", str(project), "--isolated", "--output-format", "concise"]) == 1
    assert capsys.readouterr().out.splitlines()[-2].startswith("orders/template.yaml:10:16: LL201")


@pytest.mark.parametrize(
    ("color", "environment", "colored"),
    [
        ("auto", {}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
@pytest.mark.usefixtures("project")
def test_colour(
    color: str,
    environment: dict[str, str],
    colored: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    run(["check", "--color", color])

    assert ("\x1b[" in capsys.readouterr().out) is colored


def test_a_terminal_that_knows_no_unicode_is_no_error(project: Path) -> None:
    (project / "src" / "app.py").write_text("# é ∂ 漢字\n" + HANDLER)
    done = command("check", folder=project, PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")

    assert done.returncode == 1
    assert "LL201" in done.stdout


def test_a_reader_that_leaves_is_no_error(project: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "lambdalint", "check"],
            cwd=project,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, "error: interrupted\n"),
        (ZeroDivisionError("x"), 2, "error: internal error: ZeroDivisionError: x\nhelp: please report it"),
        (
            InternalError("rules/LL101.md:1: no"),
            2,
            "error: internal error: rules/LL101.md:1: no\nhelp: please report it",
        ),
    ],
)
def test_what_nobody_foresaw_ends_in_one_message(
    error: BaseException, code: int, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(engine, "check", fail)

    assert run(["check"]) == code
    err = capsys.readouterr().err
    assert err.lstrip().startswith(message)
    assert "Traceback" not in err
    run(["check", "-v"])
    assert ("Traceback" in capsys.readouterr().err) is (code == 2)


@pytest.mark.parametrize("word", ["LL201", "ll201", "timeout-over-limit"])
def test_a_rule_is_explained_by_code_and_name(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", word]) == 0
    out = capsys.readouterr().out
    assert out.startswith("LL201 timeout-over-limit\n")
    assert all(heading in out for heading in ("\nWhy\n", "\nInstead of\n", "\nWrite\n", "\nWhen to ignore it\n"))
    assert "      Timeout: 1800  # LL201\n" in out
    assert "expect:" not in out


def test_all_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "--all"]) == 0
    listed = capsys.readouterr().out
    assert run(["rule"]) == 0

    assert capsys.readouterr().out == listed
    assert "LL002  unused-suppression " in listed


def test_rules_are_data_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    run(["rule", "LL201", "--output-format", "json"])
    (one,) = json.loads(capsys.readouterr().out)
    run(["rule", "--all", "--output-format", "json"])
    every = json.loads(capsys.readouterr().out)

    assert {name: one[name] for name in ("code", "name", "severity", "profile", "aliases")} == {
        "code": "LL201",
        "name": "timeout-over-limit",
        "severity": "error",
        "profile": "default",
        "aliases": ["E3717"],
    }
    assert one["summary"]
    assert one in every
    assert [each["code"] for each in every] == sorted(each["code"] for each in every)


def test_the_version_and_help_need_no_project() -> None:
    assert command("--version").stdout == f"lambdalint {__version__}\n"
    assert command("--help").stdout.count("\n  check ") == 1
    assert command("check", "--help").returncode == 0


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["check", "--help"], ["rule", "LL201"], ["rule", "--all"]]
)
def test_what_does_not_check_imports_nothing_heavy(arguments: list[str]) -> None:
    imported_by("rule")

    assert imported_by(*arguments).isdisjoint(
        {"libcst", "yaml", "sarif_om", "tomllib", "pathspec", "lambdalint.engine"}
    )


def test_a_run_imports_only_what_it_uses(project: Path) -> None:
    (project / "template.yaml").unlink()
    (project / "src" / "app.py").unlink()
    (project / "template.json").write_text(json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}))
    imported_by("rule")

    assert imported_by("check", folder=project).isdisjoint(
        {"libcst", "yaml", "sarif_om", "tomllib", "tokenize.generate_tokens"}
    )
