"""Notes that several checks attach to what they find."""

from __future__ import annotations

from lambdalint.model.finding import Note
from lambdalint.model.function import Function
from lambdalint.model.source import Origin, Setting


def heir(function: Function, setting: Setting[object], name: str) -> tuple[Note, ...]:
    """Point at the function when the setting stands elsewhere, where several functions share it."""
    if setting.origin is not Origin.INHERITED:
        return ()
    return (Note(function.at, f"`{function.name}` inherits this {name}"),)
