"""What a person reads when a run ends before its report."""

from __future__ import annotations

import sys

import click

from lambdalint.cli.output import note
from lambdalint.errors import InternalError, LambdalintError

_REPORT = "please report it with what `-v` adds: https://github.com/lambdalint/lambdalint/issues"
_INTERRUPTED = 130


def answer(error: BaseException, *, verbose: bool) -> int:
    """Say what is wrong and, on a line of its own, what may help; return the exit code."""
    if isinstance(error, click.Abort | KeyboardInterrupt):
        note("error: interrupted")
        return _INTERRUPTED
    foreseen = isinstance(error, LambdalintError | click.ClickException) and not isinstance(error, InternalError)
    if verbose and not foreseen:
        sys.excepthook(type(error), error, error.__traceback__)
    message, suggestion = _explained(error)
    note(f"error: {message}")
    if suggestion:
        note(f"help: {suggestion}")
    return LambdalintError.exit_code


def _explained(error: BaseException) -> tuple[str, str | None]:
    match error:
        case InternalError():
            return f"internal error: {error.message}", error.suggestion or _REPORT
        case LambdalintError():
            return error.message, error.suggestion
        case click.NoSuchOption():
            near = f"did you mean `{error.possibilities[0]}`?" if error.possibilities else None
            return f"no such option `{error.option_name}`", near or _usage(error)
        case click.ClickException():
            message = error.format_message().rstrip(".")
            return message[:1].lower() + message[1:], _usage(error)
        case _:
            return f"internal error: {type(error).__name__}: {error}", _REPORT


def _usage(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"see `{context.command_path if context else 'lambdalint'} --help`"
