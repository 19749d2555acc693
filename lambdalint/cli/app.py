"""The commands."""

from __future__ import annotations

from pathlib import Path

import click

from lambdalint import __version__
from lambdalint.cli.check import check
from lambdalint.cli.rule import rule
from lambdalint.errors import UsageError, did_you_mean


class _Commands(click.Group):
    """A group that answers an unknown command with the one that was probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with, or raise UsageError."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            meant = f"to check it: `lambdalint check {args[0]}`" if Path(args[0]).exists() else None
            raise UsageError(f"no such command `{args[0]}`", meant or did_you_mean(args[0], self.commands))
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def app() -> None:
    """Check AWS Lambda functions: code, configuration and triggers together."""


app.add_command(check)
app.add_command(rule)
