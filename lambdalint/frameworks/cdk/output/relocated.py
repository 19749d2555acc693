"""A synthesised template, moved to where the source makes its parts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.documents.tree import Document, Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cdk.output.assets import Assets
from lambdalint.frameworks.cdk.output.places import Found, Places
from lambdalint.frameworks.cloudformation.synthesised import ASSET, path_of
from lambdalint.frameworks.nodes import entries, find, scalar, text
from lambdalint.model.source import Span

_HASH = re.compile(r"(?<=.)[0-9A-F]{8}$")
_BUNDLED, _DOCKERFILE = "aws:asset:is-bundled", "aws:asset:dockerfile-path"
_BUILDS = ("BuildMethod", "DockerContext", "Dockerfile", "DockerBuildArgs", "DockerBuildTarget")
_WHERE = ("Code", "Content", "Handler")
"""Properties that say where code is, which the source knows better than its copy."""


class Relocation(Struct):
    """Moves the templates of one app."""

    places: Places
    assets: Assets
    names: dict[str, str] = field(default_factory=dict)
    """What resources are called, each name once, by the stack and logical id of the resource."""

    def template(self, document: Document, stack: str) -> Document:
        """A template at the places of the source, its resources under the names that people know."""
        root = document.root
        if not isinstance(root, Mapping):
            return document
        resources = entries(root.get("Resources"))
        called = {entry.key: self._name(entry, stack) for entry in resources}
        moved = tuple(self._resource(entry, called, document.path) for entry in resources)
        sections = (
            Entry(one.key, one.key_at, Mapping(moved, one.value.at))
            if one.key == "Resources"
            else _renamed(one, called)
            for one in root.entries
        )
        return replace(document, root=Mapping(tuple(sections), root.at))

    def _name(self, entry: Entry, stack: str) -> str:
        """A logical id without its hash; with its stack, or as it is, where another resource has that name."""
        short = _HASH.sub("", entry.key)
        key = f"{stack}#{entry.key}"
        names = (short, f"{stack.replace('/', '-')}-{short}", entry.key)
        free = (name for name in names if self.names.setdefault(name, key) == key)
        return next(free, entry.key)

    def _resource(self, entry: Entry, called: dict[str, str], template: str) -> Entry:
        body, name = entry.value, called[entry.key]
        if not isinstance(body, Mapping):
            return Entry(name, entry.key_at, body)
        path = path_of(body)
        found = self.places.find(path, body, template) if path is not None else None
        if found is not None:
            body = _at_source(body, found)
        return Entry(name, found.at if found else entry.key_at, _called(self._with_code(body, found, template), called))

    def _with_code(self, body: Mapping, found: Found | None, template: str) -> Mapping:
        """A function or layer whose code is where somebody wrote it."""
        same = found.same.entry.value if found is not None and found.same is not None else None
        known = find(same, "Properties", "Code") or find(same, "Properties", "Content")
        context = find(same, "Metadata", "DockerContext")
        if same is not None and (text(known) or text(context)):
            return _as_source_says(body, same, template)
        written = text(find(body, "Metadata", ASSET))
        return body if written is None else self._asset(body, written, template)

    def _asset(self, body: Mapping, written: str, template: str) -> Mapping:
        """An asset as the folder that it is a copy of; without one, it is a build that nobody reads."""
        dockerfile = text(find(body, "Metadata", _DOCKERFILE))
        markers = [dockerfile] if dockerfile is not None else _modules(body)
        origin = self.assets.origin(template, written, markers)
        at = body.at
        if origin is None:
            changes = {ASSET: scalar("a build.zip", at)} if dockerfile is None else {}
        else:
            built = text(find(body, "Metadata", _BUNDLED)) == "true"
            changes = {
                ASSET: _relative(origin, template, at),
                **({"BuildMethod": scalar("a bundling", at)} if built else {}),
            }
        metadata = [one for one in entries(find(body, "Metadata")) if one.key not in changes]
        return _with(body, "Metadata", (*metadata, *(Entry(key, at, value) for key, value in changes.items())))


def _modules(body: Mapping) -> list[str]:
    """The files that may hold a function's handler."""
    runtime, handler = text(find(body, "Properties", "Runtime")), text(find(body, "Properties", "Handler"))
    if handler is None or not (runtime or "").startswith("python"):
        return []
    stem = handler.rpartition(".")[0].replace(".", "/")
    return [f"{stem}.py", f"{stem}/__init__.py"] if stem and not stem.startswith("/") else []


