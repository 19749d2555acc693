"""What a key of the settings may hold: how it is read, how JSON Schema says it, and in which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TypeAlias

from msgspec import Struct

from lambdalint.errors import not_a_value
from lambdalint.model.rule import Profile
from lambdalint.settings.options import FileIgnore, NamedHandler, RuleOption
from lambdalint.settings.written import Written

Raw: TypeAlias = Written[object]
Schema: TypeAlias = Mapping[str, object]

_DAY = r"\d{4}-\d{2}-\d{2}"
_HANDLER = r"(?P<path>[^:]+\.py):(?P<function>[A-Za-z_][\w.]*)"


class Kind(Struct, frozen=True):
    """What a key holds."""

    words: str
    schema: Schema
    read: Callable[[Raw], object]
    """Raises the written value's own error when it does not fit."""
    choices: tuple[str, ...] = ()


def choice(*words: str) -> Kind:
    """One of several words."""

    def read(raw: Raw) -> Written[str]:
        if raw.value not in words:
            raise raw.error(*not_a_value(raw.value, raw.keys[-1], words))
        return raw.having(str(raw.value))

    return Kind(" or ".join(f"`{word}`" for word in words), {"enum": list(words)}, read, words)


def _profile() -> Kind:
    word = choice(*(profile.value for profile in Profile))

    def read(raw: Raw) -> Written[Profile]:
        word.read(raw)
        return raw.having(Profile(raw.value))

    return Kind(word.words, word.schema, read, word.choices)


def _switch(raw: Raw) -> Written[bool]:
    if not isinstance(raw.value, bool):
        raise raw.error(f"`{raw.keys[-1]}` must be true or false, not {raw.value!r}")
    return raw.having(raw.value)


def _day(raw: Raw) -> Written[date]:
    value = raw.value
    if isinstance(value, str) and re.fullmatch(_DAY, value):
        try:
            value = date.fromisoformat(value)
        except ValueError as error:
            raise raw.error(f"`{value}` is no day of the calendar: {error}") from error
    if not isinstance(value, date) or isinstance(value, datetime):
        raise raw.error(f"`{raw.keys[-1]}` must be a date such as 2026-11-23, not `{value}`")
    return raw.having(value)


def _strings(raw: Raw) -> tuple[Written[str], ...]:
    """The items of a list; on the command line, of a text with commas."""
    value = raw.value
    if raw.source.text is None:
        texts = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
        value = [part.strip() for text in texts for part in str(text).split(",") if part.strip()]
        if not value:
            raise raw.error(f"`{raw.keys[-1]}` is given nothing")
    if not isinstance(value, list):
        suggestion = f'write `{raw.keys[-1]} = ["{value}"]`' if isinstance(value, str) else None
        raise raw.error(f"`{raw.keys[-1]}` must be a list of strings, not {value!r}", suggestion)
    if wrong := [item for item in value if not isinstance(item, str) or not item.strip()]:
        raise raw.error(f"`{raw.keys[-1]}` must be a list of strings; {wrong[0]!r} is not one")
    return tuple(raw.holding(item) for item in value)


def _handlers(raw: Raw) -> tuple[Written[NamedHandler], ...]:
    return tuple(_handler(item) for item in _strings(raw))


def _handler(item: Written[str]) -> Written[NamedHandler]:
    match = re.fullmatch(_HANDLER, item.value)
    if match is None:
        raise item.error(f"`{item.value}` names no handler", "write the file and the function: `src/app.py:handler`")
    return item.having(NamedHandler(PurePosixPath(match["path"]).as_posix(), match["function"]))


def _file_ignores(raw: Raw) -> tuple[FileIgnore, ...]:
    return tuple(
        FileIgnore(raw.below(pattern, pattern), _strings(raw.below(pattern, rules)))
        for pattern, rules in _table(
            raw, 'write `[per-file-ignores]` and below it `"generated/*.py" = ["LL101"]`'
        ).items()
    )


def _rule_options(raw: Raw) -> tuple[RuleOption, ...]:
    hint = 'write `[rules.LL101]` and below it `severity = "info"`'
    return tuple(
        RuleOption(raw.below(rule, rule), name, raw.below(rule, options).below(name, value))
        for rule, options in _table(raw, hint).items()
        for name, value in _table(raw.below(rule, options), hint).items()
    )


def _table(raw: Raw, suggestion: str) -> Mapping[str, object]:
    if not isinstance(raw.value, dict):
        raise raw.error(f"`{'.'.join(raw.keys)}` must be a table, not {raw.value!r}", suggestion)
    return raw.value


_SELECTORS: Schema = {"type": "array", "items": {"$ref": "#/$defs/selector"}}
_STRINGS: Schema = {"type": "array", "items": {"type": "string", "minLength": 1}}

PROFILE = _profile()
SWITCH = Kind("`true` or `false`", {"type": "boolean"}, _switch)
DAY = Kind("date", {"type": "string", "format": "date", "pattern": f"^{_DAY}$"}, _day)
SELECTORS = Kind("list of rules", _SELECTORS, _strings)
PATTERNS = Kind("list of patterns", _STRINGS, _strings)
HANDLERS = Kind(
    "list of `path:function`",
    {"type": "array", "items": {"type": "string", "pattern": "^[^:]+\\.py:[A-Za-z_][\\w.]*$"}},
    _handlers,
)
FILE_IGNORES = Kind(
    "table of patterns to lists of rules", {"type": "object", "additionalProperties": _SELECTORS}, _file_ignores
)
RULE_OPTIONS = Kind("table of rules to tables of options", {"$ref": "#/$defs/rules"}, _rule_options)
