"""What is wrong with a suppression: it hides nothing (LL002), or names no rule (LL003)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from lambdalint.errors import did_you_mean
from lambdalint.model.finding import Finding
from lambdalint.model.rule import Rule, codes_by_word
from lambdalint.policy.suppression import Suppression, Word

UNUSED = "LL002"
UNKNOWN = "LL003"
ABOUT_SUPPRESSIONS = (UNUSED, UNKNOWN)
_UNREAD = ("LL001", "LL005", "LL007")
"""A file with one of these was not checked, so what it suppresses cannot be called unused."""


def rules_by_word(rules: Sequence[Rule]) -> Mapping[str, Rule]:
    """Rules by code, name, and what they were formerly, in lower case."""
    by_code = {rule.code: rule for rule in rules}
    return {word: by_code[code] for word, code in codes_by_word(rules).items()}


def findings_about(
    suppression: Suppression,
    findings: Sequence[Finding],
    known: Mapping[str, Rule],
    judges: Callable[[Rule, str], bool],
) -> Iterator[Finding]:
    """LL003 for what names no rule; LL002 for each rule whose findings it could have hidden, and of which there is none."""
    here = [each for each in findings if each.span.path == suppression.at.path]
    within = [each for each in here if suppression.hides_at(each.span)]
    if suppression.misread or not suppression.words:
        yield Finding(UNKNOWN, suppression.misread or _blanket(within), suppression.at, label="hides nothing")
        return
    unread = any(each.code in _UNREAD for each in here)
    for word in suppression.words:
        rule = known.get(word.text.lower())
        if rule is None:
            yield Finding(UNKNOWN, _unknown(word, known), word.at, label="no such rule")
        elif not unread and _unused(rule, within) and judges(rule, suppression.at.path):
            yield Finding(UNUSED, _useless(word, suppression), word.at, label="hides nothing")


def _unused(rule: Rule, within: Sequence[Finding]) -> bool:
    return rule.code not in ABOUT_SUPPRESSIONS and all(each.code != rule.code for each in within)


def _blanket(within: Sequence[Finding]) -> str:
    codes = list(dict.fromkeys(each.code for each in within)) or ["LL101"]
    return f"this suppression names no rule, so it hides nothing; name what it is to hide: `ignore[{', '.join(codes)}]`"


def _unknown(word: Word, known: Mapping[str, Rule]) -> str:
    words = [word for rule in known.values() for word in (rule.code, rule.name)]
    advice = did_you_mean(word.text, words) or "`lambdalint rule` lists them all"
    return f"there is no rule `{word.text}`, so this hides nothing; {advice}"


def _useless(word: Word, suppression: Suppression) -> str:
    where = "in this file" if suppression.covers is None else "here"
    what = f"`{word.text}`" if len(suppression.words) > 1 else "the suppression"
    return f"`{word.text}` reports nothing {where}, so this suppression hides nothing; remove {what}"
