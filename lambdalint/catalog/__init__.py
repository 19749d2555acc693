"""The catalogue: `rules/*.md` to `Rule`, and rules to configured checks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from lambdalint.catalog.compiled import load
from lambdalint.errors import UsageError, did_you_mean
from lambdalint.model.rule import Rule, codes_by_word


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by code; raises InternalError when a card is wrong."""
    return load(folder())


def folder() -> Path:
    """Where the cards are: in the package of an installation, beside it in a checkout."""
    package = Path(__file__).parent.parent
    shipped = package / "rules"
    return shipped if shipped.is_dir() else package.parent / "rules"


def find(word: str) -> Rule:
    """The rule of a code or name, present or former, in any case; raises UsageError with the nearest one."""
    code = codes_by_word(rules()).get(word.lower())
    if code is None:
        raise UsageError(f"unknown rule `{word}`", _suggestion(word, rules()))
    return next(rule for rule in rules() if rule.code == code)


def _suggestion(word: str, known: Iterable[Rule]) -> str | None:
    """The rule that covers another tool's id, else the rule with the nearest code or name."""
    if any(word.upper() == alias.upper() for rule in known for alias in rule.aliases):
        return f"it is another tool's; try `lambdalint rule --from {word}`"
    return did_you_mean(word, [each for rule in known for each in (rule.code, rule.name)])
