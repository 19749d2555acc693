"""What `lambdalint rule` writes."""

from __future__ import annotations

from collections.abc import Sequence

from lambdalint import catalog
from lambdalint.cli.output import say, screen
from lambdalint.model.rule import Rule


def explain(word: str | None, output_format: str = "text", color: str = "auto") -> None:
    """Write the rule of a code or name, or all of them; raises UsageError for an unknown one."""
    _write((catalog.find(word),) if word else catalog.rules(), output_format, color, whole=bool(word))


def translate(word: str, output_format: str = "text", color: str = "auto") -> None:
    """Write the rules that mean the same as another tool's, or why there is none; raises UsageError for an unknown id."""
    from lambdalint.catalog.peers import Refusal, counterparts, tool_of

    found = counterparts(word)
    if isinstance(found, Refusal):
        text = f"{word} ({tool_of(word)}) has no counterpart: {found.reason}.\n"
        say("[]\n" if output_format == "json" else text, machine=output_format == "json")
        return
    _write(found, output_format, color, whole=len(found) == 1)


def _write(rules: Sequence[Rule], output_format: str, color: str, *, whole: bool) -> None:
    if output_format == "json":
        say(_json(rules), machine=True)
        return
    from lambdalint.cli import card

    say(card.render(rules[0], screen(color)) if whole else card.listed(rules, screen(color)))


def _json(rules: Sequence[Rule]) -> str:
    import json

    from msgspec import to_builtins

    return json.dumps([to_builtins(rule) | {"url": rule.url} for rule in rules], indent=2) + "\n"
