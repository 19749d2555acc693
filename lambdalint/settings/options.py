"""What people may set: `Options` as one of them wrote it, `Settings` as a run uses it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from lambdalint.model.rule import Profile, Severity
from lambdalint.settings.written import Written


class NamedHandler(Struct, frozen=True):
    """A function that the user says is a Lambda handler."""

    path: str
    """POSIX, relative to the root."""
    function: str


class RuleOption(Struct, frozen=True):
    """One value under `rules`: an option of a rule, or its `severity`."""

    rule: Written[str]
    name: str
    value: Written[object]


class FileIgnore(Struct, frozen=True):
    """Rules that are ignored in the files a pattern matches."""

    pattern: Written[str]
    rules: tuple[Written[str], ...]


class Options(Struct, frozen=True):
    """What one file, one `--config` or the flags say; None is not said."""

    profile: Written[Profile] | None = None
    select: tuple[Written[str], ...] | None = None
    extend_select: tuple[Written[str], ...] | None = None
    ignore: tuple[Written[str], ...] | None = None
    per_file_ignores: tuple[FileIgnore, ...] | None = None
    rules: tuple[RuleOption, ...] | None = None
    fail_on: Written[str] | None = None
    exclude: tuple[Written[str], ...] | None = None
    extend_exclude: tuple[Written[str], ...] | None = None
    include_tests: Written[bool] | None = None
    handlers: tuple[Written[NamedHandler], ...] | None = None
    output_format: Written[str] | None = None
    today: Written[date] | None = None


class Settings(Struct, frozen=True):
    """What one run does. Patterns and paths are relative to the root; patterns match as in .gitignore."""

    profile: Profile
    selected: frozenset[str]
    """Codes of the rules that run."""
    severities: Mapping[str, Severity]
    """By code, where they depart from the card's."""
    rule_options: Mapping[str, Mapping[str, Written[object]]]
    """By code and option, not yet in the type of the check's field."""
    per_file_ignores: tuple[tuple[str, frozenset[str]], ...]
    """A pattern and the codes that are ignored where it matches."""
    fail_on: Severity | None
    """The least severity that makes a run fail; None: no finding does."""
    exclude: tuple[str, ...]
    include_tests: bool
    handlers: tuple[NamedHandler, ...]
    output_format: str
    today: date
    suppressions: bool = True
    layers: tuple[Options, ...] = ()
    """What was written, weakest first."""
    file: str | None = None
    """The settings file that was read."""
    passed_over: str | None = None
    """Another file beside it that has settings too, and is not read."""
