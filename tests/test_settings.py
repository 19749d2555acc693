from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from pathspec import GitIgnoreSpec

from lambdalint import catalog
from lambdalint.errors import LambdalintError, SettingsError, UsageError
from lambdalint.model.rule import Option, Profile, Rule, Severity
from lambdalint.reporters import FORMATS
from lambdalint.settings import NamedHandler, Settings, load, root_of
from lambdalint.settings.patterns import rebase
from lambdalint.settings.reference import schema
from lambdalint.settings.selectors import ALL, UNREAD
from lambdalint.settings.show import shown
from lambdalint.settings.table import KEYS
from lambdalint.settings.written import line_of

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)


def rule(code: str, name: str, profile: Profile = Profile.DEFAULT, tags: tuple[str, ...] = ()) -> Rule:
    return Rule(code, name, "…", Severity.WARNING, "high", profile, tags, options=(Option("limit", 3, "Seconds."),))


RULES = (
    rule("LL001", "unreadable-file"),
    rule("LL002", "unused-suppression"),
    rule("LL004", "crashed-check"),
    rule("LL101", "client-in-handler", tags=("performance",)),
    rule("LL102", "user-data-in-global", tags=("security",)),
    rule("LL201", "timeout-over-limit"),
    rule("LL202", "memory-out-of-range", Profile.STRICT),
    rule("LL203", "deprecated-runtime", Profile.AUDIT, ("security",)),
)
DEFAULT = {"LL001", "LL002", "LL004", "LL101", "LL102", "LL201"}


def resolved(
    folder: Path,
    toml: str = "",
    *,
    flags: Mapping[str, object] | None = None,
    configs: Sequence[str] = (),
    isolated: bool = False,
) -> Settings:
    (folder / "lambdalint.toml").write_text(toml)
    return load(folder, RULES, today=TODAY, flags=flags, configs=configs, isolated=isolated)


def test_without_settings_the_default_profile_runs(tmp_path: Path) -> None:
    settings = load(tmp_path, RULES, today=TODAY)

    assert settings.selected == DEFAULT
    assert (settings.fail_on, settings.output_format, settings.today) == (Severity.WARNING, "full", TODAY)
    assert (settings.exclude, settings.include_tests, settings.handlers) == ((), False, ())


def test_every_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "worker.py").write_text("def run(job):\n    pass\n")
    settings = resolved(
        tmp_path,
        """
        profile = "strict"
        select = ["LL1"]
        extend-select = ["memory-out-of-range"]
        ignore = ["ll102"]
        fail-on = "never"
        exclude = ["legacy/"]
        extend-exclude = ["spikes/"]
        include-tests = true
        handlers = ["src/worker.py:run"]
        output-format = "concise"
        today = 2026-01-02
        per-file-ignores = { "scripts/" = ["LL1"] }
        [rules.client-in-handler]
        severity = "info"
        limit = 7
        """,
    )

    assert settings.selected == {"LL101", "LL202", "LL001", "LL004"}
    assert settings.profile is Profile.STRICT
    assert settings.fail_on is None
    assert settings.exclude == ("legacy/", "spikes/")
    assert settings.include_tests
    assert settings.handlers == (NamedHandler("src/worker.py", "run"),)
    assert settings.output_format == "concise"
    assert settings.today == date(2026, 1, 2)
    assert settings.per_file_ignores == (("scripts/", frozenset({"LL101", "LL102"})),)
    assert settings.severities == {"LL101": Severity.INFO}
    assert settings.rule_options["LL101"]["limit"].value == 7


@pytest.mark.parametrize(
    ("selector", "codes"),
    [
        ("LL101", {"LL101"}),
        ("ll101", {"LL101"}),
        ("Client-In-Handler", {"LL101"}),
        ("LL1", {"LL101", "LL102"}),
        ("LL20", {"LL201", "LL202", "LL203"}),
        ("security", {"LL102", "LL203"}),
        ("ALL", {rule.code for rule in RULES}),
        ("LL", {rule.code for rule in RULES}),
    ],
)
def test_selectors(tmp_path: Path, selector: str, codes: set[str]) -> None:
    assert resolved(tmp_path, f'select = ["{selector}"]').selected == codes | {"LL001", "LL004"}


