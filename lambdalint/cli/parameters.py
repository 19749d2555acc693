"""Kinds of options that click does not have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lambdalint.errors import UsageError
from lambdalint.settings.readers import Kind
from lambdalint.settings.table import KEYS
from lambdalint.settings.written import Source, Written


class Word(click.Choice[str]):
    """One of several words, read as in a settings file: a wrong one is answered with the nearest."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.choices)
        self._kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002  # click's signature
        """Return the word, or raise UsageError."""
        name = param.opts[0].lstrip("-") if param else ""
        self._kind.read(Written(value, Source(f"--{name}", Path()), (name,)))
        return str(value)


def target(text: str) -> tuple[str, Path]:
    """The format and the file of `FORMAT=FILE`, or UsageError."""
    word, _, path = text.partition("=")
    if not path:
        raise UsageError(f"--output: `{text}` is not FORMAT=FILE", "as in `--output sarif=lambdalint.sarif`")
    KEYS["output-format"].kind.read(Written(word, Source("--output", Path()), ("output",)))
    return word, Path(path)
