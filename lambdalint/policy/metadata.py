"""Suppressions in a template's `Metadata`, on a resource or on the template: JSON has no comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambdalint import documents
from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.model.source import Span
from lambdalint.policy.suppression import Suppression, Word

_KEY = re.compile(r"""(?:^|[{,"'])\s*["']?lambdalint["']?\s*:""", re.MULTILINE)
_SHAPE = 'write `"lambdalint": {"ignore": [{"id": "LL101", "reason": "…"}]}`'


def read(path: str, text: str) -> Iterator[Suppression]:
    """The suppressions of a YAML or JSON template; nothing when it cannot be parsed."""
    if "Metadata" not in text or not _KEY.search(text):
        return
    root = documents.load(path, text.encode()).root
    if not isinstance(root, Mapping):
        return
    yield from _of(root, None)
    resources = root.get("Resources")
    for entry in resources if isinstance(resources, Mapping) else ():
        if isinstance(entry.value, Mapping):
            yield from _of(entry.value, _extent(entry))


def _extent(entry: Entry) -> Span:
    key, value = entry.key_at, entry.value.at
    return Span(key.path, key.line, key.column, value.end_line, value.end_column)


def _of(holder: Mapping, covers: Span | None) -> Iterator[Suppression]:
    metadata = holder.get("Metadata")
    entry = metadata.entry("lambdalint") if isinstance(metadata, Mapping) else None
    if entry is None:
        return
    ignored = entry.value.get("ignore") if isinstance(entry.value, Mapping) else None
    unknown = [each.key for each in entry.value if each.key != "ignore"] if isinstance(entry.value, Mapping) else []
    if unknown or not isinstance(ignored, Sequence):
        wrong = f"`{unknown[0]}` is nothing lambdalint knows" if unknown else "this suppresses nothing"
        yield Suppression(entry.key_at, (), covers, misread=f"{wrong}; {_SHAPE}")
        return
    for item in ignored:
        yield _suppression(item, covers)


def _suppression(item: Node, covers: Span | None) -> Suppression:
    """`{"id": …, "reason": …}`, or an id alone."""
    rule = item.get("id") if isinstance(item, Mapping) else item
    reason = item.get("reason") if isinstance(item, Mapping) else None
    if not isinstance(rule, Scalar) or not isinstance(rule.value, str):
        return Suppression(item.at, (), covers, misread=f"this suppresses nothing; {_SHAPE}")
    why = str(reason.value) if isinstance(reason, Scalar) else ""
    return Suppression(item.at, (Word(rule.value, rule.at),), covers, why)
