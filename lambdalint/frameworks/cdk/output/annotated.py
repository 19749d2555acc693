"""What a template says of its constructs and assets when it was synthesised without metadata, as the manifest knows it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map

from msgspec.structs import replace

from lambdalint.documents.tree import Document, Entry, Mapping
from lambdalint.frameworks.cloudformation.synthesised import ASSET, PATH
from lambdalint.frameworks.nodes import entries, find, items, scalar, text

_KEY = re.compile(r"([0-9a-f]{64})\.zip")


def annotated(document: Document, constructs: Iterable[Entry], folder: str) -> Document:
    """A template whose resources have their paths; `constructs` are the manifest's metadata, `folder` holds the assets."""
    paths = {name: path for entry in constructs for name, path in _logical_ids(entry)}
    root = document.root
    if not isinstance(root, Mapping):
        return document
    beside = posixpath.relpath(folder or ".", posixpath.dirname(document.path) or ".")
    sections = (
        Entry(
            one.key,
            one.key_at,
            Mapping(tuple(_resource(each, paths, beside) for each in entries(one.value)), one.value.at),
        )
        if one.key == "Resources" and isinstance(one.value, Mapping)
        else one
        for one in root.entries
    )
    return replace(document, root=Mapping(tuple(sections), root.at))


def _logical_ids(construct: Entry) -> Iterator[tuple[str, str]]:
    for one in items(construct.value):
        name = text(find(one, "data"))
        if text(find(one, "type")) == "aws:cdk:logicalId" and name is not None:
            yield name, construct.key.removeprefix("/")


def _resource(entry: Entry, paths: Map[str, str], assets: str) -> Entry:
    body = entry.value
    metadata = find(body, "Metadata")
    if not isinstance(body, Mapping):
        return entry
    asset = _KEY.fullmatch(text(find(body, "Properties", "Code", "S3Key")) or "")
    known = {PATH: paths.get(entry.key), ASSET: posixpath.join(assets, f"asset.{asset[1]}") if asset else None}
    new = {key: value for key, value in known.items() if value is not None and find(metadata, key) is None}
    if not new:
        return entry
    added = tuple(Entry(key, body.at, scalar(value, body.at)) for key, value in new.items())
    others = tuple(one for one in body.entries if one.key != "Metadata")
    all_metadata = Entry("Metadata", body.at, Mapping((*entries(metadata), *added), body.at))
    return replace(entry, value=Mapping((*others, all_metadata), body.at))
