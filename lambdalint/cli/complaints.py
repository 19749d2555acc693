"""What a person reads when a command line is wrong."""

from __future__ import annotations

import click

from lambdalint.errors import InternalError, LambdalintError

_REPORT = "please report it with what `-v` adds: https://github.com/lambdalint/lambdalint/issues"


def unexpected(error: Exception) -> tuple[str, str]:
    """A message and a help line for an error that nobody foresaw."""
    return f"internal error: {type(error).__name__}: {error}", _REPORT


def explained(error: LambdalintError | click.ClickException) -> tuple[str, str | None]:
    """A message and a help line for an error that was foreseen."""
    if isinstance(error, InternalError):
        return f"internal error: {error.message}", error.suggestion or _REPORT
    if isinstance(error, LambdalintError):
        return error.message, error.suggestion
    if isinstance(error, click.NoSuchOption):
        near = f"did you mean `{error.possibilities[0]}`?" if error.possibilities else None
        return f"no such option `{error.option_name}`", near or _usage(error)
    message = error.format_message().rstrip(".")
    return message[:1].lower() + message[1:], _usage(error)


def _usage(error: click.ClickException) -> str | None:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"see `{context.command_path} --help`" if context else "see `lambdalint --help`"
