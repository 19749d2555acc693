"""Modules of a program: what each gives to others and takes from them."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec import Struct, field

from lambdalint.documents.script_tree import DefaultExport, Export, Import
from lambdalint.documents.script_tree import Name as Word
from lambdalint.frameworks.programs.values import ROOT, Given, Name, Thing, Unknown
from lambdalint.frameworks.scripts import standard
from lambdalint.frameworks.scripts.evaluation import evaluate, given
from lambdalint.frameworks.scripts.execution import execute
from lambdalint.frameworks.scripts.operators import item
from lambdalint.frameworks.scripts.values import Fields, Scope, plain
from lambdalint.model.source import Span

if TYPE_CHECKING:
    from lambdalint.frameworks.scripts.program import Program


class Linker(Struct):
    """Runs each module once, when it is first asked for."""

    run: Program
    _modules: dict[str, Scope] = field(default_factory=dict)

    def module(self, path: str) -> Scope:
        """A module that ran."""
        if path not in self._modules:
            scope = self._modules[path] = self._begin(path)
            library = self.run.library
            doubt, library.doubt = library.doubt, False
            self.run.guarded(path, lambda: execute(self.run, self.run.shelf.script(path).body, scope))
            library.doubt = doubt
        return self._modules[path]

    def _begin(self, path: str) -> Scope:
        at = Span.of_line(path)
        module = Fields()
        module.put("exports", Given(Fields(), self.run.places.anchor(at)), at)
        here = posixpath.normpath(posixpath.join(ROOT, posixpath.dirname(path)))
        return Scope(path, None, {"module": module, "__dirname": here, "__filename": posixpath.join(ROOT, path)})

    def exports(self, path: str) -> Thing:
        """What a module gives to others."""
        if path.endswith(".json"):
            return self.run.shelf.data(path, self.run.places)
        return self._exports_of(self.module(path))

    def exports_around(self, scope: Scope) -> Thing:
        """What the module that a scope is in gives to others so far."""
        holder = scope.holder("module")
        return Unknown("exports") if holder is None else self._exports_of(holder)

    @staticmethod
    def _exports_of(scope: Scope) -> Thing:
        module = scope.names["module"]
        return plain(item(module, "exports")) if isinstance(module, dict) else Unknown("exports")

    def export(self, scope: Scope, name: str, value: Given) -> None:
        """Give a name of a module to others."""
        exports = self.exports_around(scope)
        if isinstance(exports, Fields):
            exports.put(name, value, self.run.places.spans[value.at])

    def link(self, one: Import | Export | DefaultExport, scope: Scope) -> None:
        """What a statement takes from other modules or gives to them."""
        match one:
            case Import(source=source, name=name, local=local):
                scope.names[local] = self.imported(source, name, scope)
            case DefaultExport(value=value):
                self.export(scope, "default", given(self.run, value, scope))
            case Export(name="*", known_as="*", source=str(source)):
                everything = self.imported(source, "*", scope)
                for name, value in everything.items() if isinstance(everything, dict) else ():
                    self.export(scope, name, self._placed(value, scope))
            case Export(name=name, known_as=known_as, source=source):
                word = Word(name, Span.of_line(scope.path))
                local = evaluate(self.run, word, scope) if source is None else self.imported(source, name, scope)
                self.export(scope, known_as, self._placed(local, scope))

    def _placed(self, value: Thing, scope: Scope) -> Given:
        return value if isinstance(value, Given) else Given(value, self.run.places.anchor(Span.of_line(scope.path)))

    def imported(self, source: str, name: str, scope: Scope) -> Thing:
        """A name of another module, or of a package."""
        path = self.run.shelf.finder.find(source, scope.path)
        if path is not None:
            return self._of_exports(self.exports(path), name)
        if source.startswith("."):
            return Unknown(source)
        bare = source.removeprefix("node:")
        package = Name(bare) if standard.knows(bare) else self.run.library.package(source)
        return package if name in ("*", "default") else plain(self.run.attribute(package, name))

    @staticmethod
    def _of_exports(exports: Thing, name: str) -> Thing:
        # What was written for Node.js's own `require` has no default: all of it is.
        whole = name == "*" or (name == "default" and not (isinstance(exports, dict) and "default" in exports))
        if whole:
            return exports
        return plain(item(exports, name)) if isinstance(exports, dict) else Unknown(name)
