"""The one table of settings: parsing, validation, the reference and the JSON Schema are all derived from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from lambdalint.errors import did_you_mean
from lambdalint.model.rule import Severity
from lambdalint.settings.options import Options
from lambdalint.settings.readers import (
    DAY,
    FILE_IGNORES,
    HANDLERS,
    PATTERNS,
    PROFILE,
    RULE_OPTIONS,
    SELECTORS,
    SWITCH,
    Kind,
    choice,
)
from lambdalint.settings.written import Source, Written

NEVER = "never"
"""The value of `fail-on` that lets no finding fail a run."""


class Key(Struct, frozen=True):
    """A key of a settings file."""

    name: str
    kind: Kind
    default: str
    """In TOML, or in words where the default is not a value."""
    help: str
    example: str
    """In TOML."""
    accumulates: bool = False
    """A later layer adds to it; else it replaces it."""

    @property
    def field(self) -> str:
        """The field of `Options`."""
        return self.name.replace("-", "_")


_TABLE = (
    Key(
        "profile",
        PROFILE,
        '"default"',
        "Which set of rules runs. `strict` adds rules that ask for more than most projects want; `audit` adds those that "
        "report what could be wrong.",
        'profile = "strict"',
    ),
    Key(
        "select",
        SELECTORS,
        "the profile's rules",
        "The rules that run, in place of the profile's.",
        'select = ["LL1", "security"]',
    ),
    Key("extend-select", SELECTORS, "[]", "Rules that run as well.", 'extend-select = ["LL403"]', accumulates=True),
    Key("ignore", SELECTORS, "[]", "Rules that do not run.", 'ignore = ["client-in-handler"]', accumulates=True),
    Key(
        "per-file-ignores",
        FILE_IGNORES,
        "{}",
        "Rules that are not reported in some files.",
        '[per-file-ignores]\n"scripts/" = ["LL1"]',
        accumulates=True,
    ),
    Key(
        "rules",
        RULE_OPTIONS,
        "{}",
        "The options of a rule, and its `severity`. `lambdalint rule LL101` shows which options a rule has.",
        '[rules.LL501]\nseverity = "error"',
        accumulates=True,
    ),
    Key(
        "fail-on",
        choice(*(severity.value for severity in Severity), NEVER),
        '"warning"',
        "The least severity with which a finding makes the run exit with 1.",
        'fail-on = "error"',
    ),
    Key(
        "exclude",
        PATTERNS,
        "[]",
        "Files and folders that are left out, beside those that always are.",
        'exclude = ["legacy/", "*_generated.py"]',
    ),
    Key(
        "extend-exclude",
        PATTERNS,
        "[]",
        "More of them, added to what `exclude` names elsewhere.",
        'extend-exclude = ["spikes/"]',
        accumulates=True,
    ),
    Key("include-tests", SWITCH, "false", "Whether the project's tests are checked too.", "include-tests = true"),
    Key(
        "handlers",
        HANDLERS,
        "[]",
        "Functions that are Lambda handlers although no template names them; a comment `# lambdalint: handler` above one says the same.",
        'handlers = ["src/worker.py:run"]',
    ),
    Key(
        "output-format",
        choice("full", "concise", "json", "sarif", "github"),
        '"full"',
        "How findings are written to standard output.",
        'output-format = "concise"',
    ),
    Key(
        "today",
        DAY,
        "the day of the run",
        "The day for which rules about dates speak, such as a runtime's end of support.",
        "today = 2026-11-23",
    ),
)

KEYS: Mapping[str, Key] = {key.name: key for key in _TABLE}
"""Every key, in the order of the reference."""


def parse(table: Mapping[str, object], source: Source) -> Options:
    """What a settings file says; raises SettingsError with file and line for an unknown key or a wrong value."""
    return Options(**_read(table, source))


def parse_flags(flags: Mapping[str, object], base: Path) -> Options:
    """What flags say, each named like its key; raises UsageError that names the flag."""
    values: dict[str, Any] = {}
    for name, value in flags.items():
        values |= _read({name: value}, Source(f"--{name}", base))
    return Options(**values)


def _read(table: Mapping[str, object], source: Source) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in table.items():
        raw = Written(value, source, (name,))
        if name not in KEYS:
            raise raw.error(f"unknown key `{name}`", did_you_mean(name, KEYS))
        values[KEYS[name].field] = KEYS[name].kind.read(raw)
    return values
