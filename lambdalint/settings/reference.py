"""The reference of the settings and their JSON Schema, both from the one table and the rule cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lambdalint.model.rule import Option, Rule, Severity
from lambdalint.settings.selectors import ALL, PREFIX
from lambdalint.settings.table import KEYS, Key

SCHEMA_URL = "https://lambdalint.readthedocs.io/en/latest/schema/settings.json"

_INTRODUCTION = """\
# Settings

Settings stand in `lambdalint.toml`, or in `pyproject.toml` under `[tool.lambdalint]`. The nearest of them is read, from
the folder that holds all that is checked upwards to the top of its repository; in one folder `lambdalint.toml` wins. One run
has one settings file: files further up are not merged in.

Later wins: the profile's defaults, the settings file, `--config KEY=VALUE`, flags. `--config FILE` reads that file in place of
the nearest, `--isolated` reads none. `lambdalint check --show-settings` shows every value and where it came from.

An unknown key, rule or value ends the run with exit code 2, the file and the line.

## Naming rules

Wherever a rule is named, its code (`LL101`) and its name (`client-in-handler`) mean the same, in any case. A list of rules also
takes the beginning of a code (`LL1`, `LL`), a tag (`security`) and `ALL`; each stands for every such rule, whatever the
rule's profile.

The set that runs is the profile's, or what `select` names; then `extend-select` adds and `ignore` removes. A `--select` on the
command line leaves behind what the settings file selected, added and ignored; a `--profile` keeps what the file added and ignored.
Rules that report what could not be checked (LL001, LL004, LL007) run whatever is selected, and are ignored only by their
own code or name.

## Patterns

Patterns match as in `.gitignore`, from the folder of the file that holds them: `legacy/` is a folder anywhere, `/legacy/` and
`src/legacy/` only there, `*_generated.py` a file anywhere. On the command line, and in a file given with `--config`, they
match from the folder that the run's paths are relative to.

For completion and checks in an editor, begin `lambdalint.toml` with `#:schema {url}`.

## Keys
"""


def markdown() -> str:
    """The reference, as `docs/settings.md` holds it."""
    entries = (_entry(key) for key in KEYS.values())
    return "\n".join([_INTRODUCTION.replace("{url}", SCHEMA_URL), *entries])


def _entry(key: Key) -> str:
    default = f"`{key.default}`" if key.default[0] in '["{' or key.default in ("true", "false") else key.default
    return f"### `{key.name}`\n\n{key.help}\n\nType: {key.kind.words}. Default: {default}.\n\n```toml\n{key.example}\n```\n"


def schema(rules: Sequence[Rule]) -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of a settings file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_URL,
        "title": "lambdalint settings",
        "description": "lambdalint.toml, or [tool.lambdalint] in pyproject.toml",
        "type": "object",
        "properties": {key.name: {"description": key.help, **key.kind.schema} for key in KEYS.values()},
        "additionalProperties": False,
        "$defs": {
            "selector": {"anyOf": [{"enum": _words(rules)}, {"type": "string", "pattern": f"^({PREFIX}|{ALL})$"}]},
            "severity": {"enum": [severity.value for severity in Severity]},
            "rules": {
                "type": "object",
                "properties": {word: _rule(rule) for rule in rules for word in (rule.code, rule.name)},
                "additionalProperties": False,
            },
        },
    }


def _words(rules: Sequence[Rule]) -> list[str]:
    tags = {tag for rule in rules for tag in rule.tags}
    return [*(rule.code for rule in rules), *sorted(rule.name for rule in rules), *sorted(tags)]


def _rule(rule: Rule) -> Mapping[str, object]:
    return {
        "description": rule.summary,
        "type": "object",
        "properties": {"severity": {"$ref": "#/$defs/severity"}} | {each.name: _option(each) for each in rule.options},
        "additionalProperties": False,
    }


def _option(option: Option) -> Mapping[str, object]:
    return {"description": option.help, **_type(option.default)}


def _type(default: object) -> Mapping[str, object]:
    """The type of a default, as far as one value tells it."""
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (dict, "object")):
        if isinstance(default, kind):
            return {"type": name}
    if isinstance(default, list | tuple):
        return {"type": "array", "items": _same(_type(item) for item in default)}
    return {}


def _same(types: Iterable[Mapping[str, object]]) -> Mapping[str, object]:
    every = list(types)
    return every[0] if every and all(each == every[0] for each in every) else {}
