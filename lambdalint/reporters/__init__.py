"""The outcome of a run as text, one module per format. Reporters write; they neither filter nor sort."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lambdalint.errors import UsageError

if TYPE_CHECKING:
    from lambdalint.model.report import Report

FORMATS: tuple[str, ...] = ("full", "concise", "json", "sarif", "github")


def write(
    output_format: str,
    report: Report,
    sources: Callable[[str], str],
    *,
    color: bool,
    width: int,
    unicode: bool = True,
) -> str:
    """The report in one of `FORMATS`.

    `sources` gives the text of a file by its path; `width` is in terminal columns. Without
    `unicode`, the formats for people hold ASCII alone.
    """
    match output_format:
        case "full":
            from lambdalint.reporters import full, screen

            return full.render(report, sources, screen.Screen(color, width, unicode))
        case "concise":
            from lambdalint.reporters import concise, screen

            return concise.render(report, screen.Screen(color, width, unicode))
        case "json":
            from lambdalint.reporters import json

            return json.render(report)
        case "sarif":
            from lambdalint.reporters import sarif

            return sarif.render(report, sources)
        case "github":
            from lambdalint.reporters import github

            return github.render(report)
        case _:
            raise UsageError(f"there is no output format `{output_format}`", f"one of {', '.join(FORMATS)}")
