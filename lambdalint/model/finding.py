"""A broken promise: where, in whose function, and what else to look at."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from lambdalint.model.rule import Severity
from lambdalint.model.source import Place, Span


class Note(Struct, frozen=True):
    """Another place that belongs to a finding: the other side of a contradiction, with its own label."""

    at: Place
    message: str


class Edit(Struct, frozen=True):
    """Replace the text of a span (empty span: insert)."""

    at: Span
    text: str


class Fix(Struct, frozen=True):
    """Text edits that mend a finding; `unsafe_because` is None when behaviour cannot change."""

    message: str
    edits: tuple[Edit, ...]
    unsafe_because: str | None = None

    @property
    def applicability(self) -> Literal["safe", "unsafe"]:
        """Whether the fix may be applied without a person looking at it."""
        return "safe" if self.unsafe_because is None else "unsafe"


class Finding(Struct, frozen=True):
    """One report of one rule.

    `message` is one sentence: what is wrong, then what to do, with the values. `label` is the few
    words set under the marked text in the `full` report. `severity` departs from the card's where
    one rule has two consequences; read it through `Rule.severity_of`.
    """

    code: str
    message: str
    at: Place
    function: str | None = None
    label: str = ""
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None
    sharers: tuple[str, ...] = ()
    """The other functions that what is wrong belongs to as well."""
    secret: bool = False
    """What stands there is a secret: no report shows the text."""

    @property
    def functions(self) -> tuple[str, ...]:
        """Every function it is about."""
        return (() if self.function is None else (self.function,)) + self.sharers

    @property
    def span(self) -> Span:
        """Its place, once the engine has located it; TypeError before."""
        if not isinstance(self.at, Span):
            raise TypeError(f"{self.code} is not located yet: {self.at}")
        return self.at
