"""Parts of a template as JSON text: event patterns, filters, constant inputs, definitions."""

from __future__ import annotations

import json
from typing import TypeAlias

from lambdalint.documents.tree import Mapping, Scalar, Sequence
from lambdalint.frameworks.cloudformation.values import pattern_of
from lambdalint.frameworks.cloudformation.view import View
from lambdalint.model.source import Setting

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

DEEPEST = 40
"""Deeper data is left out: a file that includes itself has no end."""


def json_setting(view: View) -> Setting[str] | None:
    """A value as JSON text: as it stands when it is text already. Unknown parts keep their names as `${…}`."""
    return view.read(lambda _: json_text(view))


def payload_setting(target: View) -> Setting[str] | None:
    """The constant event that a rule or schedule sends; unknown where it makes one of the event that it gets."""
    for key in ("InputPath", "InputTransformer"):
        if target.get(key).value is not None:
            return Setting.unknown(target.get(key).at)
    return json_setting(target.get("Input"))


def json_text(view: View) -> str | None:
    """A value as JSON text; None when nothing of it is known."""
    if isinstance(view.value, Mapping | Sequence):
        return json.dumps(_plain(view), separators=(",", ":"))
    return pattern_of(view.value)


def _plain(view: View, depth: int = 0) -> Json:
    match view.value:
        case Mapping() if depth < DEEPEST:
            return {entry.key: _plain(inner, depth + 1) for entry, inner in view.entries()}
        case Sequence() if depth < DEEPEST:
            return [_plain(inner, depth + 1) for inner in view.items()]
        case Scalar(value=value):
            return value
        case value:
            return pattern_of(value) or "${…}"