@pytest.mark.parametrize(
    ("toml", "flags", "codes"),
    [
        ('profile = "strict"', {}, DEFAULT | {"LL202"}),
        ('profile = "audit"', {}, DEFAULT | {"LL202", "LL203"}),
        ('ignore = ["LL201"]', {"profile": "strict"}, (DEFAULT | {"LL202"}) - {"LL201"}),
        ('ignore = ["LL201"]', {"select": "LL201"}, {"LL001", "LL004", "LL201"}),
        ('extend-select = ["LL203"]', {"select": "LL201"}, {"LL001", "LL004", "LL201"}),
        ('select = ["LL201"]', {"extend-select": "LL203"}, {"LL001", "LL004", "LL201", "LL203"}),
        ('select = ["LL201"]', {"profile": "default"}, DEFAULT),
        ('ignore = ["LL0"]', {"ignore": ("LL101,LL102",)}, {"LL001", "LL004", "LL201"}),
        ('ignore = ["unreadable-file"]', {}, DEFAULT - {"LL001"}),
        ('select = ["LL2"]\nignore = ["LL202"]', {}, {"LL001", "LL004", "LL201", "LL203"}),
    ],
)
def test_which_rules_run(tmp_path: Path, toml: str, flags: Mapping[str, object], codes: set[str]) -> None:
    assert resolved(tmp_path, toml, flags=flags).selected == codes


def test_later_layers_win(tmp_path: Path) -> None:
    settings = resolved(
        tmp_path,
        'fail-on = "error"\noutput-format = "json"\ntoday = "2026-01-01"\nexclude = ["a"]\nextend-exclude = ["b"]\n',
        configs=["fail-on=info", "exclude=c,d", "output-format=sarif"],
        flags={"fail-on": "never"},
    )

    assert (settings.fail_on, settings.output_format, settings.today) == (None, "sarif", date(2026, 1, 1))
    assert settings.exclude == ("c", "d")


@pytest.mark.parametrize(
    ("toml", "message", "suggestion"),
    [
        ('\nselct = ["LL101"]', ":2: unknown key `selct`", "did you mean `select`?"),
        ('extend_select = ["LL101"]', ":1: unknown key `extend_select`", "did you mean `extend-select`?"),
        (
            'profile = "strct"',
            ":1: `strct` is not a value of `profile` (default, strict, audit)",
            "did you mean `strict`?",
        ),
        ('fail-on = "warn"', ":1: `warn` is not a value of `fail-on`", "did you mean `warning`?"),
        ('output-format = "jsn"', ":1: `jsn` is not a value of `output-format`", "did you mean `json`?"),
        ("profile = 3", ":1: `3` is not a value of `profile`", None),
        (
            'ignore = [\n  "LL101",\n  "LL1O2",\n]',
            ":3: `LL1O2` is no rule's code, name, beginning of a code, or tag",
            "did you mean `LL102`?",
        ),
        ('select = ["securty"]', ":1: `securty` is no rule's", "did you mean `security`?"),
        ('select = ["LL9"]', ":1: no rule's code begins with `LL9`", None),
        ('select = "LL101"', ":1: `select` must be a list of strings, not 'LL101'", 'write `select = ["LL101"]`'),
        ("select = [101]", ":1: `select` must be a list of strings; 101 is not one", None),
        ('include-tests = "yes"', ":1: `include-tests` must be true or false", None),
        ('today = "2026-02-30"', ":1: `2026-02-30` is no day of the calendar", None),
        ("today = 2026-11-23T10:00:00", ":1: `today` must be a date such as 2026-11-23", None),
        (
            '[per-file-ignores]\n"a.py" = ["client-in-handlr"]',
            ":2: `client-in-handlr` is no rule's",
            "did you mean `client-in-handler`?",
        ),
        ('per-file-ignores = ["LL101"]', ":1: `per-file-ignores` must be a table", "write `[per-file-ignores]`"),
        ("[rules.LL1O1]\nlimit = 3", ":1: unknown rule `LL1O1`", "did you mean `LL101`?"),
        (
            "[rules.LL101]\n# none\nlimits = 3",
            ":3: LL101 (client-in-handler) has no option `limits`",
            "did you mean `limit`?",
        ),
        ('[rules.LL101]\nseverity = "eror"', ":2: `eror` is not a value of `severity`", "did you mean `error`?"),
        ('rules.LL101 = "error"', ":1: `rules.LL101` must be a table", "write `[rules.LL101]`"),
        ('handlers = ["worker.run"]', ":1: `worker.run` names no handler", "write the file and the function"),
        ('handlers = ["wrker.py:run"]', ":1: there is no file `wrker.py`", "did you mean `worker.py`?"),
        ('handlers = ["worker.py:rum"]', ":1: `worker.py` defines no `rum`", "did you mean `run`?"),
        ("select = [", ":1: not valid TOML", None),
        (
            "[tool.lambdalint]\nprofile = 'strict'",
            ":1: unknown key `tool`",
            "in lambdalint.toml the keys have no table",
        ),
    ],
)
def test_what_is_not_known_is_an_error_at_its_line(
    tmp_path: Path, toml: str, message: str, suggestion: str | None
) -> None:
    (tmp_path / "worker.py").write_text("def run(job):\n    pass\n")

    with pytest.raises(SettingsError) as error:
        resolved(tmp_path, toml)

    assert error.value.message.startswith(f"lambdalint.toml{message}")
    assert (error.value.suggestion or "").startswith(suggestion or "")
    assert (error.value.suggestion is None) == (suggestion is None)


