"""What `lambdalint rule` writes."""

from __future__ import annotations

from collections.abc import Sequence

from lambdalint import catalog
from lambdalint.cli.output import say, screen
from lambdalint.model.rule import Rule


def explain(word: str | None, output_format: str = "text", color: str = "auto") -> None:
    """Write the rule of a code or name, or all of them; raises UsageError for an unknown one."""
    rules = (catalog.find(word),) if word else catalog.rules()
    if output_format == "json":
        say(_json(rules), machine=True)
        return
    from lambdalint.cli import card

    say(card.render(rules[0], screen(color)) if word else card.listed(rules, screen(color)))


def _json(rules: Sequence[Rule]) -> str:
    import json

    from msgspec import to_builtins

    return json.dumps([to_builtins(rule) | {"url": rule.url} for rule in rules], indent=2) + "\n"
