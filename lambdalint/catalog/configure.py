"""Check classes to checks: each field filled from the settings, else from the rule's card, in the field's own type."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from types import NoneType, UnionType
from typing import ClassVar, Literal, Protocol, Union, get_args, get_origin, get_type_hints

from lambdalint.errors import InternalError, LambdalintError
from lambdalint.model.rule import Check, Rule

_TODAY = "today"
"""The field that the run fills: no card can know the day."""


class Given(Protocol):
    """A rule's option as somebody wrote it in the settings."""

    @property
    def value(self) -> object:
        """What was written."""
        ...

    def error(self, message: str, suggestion: str | None = None) -> LambdalintError:
        """An error that says where it was written."""
        ...


def configure(
    load: Callable[[Rule], type[Check]],
    rules: Iterable[Rule],
    selected: Collection[str],
    given: Mapping[str, Mapping[str, Given]],
    today: date,
) -> tuple[Check, ...]:
    """The checks of the selected rules, as `load` gives them; raises the given option's own error when its type is wrong.

    `given` is by code and option. Options of rules that are not selected are checked all the same.
    """
    made = [
        _check(load(rule), rule, given.get(rule.code, {}), today)
        for rule in rules
        if rule.code in selected or rule.code in given
    ]
    return tuple(check for check in made if check.code in selected)


def _check(kind: type[Check], card: Rule, given: Mapping[str, Given], today: date) -> Check:
    defaults = {option.name: option.default for option in card.options}
    options = {name: hint for name, hint in get_type_hints(kind).items() if get_origin(hint) is not ClassVar}
    values: dict[str, object] = {}
    for name, hint in options.items():
        if name == _TODAY:
            values[name] = today
        elif name in given:
            values[name] = _from_settings(given[name], name, hint)
        else:
            values[name] = _from_card(card, defaults, name, hint)
    make: Callable[..., Check] = kind
    return make(**values)


def _from_settings(given: Given, name: str, kind: object) -> object:
    try:
        return coerce(given.value, kind)
    except TypeError:
        raise given.error(f"`{name}` must be {describe(kind)}") from None


def _from_card(card: Rule, defaults: Mapping[str, object], name: str, kind: object) -> object:
    if name not in defaults:
        raise InternalError(f"rules/{card.slug}.md: the check's field `{name}` is no option of the card")
    try:
        return coerce(defaults[name], kind)
    except TypeError:
        raise InternalError(f"rules/{card.slug}.md: the default of `{name}` must be {describe(kind)}") from None


def coerce(value: object, kind: object) -> object:
    """A value as TOML or a card gives it, in a field's type; raises TypeError when it has another."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (UnionType, Union):
        return _first_that_fits(value, arguments)
    if origin is Literal:
        return _checked(value, value in arguments)
    if origin in (frozenset, tuple):
        _checked(value, isinstance(value, list | tuple))
        return origin(coerce(item, arguments[0]) for item in value)  # type: ignore[attr-defined]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        _checked(value, isinstance(value, dict))
        return {coerce(key, arguments[0]): coerce(item, arguments[1]) for key, item in value.items()}  # type: ignore[attr-defined]
    return _scalar(value, kind)


def _scalar(value: object, kind: object) -> object:
    if kind is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise TypeError from error
    if kind is float and type(value) is int:
        return float(value)
    # Exact types: True is no number of seconds, and a datetime is no day.
    return _checked(value, type(value) is kind)


def _first_that_fits(value: object, kinds: Iterable[object]) -> object:
    for kind in kinds:
        try:
            return coerce(value, kind)
        except TypeError:
            continue
    raise TypeError


def _checked(value: object, fits: bool) -> object:
    if not fits:
        raise TypeError
    return value


_WORDS: Mapping[object, tuple[str, str]] = {
    str: ("a string", "strings"),
    int: ("a whole number", "whole numbers"),
    float: ("a number", "numbers"),
    bool: ("true or false", "booleans"),
    date: ("a date such as 2026-11-23", "dates"),
    NoneType: ("nothing", "nothing"),
}


def describe(kind: object) -> str:
    """What a field's type expects, in words."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (UnionType, Union):
        return " or ".join(describe(each) for each in arguments if each is not NoneType)
    if origin is Literal:
        return "one of " + ", ".join(f"`{each}`" for each in arguments)
    if origin in (frozenset, tuple):
        return f"a list of {_plural(arguments[0])}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"a table of {_plural(arguments[1])}"
    return _WORDS[kind][0]


def _plural(kind: object) -> str:
    return _WORDS[kind][1] if kind in _WORDS else f"values, each {describe(kind)}"
