"""The settings of a run with where each came from, for people who wonder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from enum import Enum

from lambdalint.settings.options import FileIgnore, NamedHandler, RuleOption, Settings
from lambdalint.settings.table import KEYS, Key
from lambdalint.settings.written import Written


def shown(settings: Settings) -> str:
    """A table of every key, its value and its place; then the rules that run."""
    rows = [row for key in KEYS.values() for row in _rows(key, settings)]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"{name:{widths[0]}}  {value:{widths[1]}}  {place}" for name, value, place in rows]
    codes = sorted(settings.selected)
    return "\n".join([_file(settings), "", *lines, "", f"{len(codes)} rules: {' '.join(codes)}", ""])


def _file(settings: Settings) -> str:
    if settings.file is None:
        return "settings file: none"
    beside = f" ({settings.passed_over} has settings too, and is not read)" if settings.passed_over else ""
    return f"settings file: {settings.file}{beside}"


def _rows(key: Key, settings: Settings) -> Iterator[tuple[str, str, str]]:
    said = [value for layer in settings.layers if (value := getattr(layer, key.field)) is not None]
    parts = [part for value in (said if key.accumulates else said[-1:]) for part in _parts(value)]
    entries = [part for part in parts if isinstance(part, FileIgnore | RuleOption)]
    values = [part for part in parts if isinstance(part, Written)]
    yield from (_entry(key, part) for part in entries)
    if values:
        text = _toml([part.value for part in values] if isinstance(said[-1], tuple) else values[0].value)
        yield key.name, text, ", ".join(dict.fromkeys(part.place for part in values))
    elif not entries:
        yield key.name, key.default, "default"


def _parts(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _entry(key: Key, part: FileIgnore | RuleOption) -> tuple[str, str, str]:
    if isinstance(part, FileIgnore):
        name = f"{key.name}.{_toml(part.pattern.value)}"
        return name, _toml([rule.value for rule in part.rules]), part.pattern.place
    return f"{key.name}.{part.rule.value}.{part.name}", _toml(part.value.value), part.value.place


def _toml(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_toml(item)}' for key, item in value.items())}}}"
    if isinstance(value, Enum):
        return _toml(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, NamedHandler):
        return _toml(f"{value.path}:{value.function}")
    return json.dumps(value, ensure_ascii=False)
