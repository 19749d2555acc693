"""What a program exports, as a document: data that happens to be written in TypeScript or JavaScript."""

from __future__ import annotations

import posixpath
import re

from lambdalint.documents.tree import Document, Entry, Mapping, Node, Problem, Scalar, Sequence
from lambdalint.frameworks.nodes import hidden, joined, scalar, unknown
from lambdalint.frameworks.programs.values import HIDDEN, ROOT, Given, Joined, Thing
from lambdalint.frameworks.scripts.library import NoLibrary
from lambdalint.frameworks.scripts.modules import Files, Finder
from lambdalint.frameworks.scripts.program import Program
from lambdalint.frameworks.scripts.shelf import Shelf
from lambdalint.frameworks.scripts.values import Fields, Places, plain
from lambdalint.model.source import Span

_ABOUT = re.compile(r"\b(?:exports?|functions|provider)\b")
"""What makes a statement worth a word when it cannot be read."""
_NOT_READ = (
    "what this program exports is only known when it runs, so nothing that it describes is read; "
    "check what it makes, as JSON or YAML"
)


def load(path: str, sources: Files) -> Document:
    """What a module exports by default, or instead of itself; without a root when that is no object."""
    places = Places()
    shelf = Shelf(Finder(sources), _ABOUT)
    program = Program(shelf, NoLibrary(), posixpath.normpath(posixpath.join(ROOT, posixpath.dirname(path))), places)
    exported = program.modules.exports(path)
    if isinstance(exported, Fields) and "default" in exported:
        exported = plain(exported["default"])
    problems = (*shelf.problems, *program.problems)
    if not isinstance(exported, Fields) or HIDDEN in exported or not exported:
        found = problems or (Problem("LL008", _NOT_READ, Span.of_line(path), fatal=True),)
        return Document(path, None, found)
    return Document(path, _node(exported, Span.of_line(path), places), problems)


def _node(value: Thing, at: Span, places: Places) -> Node:
    match value:
        case Given(value=inner, at=anchor):
            return _node(inner, places.spans[anchor], places)
        case dict() if list(value) == [HIDDEN]:
            return unknown("program", at)
        case dict():
            return Mapping(tuple(_entry(key, one, at, value, places) for key, one in value.items()), at)
        case list():
            return Sequence(tuple(_node(one, at, places) for one in value), at)
        case None:
            return Scalar(None, at)
        case bool():
            return Scalar(value, at, str(value).lower())
        case int() | float() | str():
            return Scalar(value, at, str(value))
        case Joined(parts=parts):
            return joined([scalar(one, at) if isinstance(one, str) else unknown("program", at) for one in parts], at)
        case _:
            return unknown("program", at)


def _entry(key: str, value: Thing, at: Span, of: Thing, places: Places) -> Entry:
    if key == HIDDEN:
        return hidden(at)
    node = _node(value, at, places)
    return Entry(key, of.keys_at.get(key, node.at) if isinstance(of, Fields) else node.at, node)
