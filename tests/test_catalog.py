from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

from lambdalint import catalog
from lambdalint.catalog import card, compiled, peers
from lambdalint.catalog.configure import configure
from lambdalint.checks import is_checked, load
from lambdalint.errors import InternalError, LambdalintError, SettingsError, UsageError
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.rule import Option, Profile, Rule, Severity, Tier

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures"

CARD = """\
---
code: LL199
name: slow-thing
summary: A thing is slow.
severity: warning
confidence: medium
profile: strict
tags: [performance, security]
needs: [code, triggers]
tier: declared
options:
  limit: {default: 3, help: Seconds.}
references: [https://example.org]
aliases: [S1234]
security-severity: "6.5"
formerly: [sluggish-thing]
since: 0.1.0
---

## Why

Because.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "LL199-slow-thing.md").write_text(CARD)
    return rules


def test_a_card_becomes_a_rule(folder: Path) -> None:
    assert card.read(folder / "LL199-slow-thing.md") == Rule(
        code="LL199",
        name="slow-thing",
        summary="A thing is slow.",
        severity=Severity.WARNING,
        confidence="medium",
        profile=Profile.STRICT,
        tags=("performance", "security"),
        needs=("code", "triggers"),
        options=(Option("limit", 3, "Seconds."),),
        references=("https://example.org",),
        aliases=("S1234",),
        security_severity="6.5",
        formerly=("sluggish-thing",),
        tier=Tier.DECLARED,
        since="0.1.0",
        body="## Why\n\nBecause.\n",
    )


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("severity: warning", "severity: fatal", ":5: `severity` must be one of error, warning, info"),
        ("confidence: medium", "confidance: medium", ":6: unknown key `confidance`"),
        ("code: LL199", "code: LL198", ":2: code and name make `LL198-slow-thing.md`"),
        ("summary: A thing is slow.\n", "", ":1: the header has no `summary`"),
        ("needs: [code, triggers]", "needs: [templates]", ":9: `needs` must be one of code, configuration, triggers"),
        ("{default: 3, help: Seconds.}", "3", ":11: `options` must be a mapping in which `limit`"),
        ('"6.5"', '"11"', ":15: `security-severity` must be"),
        (", security]", "]", "if and only if a rule is tagged `security`"),
        ("tags: [performance, security]", "tags: [performance", ":9: "),
        ("---\n\n## Why", "\n\n## Why", ":1: a card begins with a header"),
    ],
)
def test_a_wrong_header_says_file_and_line(folder: Path, written: str, instead: str, message: str) -> None:
    path = folder / "LL199-slow-thing.md"
    path.write_text(CARD.replace(written, instead, 1))

    with pytest.raises(InternalError) as error:
        compiled.load(folder)

    assert error.value.message.startswith("rules/LL199-slow-thing.md:")
    assert message in error.value.message


def test_two_rules_cannot_share_a_name(folder: Path) -> None:
    (folder / "LL198-sluggish-thing.md").write_text(
        CARD.replace("LL199", "LL198")
        .replace("slow-thing", "sluggish-thing")
        .replace("formerly: [sluggish-thing]\n", "")
    )

    with pytest.raises(InternalError, match="`sluggish-thing` already belongs to LL198-sluggish-thing"):
        compiled.load(folder)


def test_compiled_cards_are_the_cards(folder: Path) -> None:
    afresh = compiled.load(folder)
    remembered = compiled.load(folder)
    (folder / compiled.COMPILED).write_bytes(compiled.packed(afresh))

    assert afresh == remembered == compiled.load(folder) == compiled.read_all(folder)


def test_a_changed_card_is_seen_and_a_broken_cache_is_not(folder: Path, tmp_path: Path) -> None:
    compiled.load(folder)
    (cache,) = (tmp_path / "cache" / "lambdalint").iterdir()
    (folder / "LL199-slow-thing.md").write_text(CARD.replace("A thing is slow.", "It is slow."))
    changed = compiled.load(folder)
    cache.write_text(cache.read_text()[:-20])

    assert changed[0].summary == "It is slow."
    assert compiled.load(folder) == changed


def test_without_a_writable_cache_the_cards_are_still_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert [rule.code for rule in compiled.load(folder)] == ["LL199"]


def test_a_compiled_catalogue_is_read_without_yaml() -> None:
    program = "import sys; from lambdalint import catalog; catalog.rules(); print('yaml' in sys.modules)"
    for _ in ("compiles", "reads"):
        run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout == "False\n"


@pytest.mark.parametrize("word", ["LL002", "ll002", "unused-suppression", "Unused-Suppression"])
def test_a_rule_is_found_by_code_or_name(word: str) -> None:
    assert catalog.find(word).slug == "LL002-unused-suppression"


@pytest.mark.parametrize(("word", "suggestion"), [("LL0O2", "`LL002`"), ("unusd-supression", "`unused-suppression`")])
def test_an_unknown_rule_suggests_the_nearest(word: str, suggestion: str) -> None:
    with pytest.raises(UsageError, match=f"unknown rule `{word}`") as error:
        catalog.find(word)

    assert error.value.suggestion == f"did you mean {suggestion}?"


def test_former_names_and_other_tools_ids_lead_to_the_rule(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "rules", lambda: compiled.read_all(folder))

    assert catalog.find("sluggish-thing").code == "LL199"
    with pytest.raises(UsageError) as error:
        catalog.find("s1234")
    assert error.value.suggestion == "it is another tool's; try `lambdalint rule --from s1234`"


def test_another_tools_id_leads_to_our_rules_or_to_the_reason_why_there_is_none() -> None:
    assert [rule.code for rule in peers.counterparts("s7618") if isinstance(rule, Rule)] == ["LL490"]  # type: ignore[union-attr]
    assert isinstance(peers.counterparts("B108"), peers.Refusal)
    with pytest.raises(UsageError) as error:
        peers.counterparts("S76181")
    assert error.value.suggestion == "did you mean `S7618`?"


def test_nothing_is_both_covered_and_refused() -> None:
    covered = {alias.upper() for rule in catalog.rules() for alias in rule.aliases}

    assert not covered & {word.upper() for refusal in peers.refusals() for word in refusal.ids}


def test_every_rule_has_its_fixtures() -> None:
    cards = {rule.slug for rule in filter(is_checked, catalog.rules())}

    assert {path.name for path in FIXTURES.glob("LL[1-9]*")} == cards


def test_every_check_can_be_configured_from_its_card() -> None:
    rules = list(filter(is_checked, catalog.rules()))
    every = {rule.code for rule in rules}

    assert [check.code for check in configure(load, rules, every, {}, TODAY)] == [rule.code for rule in rules]


@dataclass(frozen=True, slots=True)
class SlowThing:
    code: ClassVar[str] = "LL199"

    limit: int
    ratio: float
    names: frozenset[str]
    pair: tuple[int, ...]
    prices: dict[str, float]
    until: date | None
    today: date

    def check(self, function: Function) -> Iterator[Finding]:  # noqa: ARG002  # the Protocol's signature
        yield from ()


@dataclass(frozen=True, slots=True)
class Written:
    value: object

    def error(self, message: str, suggestion: str | None = None) -> LambdalintError:
        return SettingsError(f"lambdalint.toml:7: {message}", suggestion)


DEFAULTS = {"limit": 3, "ratio": 6, "names": ["a"], "pair": [1, 2], "prices": {"eu": 1}, "until": None}
SLOW_THING = Rule(
    "LL199",
    "slow-thing",
    "…",
    Severity.INFO,
    "high",
    Profile.DEFAULT,
    options=tuple(Option(name, default, "…") for name, default in DEFAULTS.items()),
)
TODAY = date(2026, 11, 23)


def slow_thing(rule: Rule) -> type[SlowThing]:
    assert rule.code == "LL199"
    return SlowThing


def test_options_come_from_the_settings_else_from_the_card_in_the_fields_type() -> None:
    given = {"LL199": {"names": Written(["b", "c"]), "until": Written("2027-01-01")}}

    assert configure(slow_thing, [SLOW_THING], {"LL199"}, given, TODAY) == (
        SlowThing(3, 6.0, frozenset({"b", "c"}), (1, 2), {"eu": 1.0}, date(2027, 1, 1), TODAY),
    )


def test_a_rule_that_is_not_selected_has_no_check() -> None:
    assert configure(slow_thing, [SLOW_THING], {"LL101"}, {}, TODAY) == ()


@pytest.mark.parametrize("selected", [{"LL199"}, {"LL101"}])
@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("limit", "three", "a whole number"),
        ("limit", True, "a whole number"),
        ("ratio", "6", "a number"),
        ("names", "a", "a list of strings"),
        ("names", [1], "a list of strings"),
        ("pair", [1, "2"], "a list of whole numbers"),
        ("prices", {"eu": "much"}, "a table of numbers"),
        ("until", "soon", "a date such as 2026-11-23"),
    ],
)
def test_an_option_of_the_wrong_type_is_an_error_at_its_line(
    option: str, value: object, expected: str, selected: set[str]
) -> None:
    with pytest.raises(SettingsError) as error:
        configure(slow_thing, [SLOW_THING], selected, {"LL199": {option: Written(value)}}, TODAY)

    assert error.value.message == f"lambdalint.toml:7: `{option}` must be {expected}"


def test_a_card_that_does_not_fit_its_check_is_our_error() -> None:
    without = Rule("LL199", "slow-thing", "…", Severity.INFO, "high", Profile.DEFAULT)

    with pytest.raises(InternalError, match="the check's field `limit` is no option of the card"):
        configure(slow_thing, [without], {"LL199"}, {}, TODAY)


def test_a_card_without_a_check_is_our_error() -> None:
    with pytest.raises(InternalError, match=r"rules/LL199-slow-thing\.md has no check `SlowThing`"):
        load(SLOW_THING)
