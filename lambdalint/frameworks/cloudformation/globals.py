"""SAM's Globals, merged into resources as SAM documents it.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
"""

from __future__ import annotations

from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.values import call_in, text_of


def inherit(section: Node | None, own: Node | None, ignored: Node | None) -> Node | None:
    """A resource's properties with its Globals section merged in; `ignored` is its `IgnoreGlobals`."""
    if not isinstance(section, Mapping) or (isinstance(ignored, Scalar) and ignored.value == "*"):
        return own
    if isinstance(ignored, Sequence):
        names = {text_of(item) for item in ignored if isinstance(item, Scalar)}
        section = Mapping(tuple(entry for entry in section if entry.key not in names), section.at)
    return section if own is None else _merge(section, own)


def _merge(inherited: Node, own: Node) -> Node:
    """Maps merge key by key, lists follow one another, anything else (intrinsic functions too) is overridden."""
    if call_in(inherited) or call_in(own):
        return own
    match inherited, own:
        case Mapping(), Mapping():
            return _merge_entries(inherited, own)
        case Sequence(), Sequence():
            return Sequence(inherited.items + own.items, own.at)
        case _:
            return own


def _merge_entries(inherited: Mapping, own: Mapping) -> Mapping:
    entries = {entry.key: entry for entry in inherited}
    for entry in own:
        known = entries.get(entry.key)
        value = _merge(known.value, entry.value) if known else entry.value
        entries[entry.key] = Entry(entry.key, entry.key_at, value)
    return Mapping(tuple(entries.values()), own.at)
