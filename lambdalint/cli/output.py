"""Where a run's texts go: the terminal, and files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from lambdalint.errors import UsageError

if TYPE_CHECKING:
    from lambdalint.reporters.screen import Screen

_WIDTH = 100
"""Columns, where there is no terminal to ask."""


def note(text: str) -> None:
    """Say something beside the report."""
    with suppress(BrokenPipeError):
        print(text, file=sys.stderr, flush=True)  # noqa: T201  # the command line's own words


def say(text: str, *, machine: bool = False) -> None:
    """Write to standard output; what a program reads is UTF-8 whatever the terminal's encoding is.

    A reader that has gone (`| head`) has seen enough: the run's exit code stays what it is.
    """
    try:
        if machine and hasattr(sys.stdout, "buffer"):
            sys.stdout.buffer.write(text.encode())
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def screen(color: str) -> Screen:
    """The terminal as the report is to see it; `color` is `auto`, `always` or `never`."""
    from lambdalint.reporters.screen import Screen

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return Screen(_colored(color), _columns(), encoding.lower().startswith("utf"))


def _columns() -> int:
    """What `shutil.get_terminal_size` finds out, without the import."""
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH


def _colored(color: str) -> bool:
    """https://no-color.org and https://force-color.org, then whether somebody looks."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def refuse_unwritable(paths: Iterable[Path]) -> None:
    """Raise UsageError before the work for a file that could not be written after it."""
    for path in paths:
        try:
            if not path.resolve().parent.is_dir():
                raise UsageError(f"--output: there is no folder `{path.parent}`")
            if path.is_dir():
                raise UsageError(f"--output: `{path}` is a folder")
        except OSError as error:
            raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"--output: cannot write `{path}`: {error.strerror}")


def write_files(texts: Mapping[Path, str]) -> None:
    """Write every file whole, or none: all are drafted before the first is put in its place."""
    drafts: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            if path.exists() and not path.is_file():
                path.write_text(text, encoding="utf-8")  # a pipe or a device cannot be replaced
            else:
                drafts[path] = _draft(path.resolve(), text, len(drafts))
        for path, draft in drafts.items():
            draft.replace(path.resolve())
    except OSError as error:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _draft(path: Path, text: str, number: int) -> Path:
    """The text in a file beside the one it is for, as readable as that."""
    draft = path.with_name(f".lambdalint-{os.getpid()}-{number}")
    draft.write_text(text, encoding="utf-8", newline="\n")
    if path.exists():
        draft.chmod(stat.S_IMODE(path.stat().st_mode))
    return draft
