"""What a run does: settings files, `--config` and flags (`Options`, as written) to `Settings` (resolved, frozen)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from lambdalint.errors import UsageError
from lambdalint.model.rule import Rule
from lambdalint.settings.files import Found, given, nearest, root_of, start_of
from lambdalint.settings.options import NamedHandler, Options, Settings
from lambdalint.settings.resolve import resolve
from lambdalint.settings.table import parse_flags

__all__ = ["NamedHandler", "Options", "Settings", "load", "root_of"]


def load(
    root: Path,
    rules: Sequence[Rule],
    *,
    today: date,
    paths: Sequence[Path] = (),
    configs: Sequence[str] = (),
    isolated: bool = False,
    flags: Mapping[str, object] | None = None,
) -> Settings:
    """Find, read and resolve the settings for checking `paths` (relative to the root, which is the default).

    Raises SettingsError or UsageError for whatever is not known. `flags` are by key; `today` holds where nobody says.
    """
    from_flag, values = given(configs, root)
    if from_flag and isolated:
        raise UsageError("--isolated reads no settings file, and --config gives one", "leave one of them out")
    found: Found | None = None if isolated else from_flag or nearest(start_of(paths, root), root)
    layers = ([found.options] if found else []) + [*values, parse_flags(flags or {}, root)]
    settings = resolve(layers, rules, root, today)
    return replace(settings, file=found.name, passed_over=found.passed_over) if found else settings