@pytest.mark.parametrize(
    ("flags", "configs", "message"),
    [
        ({"select": ("LL101,LL1O2",)}, (), "--select: `LL1O2` is no rule's"),
        ({"select": ("",)}, (), "--select: `select` is given nothing"),
        ({"today": "tomorrow"}, (), "--today: `today` must be a date"),
        ({"profile": "strct"}, (), "--profile: `strct` is not a value"),
        ({}, ("selct=LL101",), "--config: unknown key `selct`"),
        ({}, ("fail-on=fatal",), "--config: `fatal` is not a value of `fail-on`"),
        ({}, ("no such file.toml",), "--config: there is no file `no such file.toml`"),
        ({}, ("=3",), "--config: `=3` is neither a file nor KEY=VALUE"),
        ({"ignore": "ALL"}, ("ignore=LL001,LL004",), "no rule is left to check"),
    ],
)
def test_what_is_not_known_on_the_command_line_names_the_flag(
    tmp_path: Path, flags: Mapping[str, object], configs: Sequence[str], message: str
) -> None:
    with pytest.raises(UsageError) as error:
        resolved(tmp_path, flags=flags, configs=configs)

    assert error.value.message.startswith(message)


def test_the_nearest_file_upwards_is_read_and_no_further_than_the_repository(tmp_path: Path) -> None:
    inner = tmp_path / "repository" / "service" / "src"
    inner.mkdir(parents=True)
    (tmp_path / "lambdalint.toml").write_text('profile = "audit"')
    repository = tmp_path / "repository"
    (repository / ".git").mkdir()
    (repository / "pyproject.toml").write_text('[project]\nname = "orders"\n')

    def profile() -> Profile:
        return load(repository, RULES, today=TODAY, paths=[inner]).profile

    assert profile() is Profile.DEFAULT
    (repository / "pyproject.toml").write_text('[tool.lambdalint]\nprofile = "strict"\n')
    assert profile() is Profile.STRICT
    (repository / "service" / "lambdalint.toml").write_text('profile = "audit"\n')
    assert profile() is Profile.AUDIT


def test_lambdalint_toml_wins_over_pyproject_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.lambdalint]\nprofile = "audit"\n')
    settings = resolved(tmp_path, 'profile = "strict"')

    assert settings.profile is Profile.STRICT
    assert "settings file: lambdalint.toml (pyproject.toml has settings too, and is not read)" in shown(settings)


def test_an_error_in_pyproject_has_its_line_there(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nprofile = "x"\n\n[tool.lambdalint]\nprofile = "strct"\n')

    with pytest.raises(SettingsError, match=r"^pyproject\.toml:5: `strct`"):
        load(tmp_path, RULES, today=TODAY)


@pytest.mark.parametrize("toml", ['[lambdalint]\nprofile = "strict"', '[tool]\nlambdalint = "strict"'])
def test_misplaced_settings_in_pyproject_are_an_error(tmp_path: Path, toml: str) -> None:
    (tmp_path / "pyproject.toml").write_text(toml)

    with pytest.raises(SettingsError, match="the settings are no table"):
        load(tmp_path, RULES, today=TODAY)


def test_a_config_file_replaces_the_nearest_and_isolated_reads_none(tmp_path: Path) -> None:
    other = tmp_path / "ci.toml"
    other.write_text('fail-on = "error"\nexclude = ["build/"]')
    replaced = resolved(tmp_path, 'profile = "strict"', configs=[str(other), "today=2026-01-01"])

    assert (replaced.profile, replaced.fail_on) == (Profile.DEFAULT, Severity.ERROR)
    assert replaced.today == date(2026, 1, 1)
    assert resolved(tmp_path, 'profile = "strict"', isolated=True).profile is Profile.DEFAULT
    with pytest.raises(LambdalintError, match="--isolated reads no settings file"):
        resolved(tmp_path, configs=[str(other)], isolated=True)


def test_shown_settings_say_where_each_value_came_from(tmp_path: Path) -> None:
    text = shown(
        resolved(
            tmp_path, 'ignore = ["LL101"]\n\n[rules.LL201]\nlimit = 7\n', flags={"ignore": "LL102", "fail-on": "error"}
        )
    )

    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in text.splitlines() if line.strip()}
    assert lines["ignore"] == '["LL101", "LL102"] lambdalint.toml:1, --ignore'
    assert lines["rules.LL201.limit"] == "7 lambdalint.toml:4"
    assert lines["fail-on"] == '"error" --fail-on'
    assert lines["profile"] == '"default" default'
    assert lines["4"] == "rules: LL001 LL002 LL004 LL201"


