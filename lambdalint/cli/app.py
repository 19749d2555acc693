"""The commands."""

from __future__ import annotations

from pathlib import Path

import click

from lambdalint import __version__
from lambdalint.errors import UsageError, did_you_mean

_COMMANDS = {
    "check": "Check the Lambda functions of a project.",
    "clean": "Remove what runs have kept for later ones.",
    "rule": "Explain a rule, or list all of them.",
    "tune": "Recommend a memory size from measurements.",
}


class _Commands(click.Group):
    """Imports a command when it is asked for, and answers an unknown one with the one that was probably meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Return a command, or None."""
        match cmd_name:
            case "check":
                from lambdalint.cli.check import check

                return check
            case "clean":
                from lambdalint.cli.clean import clean

                return clean
            case "rule":
                from lambdalint.cli.rule import rule

                return rule
            case "tune":
                from lambdalint.cli.tune import tune

                return tune
            case _:
                return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with, or raise UsageError."""
        if args[0] not in _COMMANDS and not args[0].startswith("-"):
            meant = f"to check it: `lambdalint check {args[0]}`" if Path(args[0]).exists() else None
            raise UsageError(f"no such command `{args[0]}`", meant or did_you_mean(args[0], _COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Commands, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def app() -> None:
    """Check AWS Lambda functions: code, configuration and triggers together."""
