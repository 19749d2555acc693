"""One card of `rules/`: a YAML header and a Markdown body, read into a `Rule`. The only reader of headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from pathlib import Path

from lambdalint.errors import InternalError, did_you_mean
from lambdalint.model.rule import Option, Profile, Rule, Severity, Tier

_NEEDS = ("code", "configuration", "triggers")
_CONFIDENCES = ("high", "medium", "low")
_FENCE = "---\n"


class _HeaderError(Exception):
    """What a value of the header must be."""


def read(path: Path) -> Rule:
    """Read a card; raise InternalError with its file and line when the header breaks the format."""
    before, opening, rest = path.read_text(encoding="utf-8").partition(_FENCE)
    header, closing, body = rest.partition(f"\n{_FENCE}")
    if before or not opening or not closing:
        raise _error(path, 1, f"a card begins with a header between two lines `{_FENCE.strip()}`")
    return _rule(path, _fields(path, header), body.strip() + "\n")


def _fields(path: Path, header: str) -> dict[str, tuple[object, int]]:
    """The header's values with their lines."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(header)
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise _error(path, 2, "the header must be a mapping")
        return {
            key.value: (loader.construct_object(value, deep=True), key.start_mark.line + 2) for key, value in root.value
        }
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise _error(path, line, str(error.problem)) from error


def _rule(path: Path, fields: Mapping[str, tuple[object, int]], body: str) -> Rule:
    values: dict[str, object] = {}
    for key, (value, line) in fields.items():
        if key not in _READERS:
            raise _error(path, line, f"unknown key `{key}`", did_you_mean(key, _READERS))
        try:
            values[key.replace("-", "_")] = _READERS[key](value)
        except _HeaderError as error:
            raise _error(path, line, f"`{key}` must be {error}") from error
    if missing := [key for key in _REQUIRED if key not in fields]:
        raise _error(path, 1, f"the header has no `{missing[0]}`")
    rule = Rule(**values, body=body)  # type: ignore[arg-type]  # each reader gives its field's type
    if path.stem != rule.slug:
        raise _error(path, fields["code"][1], f"code and name make `{rule.slug}.md`, not `{path.name}`")
    if ("security" in rule.tags) != (rule.security_severity is not None):
        raise _error(path, 1, "`security-severity` is given if and only if a rule is tagged `security`")
    return rule


def _error(path: Path, line: int, message: str, suggestion: str | None = None) -> InternalError:
    return InternalError(f"rules/{path.name}:{line}: {message}", suggestion)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _HeaderError("a text")
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _HeaderError("a list of texts")
    return tuple(value)


def _matching(pattern: str, description: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise _HeaderError(description)
        return value

    return read


def _one_of(*words: str) -> Callable[[object], str]:
    return _matching("|".join(words), "one of " + ", ".join(words))


def _member(kind: type[Enum]) -> Callable[[object], Enum]:
    word = _one_of(*(member.value for member in kind))
    return lambda value: kind(word(value))


def _needs(value: object) -> tuple[str, ...]:
    need = _one_of(*_NEEDS)
    return tuple(need(item) for item in _texts(value))


def _security_severity(value: object) -> str:
    number = _matching(r"10\.0|\d\.\d", 'a number from "0.1" to "10.0", in quotes')(value)
    if number == "0.0":
        raise _HeaderError("above 0.0")
    return number


def _options(value: object) -> tuple[Option, ...]:
    if not isinstance(value, dict):
        raise _HeaderError("a mapping of options")
    return tuple(_option(name, parts) for name, parts in value.items())


def _option(name: object, parts: object) -> Option:
    if not isinstance(parts, dict) or set(parts) != {"default", "help"}:
        raise _HeaderError(f"a mapping in which `{name}` has exactly `default` and `help`")
    return Option(
        _matching(r"[a-z][a-z0-9_]*", "named like Python variables")(name),
        _plain(parts["default"]),
        _text(parts["help"]),
    )


def _plain(value: object) -> object:
    """A default as JSON can hold it; the check's field gives it its type back."""
    return value.isoformat() if isinstance(value, date) else value


_READERS: Mapping[str, Callable[[object], object]] = {
    "code": _matching(r"LL\d{3}", "LL and three digits"),
    "name": _matching(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "kebab-case"),
    "summary": _text,
    "severity": _member(Severity),
    "confidence": _one_of(*_CONFIDENCES),
    "profile": _member(Profile),
    "tags": _texts,
    "needs": _needs,
    "tier": _member(Tier),
    "options": _options,
    "references": _texts,
    "aliases": _texts,
    "security-severity": _security_severity,
    "formerly": _texts,
    "since": _text,
}
_REQUIRED = ("code", "name", "summary", "severity", "confidence", "profile", "tags", "needs", "references", "since")