def test_lines_are_found_however_toml_is_written() -> None:
    text = '# select = 1\n[tool."lambdalint"]\nrules.LL101.limit = 3\nrules.LL102 = { limit = 4 }\n[tool.lambdalint.rules."LL201"]\nlimit=5\n'

    def line(*keys: str) -> int:
        return line_of(text, ("tool", "lambdalint", *keys))

    assert (line("rules", "LL101", "limit"), line("rules", "LL102", "limit"), line("rules", "LL201", "limit")) == (
        3,
        4,
        6,
    )
    assert line("select") == 2


def test_the_root_holds_all_paths(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    (there / "app.py").write_text("")

    assert root_of([], here) == here
    assert root_of([Path("src"), here / "template.yaml"], here) == here
    assert root_of([Path("../there")], here) == there
    assert root_of([there / "app.py"], here) == there
    assert root_of([Path("src"), there], here) == tmp_path


@pytest.mark.parametrize(
    ("pattern", "folders", "matches", "differs"),
    [
        ("legacy/", (".", "."), "src/legacy/a.py", "src/legacy.py"),
        ("legacy/", ("services/a", "."), "services/a/x/legacy/a.py", "legacy/a.py"),
        ("src/legacy", ("services/a", "."), "services/a/src/legacy/a.py", "src/legacy/a.py"),
        ("/build", ("services/a", "."), "services/a/build/a.py", "services/a/x/build/a.py"),
        ("services/a/legacy", (".", "services/a"), "legacy/x.py", "x/legacy/x.py"),
        ("services/*/legacy/", (".", "services/a"), "legacy/x.py", "x/legacy/x.py"),
        ("services/", (".", "services/a"), "x.py", None),
        ("services/a", (".", "services/a"), "x.py", None),
        ("legacy/", (".", "services/a"), "x/legacy/a.py", "x/a.py"),
        ("**/legacy", (".", "services/a"), "x/legacy/a.py", "x/a.py"),
    ],
)
def test_patterns_hold_from_the_folder_of_their_file(
    tmp_path: Path, pattern: str, folders: tuple[str, str], matches: str, differs: str | None
) -> None:
    base, root = folders
    spec = GitIgnoreSpec.from_lines([str(rebase(pattern, tmp_path / base, tmp_path / root))])

    assert spec.match_file(matches)
    assert differs is None or not spec.match_file(differs)


def test_a_pattern_for_another_folder_matches_nothing(tmp_path: Path) -> None:
    assert rebase("services/b/legacy", tmp_path, tmp_path / "services" / "a") is None


def test_generated_reference_and_schema_are_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import refresh_reference

    for path, text in refresh_reference.texts().items():
        assert path.read_text(encoding="utf-8") == text, (
            f"{path.name} is out of date: python scripts/refresh_reference.py"
        )


def test_the_schema_accepts_every_example_and_what_the_reader_accepts(tmp_path: Path) -> None:
    published = schema(catalog.rules())
    jsonschema.Draft202012Validator.check_schema(published)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "worker.py").write_text("def run(job):\n    pass\n")
    for key in KEYS.values():
        values = json.loads(json.dumps(tomllib.loads(key.example), default=str))
        jsonschema.validate(values, published)
        (tmp_path / "lambdalint.toml").write_text(key.example)
        assert (
            load(tmp_path, catalog.rules(), today=TODAY).layers[0]
            != load(tmp_path, catalog.rules(), today=TODAY, isolated=True).layers[0]
        )


@pytest.mark.parametrize(
    "values",
    [
        {"selct": []},
        {"profile": "strct"},
        {"select": "LL1"},
        {"ignore": ["LL1O1"]},
        {"rules": {"LL9999": {}}},
        {"rules": {"LL001": {"nope": 1}}},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(values: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values, schema(catalog.rules()))


def test_words_for_rules_are_unambiguous_and_what_is_always_on_exists() -> None:
    words = [word.lower() for rule in catalog.rules() for word in (rule.code, rule.name)]
    tags = {tag for rule in catalog.rules() for tag in rule.tags}

    assert tags.isdisjoint(words)
    assert ALL.lower() not in words
    assert {rule.code for rule in catalog.rules()} >= UNREAD


def test_the_formats_are_the_reporters() -> None:
    assert KEYS["output-format"].kind.choices == FORMATS
