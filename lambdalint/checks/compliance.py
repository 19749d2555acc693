"""What organisations ask of every function, as several checks of profile audit ask."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.source import Setting


def required(rule: str, function: Function, setting: Setting[object] | None, message: str) -> Iterator[Finding]:
    """A finding when a setting is not there at all; `message` says what that means and what to do."""
    if setting is None:
        yield Finding(rule, f"`{function.name}` {message}", at=function.at, function=function.name, label="not set")
