"""A template beside an app that `chalice package --merge-template` lays over its own.

Source: https://aws.github.io/chalice/topics/cfn.html#template-merge
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable

from msgspec.structs import replace

from lambdalint.documents.tree import Document, Entry, Mapping
from lambdalint.frameworks.chalice.names import resource_name
from lambdalint.frameworks.cloudformation.template import Template, template_of
from lambdalint.frameworks.nodes import entries, find, over
from lambdalint.frameworks.reading import Nested
from lambdalint.model.source import Span

_FILES = tuple(f"{stem}.{suffix}" for stem in ("extras", "resources") for suffix in ("json", "yaml", "yml"))
"""What the documentation calls it."""


def with_extras(made: Iterable[Entry], path: str, nested: Nested) -> tuple[Template, tuple[str, ...]]:
    """The template of an app with what is laid over it, and the file that says that."""
    known = {entry.key: entry for entry in made}
    names = {resource_name(name): name for name in known}
    extras = _extras(path, names, nested)
    root = extras.root if extras is not None else None
    others = [entry for entry in entries(root) if entry.key != "Resources"]
    at = Span.of_line(path)
    resources = Entry("Resources", at, over(known, find(root, "Resources"), names, at))
    whole = template_of(path, Mapping((*others, resources), at))
    return replace(whole, synonyms=names), (extras.path,) if extras is not None else ()


def _extras(path: str, names: Collection[str], nested: Nested) -> Document | None:
    """The file that speaks of a resource of the app."""
    for name in _FILES:
        document = nested(posixpath.join(posixpath.dirname(path), name))
        if document is not None and any(entry.key in names for entry in entries(find(document.root, "Resources"))):
            return document
    return None
