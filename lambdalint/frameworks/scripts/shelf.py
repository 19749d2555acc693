"""The modules of a program as trees, each read once, and data that modules import."""

from __future__ import annotations

import re

from msgspec import Struct, field

from lambdalint.documents import load
from lambdalint.documents.script import parse
from lambdalint.documents.script_tree import Script
from lambdalint.documents.tree import Mapping, Node, Problem, Scalar, Sequence
from lambdalint.frameworks.programs.values import Given, Thing, Unknown
from lambdalint.frameworks.scripts.modules import Finder
from lambdalint.frameworks.scripts.values import Fields, Places


class Shelf(Struct):
    """Loads the files of a program; a statement that breaks the syntax is a problem when it speaks `about` something."""

    finder: Finder
    about: re.Pattern[str]
    problems: dict[Problem, None] = field(default_factory=dict)
    _scripts: dict[str, Script] = field(default_factory=dict)

    @property
    def files(self) -> tuple[str, ...]:
        """The modules that were asked for."""
        return tuple(self._scripts)

    def script(self, path: str) -> Script:
        """A module."""
        if path not in self._scripts:
            self._scripts[path], problems = parse(path, self.finder.files.bytes_of(path), self.about)
            self.problems.update(dict.fromkeys(problems))
        return self._scripts[path]

    def data(self, path: str, places: Places) -> Thing:
        """A JSON file as a value."""
        root = load(path, self.finder.files.bytes_of(path)).root
        return Unknown(path) if root is None else _value(root, places)


def _value(node: Node, places: Places) -> Thing:
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [Given(_value(one, places), places.anchor(one.at)) for one in items]
        case Mapping(entries=entries):
            fields = Fields()
            for entry in entries:
                fields.put(entry.key, Given(_value(entry.value, places), places.anchor(entry.value.at)), entry.key_at)
            return fields