def _relative(folder: str, template: str, at: Span) -> Scalar:
    return scalar(posixpath.relpath(folder or ".", posixpath.dirname(template) or "."), at)


def _as_source_says(body: Mapping, same: Node, template: str) -> Mapping:
    """The code, handler and build of the source, whose paths are relative to another file."""
    start = posixpath.dirname(same.at.path)
    properties = [one for one in entries(find(body, "Properties")) if one.key not in _WHERE]
    own = [one for one in entries(find(same, "Properties")) if one.key in _WHERE]
    metadata = [one for one in entries(find(body, "Metadata")) if not one.key.startswith("aws:asset:")]
    builds = [one for one in entries(find(same, "Metadata")) if one.key in _BUILDS]
    moved = (_rebased(one, start, template) for one in (*own, *builds))
    placed = {one.key: one for one in moved}
    body = _with(body, "Properties", (*properties, *(placed[one.key] for one in own)))
    return _with(body, "Metadata", (*metadata, *(placed[one.key] for one in builds)))


def _rebased(entry: Entry, start: str, template: str) -> Entry:
    written = text(entry.value)
    if entry.key not in ("Code", "Content", "DockerContext") or written is None or written.startswith("/"):
        return entry
    folder = posixpath.normpath(posixpath.join(start, written))
    return Entry(entry.key, entry.key_at, _relative(folder, template, entry.value.at))


def _with(body: Mapping, section: str, inner: tuple[Entry, ...]) -> Mapping:
    """A resource with another section."""
    others = tuple(one for one in body.entries if one.key != section)
    return Mapping((*others, Entry(section, body.at, Mapping(inner, body.at))), body.at)


def _at_source(body: Mapping, found: Found) -> Mapping:
    """A resource at its place in the source, each property where the source gives it."""
    like = found.same.entry.value if found.same is not None else None
    moved = (
        Entry(
            one.key,
            found.whole,
            _moved(one.value, found.whole, find(like, "Properties") if one.key == "Properties" else None),
        )
        for one in body.entries
    )
    return Mapping(tuple(moved), found.whole)


def _moved(node: Node, at: Span, like: Node | None = None) -> Node:
    """A node at a place, or where the source has what it is like."""
    at = like.at if like is not None else at
    match node:
        case Mapping():
            return Mapping(tuple(_moved_entries(node, at, like)), at, node.tag)
        case Sequence():
            twins = like.items if isinstance(like, Sequence) else ()
            items = (_moved(item, at, twins[i] if i < len(twins) else None) for i, item in enumerate(node.items))
            return Sequence(tuple(items), at, node.tag)
        case Scalar():
            return replace(node, at=at, lines=())


def _moved_entries(node: Mapping, at: Span, like: Node | None) -> Iterator[Entry]:
    for one in node.entries:
        twin = like.entry(one.key) if isinstance(like, Mapping) else None
        yield Entry(one.key, twin.key_at if twin else at, _moved(one.value, at, twin.value if twin else None))


def _called(node: Mapping, names: dict[str, str]) -> Mapping:
    """A resource whose references have the names that people know."""
    renamed = (_renamed(one, names) if one.key != "Metadata" else one for one in node.entries)
    return Mapping(tuple(renamed), node.at)


def _renamed(entry: Entry, names: dict[str, str]) -> Entry:
    return Entry(entry.key, entry.key_at, _renamed_in(entry.value, names))


def _renamed_in(node: Node, names: dict[str, str]) -> Node:
    match node:
        case Mapping():
            return Mapping(tuple(_renamed(one, names) for one in node.entries), node.at, node.tag)
        case Sequence():
            return Sequence(tuple(_renamed_in(item, names) for item in node.items), node.at, node.tag)
        case Scalar(value=str(value)) if value in names:
            return replace(node, value=names[value], text=names[value])
        case Scalar(value=str(value)) if "${" in value:
            known = re.sub(r"(?<=\$\{)\w+", lambda match: names.get(match[0], match[0]), value)
            return replace(node, value=known, text=known)
        case _:
            return node
