"""Layers of options, weakest first, to the settings of one run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from lambdalint.errors import LambdalintError, UsageError, did_you_mean
from lambdalint.model.rule import Profile, Rule, Severity
from lambdalint.settings.options import NamedHandler, Options, RuleOption, Settings
from lambdalint.settings.patterns import rebase
from lambdalint.settings.readers import choice
from lambdalint.settings.selectors import UNREAD, Vocabulary
from lambdalint.settings.table import NEVER
from lambdalint.settings.written import Written

T = TypeVar("T")
_SEVERITY = "severity"


def resolve(layers: Sequence[Options], rules: Sequence[Rule], root: Path, today: date) -> Settings:
    """The settings that all layers together give; raises the error of what names nothing.

    `today` is used where no layer gives a day.
    """
    vocabulary = Vocabulary.of(rules)
    fail_on = _last(layer.fail_on for layer in layers) or Severity.WARNING.value
    severities, options = _rule_options(layers, rules, vocabulary)
    return Settings(
        profile=_last(layer.profile for layer in layers) or Profile.DEFAULT,
        selected=_selected(layers, rules, vocabulary),
        severities=severities,
        rule_options=options,
        per_file_ignores=tuple(_file_ignores(layers, vocabulary, root)),
        fail_on=None if fail_on == NEVER else Severity(fail_on),
        exclude=tuple(_excluded(layers, root)),
        include_tests=_last(layer.include_tests for layer in layers) or False,
        handlers=tuple(_handler(each, root) for each in _last_list(layer.handlers for layer in layers)),
        output_format=_last(layer.output_format for layer in layers) or "full",
        today=_last(layer.today for layer in layers) or today,
        layers=tuple(layers),
    )


def _last(written: Iterable[Written[T] | None]) -> T | None:
    said = [each.value for each in written if each is not None]
    return said[-1] if said else None


def _last_list(lists: Iterable[tuple[T, ...] | None]) -> tuple[T, ...]:
    said = [each for each in lists if each is not None]
    return said[-1] if said else ()


def _selected(layers: Sequence[Options], rules: Sequence[Rule], vocabulary: Vocabulary) -> frozenset[str]:
    """The profile or `select`, whichever was said last; then what later layers add and ignore.

    A `select` leaves behind what weaker layers added or ignored; a profile does not: `--select LL101` means exactly
    that, while `--profile strict` is still the project's own choice of exceptions.
    """
    chosen = _of_profile(Profile.DEFAULT, rules)
    changes: list[Options] = []
    for layer in layers:
        if layer.select is not None:
            chosen = vocabulary.rules(layer.select)
            changes.clear()
        elif layer.profile is not None:
            chosen = _of_profile(layer.profile.value, rules)
        changes.append(layer)
    unread = UNREAD & vocabulary.codes
    for layer in changes:
        ignored = vocabulary.ignored(layer.ignore or ())
        chosen = (chosen | vocabulary.rules(layer.extend_select or ())) - ignored
        unread -= ignored
    if not chosen:
        raise _nothing_left(layers)
    return chosen | unread


def _of_profile(profile: Profile, rules: Sequence[Rule]) -> frozenset[str]:
    profiles = list(Profile)
    within = profiles[: profiles.index(profile) + 1]
    return frozenset(rule.code for rule in rules if rule.profile in within)


def _nothing_left(layers: Sequence[Options]) -> LambdalintError:
    written = [word for layer in layers for word in (*(layer.select or ()), *(layer.ignore or ()))]
    places = ", ".join(dict.fromkeys(word.place for word in written))
    return UsageError("no rule is left to check", f"see what is selected and ignored: {places}" if places else None)


def _rule_options(
    layers: Sequence[Options], rules: Sequence[Rule], vocabulary: Vocabulary
) -> tuple[Mapping[str, Severity], Mapping[str, Mapping[str, Written[object]]]]:
    cards = {rule.code: rule for rule in rules}
    severities: dict[str, Severity] = {}
    options: dict[str, dict[str, Written[object]]] = {}
    for written in (option for layer in layers for option in layer.rules or ()):
        code = vocabulary.rule(written.rule)
        if written.name == _SEVERITY:
            severities[code] = _severity(written.value)
        else:
            options.setdefault(code, {})[_known_option(written, cards[code])] = written.value
    return severities, options


def _severity(written: Written[object]) -> Severity:
    choice(*(severity.value for severity in Severity)).read(written)
    return Severity(written.value)


def _known_option(written: RuleOption, card: Rule) -> str:
    known = [option.name for option in card.options]
    if written.name not in known:
        message = f"{card.code} ({card.name}) has no option `{written.name}`"
        raise written.value.error(message, did_you_mean(written.name, (*known, _SEVERITY)))
    return written.name


def _file_ignores(
    layers: Sequence[Options], vocabulary: Vocabulary, root: Path
) -> Iterator[tuple[str, frozenset[str]]]:
    for each in (each for layer in layers for each in layer.per_file_ignores or ()):
        pattern = rebase(each.pattern.value, each.pattern.source.base, root)
        ignored = vocabulary.ignored(each.rules)
        if pattern:
            yield pattern, ignored


def _excluded(layers: Sequence[Options], root: Path) -> Iterator[str]:
    patterns: tuple[Written[str], ...] = ()
    for layer in layers:
        patterns = (patterns if layer.exclude is None else layer.exclude) + (layer.extend_exclude or ())
    for written in patterns:
        pattern = rebase(written.value, written.source.base, root)
        if pattern:
            yield pattern


def _handler(written: Written[NamedHandler], root: Path) -> NamedHandler:
    named, base = written.value, written.source.base
    path = base / named.path
    if not path.is_file():
        siblings = path.parent.glob("*.py")
        near = did_you_mean(named.path, sorted(each.relative_to(base).as_posix() for each in siblings))
        raise written.error(f"there is no file `{named.path}`", near)
    text = path.read_bytes().decode(errors="replace")
    name = named.function.rpartition(".")[2]
    if not re.search(rf"\b{name}\b", text):
        near = did_you_mean(name, re.findall(r"\bdef +(\w+)", text))
        raise written.error(f"`{named.path}` defines no `{named.function}`", near)
    return replace(named, path=Path(os.path.relpath(path, root)).as_posix())
