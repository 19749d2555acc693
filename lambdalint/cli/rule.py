"""`lambdalint rule`."""

from __future__ import annotations

import click

from lambdalint.cli.parameters import Word
from lambdalint.errors import UsageError


@click.command()
@click.argument("word", metavar="[CODE|NAME]", required=False)
@click.option(
    "--from", "foreign", metavar="ID", help="Show the rules that mean the same as another tool's, such as S7618."
)
@click.option("--all", "every", is_flag=True, help="List all rules, as without a CODE or NAME.")
@click.option("--output-format", type=Word(("text", "json")), default="text", help="How to write it.")
@click.option("--color", type=Word(("auto", "always", "never")), default="auto", help="Whether to use colour.")
def rule(word: str | None, *, foreign: str | None, every: bool, output_format: str, color: str) -> None:
    """Explain a rule, or list all of them."""
    if word and every:
        raise UsageError(f"`{word}` and --all ask for different things", "leave one of them out")
    from lambdalint.cli.explain import explain, translate

    if foreign:
        if word or every:
            raise UsageError("--from asks for rules by another tool's id only", "leave the rest out")
        translate(foreign, output_format, color)
        return
    explain(word, output_format, color)
