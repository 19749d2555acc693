"""`lambdalint rule`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from lambdalint.cli.parameters import Word
from lambdalint.errors import UsageError
from lambdalint.settings.readers import choice

if TYPE_CHECKING:
    from lambdalint.model.rule import Rule


@click.command()
@click.argument("word", metavar="[CODE|NAME]", required=False)
@click.option("--all", "every", is_flag=True, help="List all rules, as without a CODE or NAME.")
@click.option("--output-format", type=Word(choice("text", "json")), default="text", help="How to write it.")
@click.option("--color", type=Word(choice("auto", "always", "never")), default="auto", help="Whether to use colour.")
def rule(word: str | None, *, every: bool, output_format: str, color: str) -> None:
    """Explain a rule, or list all of them."""
    from lambdalint import catalog
    from lambdalint.cli import card
    from lambdalint.cli.output import say, screen

    if word and every:
        raise UsageError(f"`{word}` and --all ask for different things", "leave one of them out")
    rules = (catalog.find(word),) if word else catalog.rules()
    if output_format == "json":
        say(_json(rules), machine=True)
    elif word:
        say(card.render(rules[0], screen(color)))
    else:
        say(card.listed(rules, screen(color)))


def _json(rules: Sequence[Rule]) -> str:
    import json

    from lambdalint.catalog.compiled import as_data

    return json.dumps([as_data(each) | {"url": each.url} for each in rules], indent=2) + "\n"
