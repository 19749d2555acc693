"""Words that stand for rules: a code, a name, the beginning of a code, a tag, or ALL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from lambdalint.errors import did_you_mean
from lambdalint.model.rule import Rule, codes_by_word
from lambdalint.settings.written import Written

ALL = "ALL"
PREFIX = r"LL\d{0,2}"
UNREAD = frozenset({"LL001", "LL004", "LL007"})
"""What they report was not checked: they run whatever is selected, and are ignored only by their own code or name."""


class Vocabulary(Struct, frozen=True):
    """The words that people may use for rules, in any case."""

    words: Mapping[str, str]
    """Codes and names, present and former, to codes."""
    tags: Mapping[str, frozenset[str]]
    codes: frozenset[str]

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> Vocabulary:
        """The words for these rules."""
        tags = {tag for rule in rules for tag in rule.tags}
        return cls(
            codes_by_word(rules),
            {tag: frozenset(rule.code for rule in rules if tag in rule.tags) for tag in sorted(tags)},
            frozenset(rule.code for rule in rules),
        )

    def rule(self, word: Written[str]) -> str:
        """The code of the one rule that a code or name stands for; raises the word's error."""
        code = self.words.get(word.value.lower())
        if code is None:
            raise word.error(f"unknown rule `{word.value}`", did_you_mean(word.value, self._known()))
        return code

    def rules(self, words: Iterable[Written[str]]) -> frozenset[str]:
        """The codes that words stand for, whatever their rules' profile; raises the error of a word without any."""
        return frozenset().union(*(self._expanded(word) for word in words))

    def ignored(self, words: Iterable[Written[str]]) -> frozenset[str]:
        """The codes that words take away."""
        words = tuple(words)
        named = {self.words[word.value.lower()] for word in words if word.value.lower() in self.words}
        return self.rules(words) - (UNREAD - named)

    def _expanded(self, word: Written[str]) -> frozenset[str]:
        text = word.value.upper()
        if text == ALL:
            return self.codes
        if re.fullmatch(PREFIX, text):
            return self._beginning(word)
        if text.lower() in self.words:
            return frozenset({self.words[text.lower()]})
        if text.lower() in self.tags:
            return self.tags[text.lower()]
        known = (*self._known(), *self.tags, ALL)
        raise word.error(
            f"`{word.value}` is no rule's code, name, beginning of a code, or tag", did_you_mean(text, known)
        )

    def _beginning(self, word: Written[str]) -> frozenset[str]:
        codes = frozenset(code for code in self.codes if code.startswith(word.value.upper()))
        if not codes:
            raise word.error(f"no rule's code begins with `{word.value}`")
        return codes

    def _known(self) -> list[str]:
        return sorted(self.codes) + [word for word in self.words if word.upper() not in self.codes]
