"""Whether what was synthesised is older than the app that it was made from.

A file's time says when somebody last wrote it, so a file of the app that is newer than the manifest was changed since.
Only where all of them got their time together, as from a checkout or a copy, it says nothing: then what both sides say decides.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from lambdalint.frameworks.programs.python import Python

TOGETHER = 30.0
"""Seconds within which a checkout writes the files of one app."""


class Age(Struct, frozen=True):
    """`newer` is a file of the app that was written after the output; `told` is False when times say nothing."""

    newer: str | None = None
    told: bool = True


def age_of(manifest: str, program: Iterable[str], python: Python) -> Age:
    """How a manifest and the files of the program that wrote it stand to each other in time."""
    times = {path: time for path in program if (time := python.modified(path)) is not None}
    written = python.modified(manifest)
    if written is None or not times:
        return Age(told=False)
    newest = max(sorted(times), key=lambda path: times[path])
    if times[newest] <= written:
        return Age()
    if max(*times.values(), written) - min(*times.values(), written) <= TOGETHER:
        return Age(told=False)
    return Age(newest)
