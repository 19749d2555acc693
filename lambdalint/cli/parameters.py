"""Kinds of options that click does not have. Light: `rule` and `--help` need no settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from lambdalint.errors import UsageError, not_a_value


class Word(click.Choice[str]):
    """One of several words; a wrong one is answered with the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002  # click's signature
        """Return the word, or raise UsageError."""
        return _one_of(tuple(self.choices), str(value), param.opts[0] if param else "")


def target(formats: tuple[str, ...]) -> Callable[[str], tuple[str, Path]]:
    """What reads `FORMAT=FILE`."""

    def read(text: str) -> tuple[str, Path]:
        output_format, _, path = text.partition("=")
        if not path:
            raise UsageError(f"--output: `{text}` is not FORMAT=FILE", "as in `--output sarif=lambdalint.sarif`")
        return _one_of(formats, output_format, "--output"), Path(path)

    return read


def _one_of(words: tuple[str, ...], word: str, flag: str) -> str:
    if word not in words:
        message, suggestion = not_a_value(word, flag.lstrip("-"), words)
        raise UsageError(f"{flag}: {message}", suggestion)
    return word
