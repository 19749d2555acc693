"""What a run found, ready to be written in any format: located, selected, sorted. Reporters only write it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.rule import Rule


class Coverage(Struct, frozen=True):
    """What was read, so that silence can be told from blindness."""

    python_files: int = 0
    templates: int = 0
    functions: int = 0
    joined: int = 0
    """Functions whose code was found and read."""
    elsewhere: int = 0
    """Functions in another language, or whose code is not in the project: an image, a built archive."""
    looked_at: int = 0
    """Files discovery looked at, relevant or not."""


class Seen(Struct, frozen=True):
    """What a run saw of the files below its root: nothing else of them can have changed its outcome."""

    files: Mapping[str, str]
    """A digest of each file's bytes; of why there are none, where there are none."""
    folders: Mapping[str, bool]
    """Whether there is such a folder."""
    names: Mapping[str, str]
    """A digest of the names in a folder."""
    times: Mapping[str, float | None]
    """When a file was last written, where that was asked."""


class Run(Struct, frozen=True):
    """What one run found, and all that it saw of the project's files: while that is the same, so is the rest."""

    seen: Seen
    findings: tuple[Finding, ...]
    """Located, selected, sorted."""
    coverage: Coverage
    suppressed: int


class Report(Struct, frozen=True):
    """The outcome of one run. Every `Place` in its findings is a `Span`, and findings are sorted by (span, code)."""

    findings: tuple[Finding, ...]
    rules: Mapping[str, Rule]
    """By code: the rules that were selected, and those of series LL0."""
    coverage: Coverage
    suppressed: int = 0
    exit_code: int = 0
