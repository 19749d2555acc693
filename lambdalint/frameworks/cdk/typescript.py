"""CDK apps among a project's TypeScript and JavaScript files, each read as the template that it writes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import partial

from lambdalint.frameworks.cdk.builder import Builder
from lambdalint.frameworks.cdk.constructs import Library
from lambdalint.frameworks.cdk.jsii import Jsii
from lambdalint.frameworks.cdk.output.reader import Source, is_synthesised, read_output
from lambdalint.frameworks.cdk.overrides import beneath, hide_from
from lambdalint.frameworks.cdk.reader import App, written
from lambdalint.frameworks.cdk.resources import add_tasks
from lambdalint.frameworks.programs.paths import folders_above
from lambdalint.frameworks.programs.python import Python
from lambdalint.frameworks.programs.values import ROOT, Arguments, Given, Name
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.frameworks.scripts.modules import SUFFIXES, Files, Finder
from lambdalint.frameworks.scripts.program import Program
from lambdalint.frameworks.scripts.shelf import Shelf
from lambdalint.frameworks.scripts.values import ClassValue, Instance, Places
from lambdalint.model.project import Stack
from lambdalint.model.resource import Resources

_COMMAND = re.compile(rb'"app"\s*:\s*"(?:[^"]*[\s/])?([\w./-]+)')
_MAKES = re.compile(rb"\bnew\s+(?:\w+\.)*App\s*\(")
_ABOUT = re.compile(r"aws-cdk|\b(?:Stack|Construct|lambda|Function)\b")
"""What makes a statement worth a word when it cannot be read."""
_COMPILED = b'"__esModule"'
"""What TypeScript writes into every module that it compiles for Node.js."""
_BASES = ("aws_cdk.", "constructs.")


def apps(files: Iterable[str], sources: Files) -> list[App]:
    """The CDK apps that files make up: those that a `cdk.json` starts, and what else is made of constructs."""
    by_folder: dict[str, list[str]] = {}
    for path in files:
        if not path.endswith(".d.ts"):
            by_folder.setdefault(_folder(path, sources), []).append(path)
    owned = {folder: _own(paths, sources) for folder, paths in by_folder.items()}
    return [App(folder, tuple(_entries(folder, paths, sources)), tuple(paths)) for folder, paths in owned.items()]


def _own(paths: list[str], sources: Files) -> list[str]:
    """The files of an app that people write: not what its TypeScript was compiled to, beside it or elsewhere."""
    written = {path.removesuffix(".ts") for path in paths if path.endswith(".ts")}
    return [
        path
        for path in paths
        if not path.endswith(".js")
        or not written
        or (path.removesuffix(".js") not in written and _COMPILED not in sources.bytes_of(path))
    ]


def _folder(path: str, sources: Files) -> str:
    """Where the app of a file runs: beside the nearest `cdk.json`, else beside the nearest `package.json`."""
    above = list(folders_above(path))
    for marker in ("cdk.json", "package.json"):
        found = next((folder for folder in above if sources.bytes_of(posixpath.join(folder, marker))), None)
        if found is not None:
            return found
    return above[0]


def _entries(folder: str, paths: list[str], sources: Files) -> Iterator[str]:
    """The files that make an app, the one that `cdk.json` names first."""
    command = _COMMAND.search(sources.bytes_of(posixpath.join(folder, "cdk.json")))
    named = posixpath.normpath(posixpath.join(folder, command[1].decode())) if command else ""
    candidates = (named, *(f"{named}{suffix}" for suffix in SUFFIXES))
    makes = [path for path in paths if _MAKES.search(sources.bytes_of(path))]
    yield from dict.fromkeys([*(path for path in candidates if path in paths), *makes])


def read_app(app: App, sources: Python, nested: Nested, python: Iterable[str]) -> list[Reading]:
    """The functions of an app, and why parts of it could not be followed; `python` are the project's Python files."""
    source = _read_source(app, sources, nested)
    return read_output(source, sources, nested, python) or [source.reading]


def _read_source(app: App, sources: Python, nested: Nested) -> Source:
    """What the modules of an app say."""
    builder = Builder(app.folder, app.entries[0] if app.entries else app.files[0])
    shelf, places = Shelf(Finder(sources), _ABOUT), Places()
    here = posixpath.normpath(posixpath.join(ROOT, app.folder))
    library = Jsii(Library(builder))
    program = Program(shelf, library, here, places)
    _follow(app, program)
    _apply_aspects(builder, library.aspects, program)
    add_tasks(builder)
    problems = (*shelf.problems, *program.problems)
    followed = tuple(dict.fromkeys((*app.files, *shelf.files)))
    source = Source(app.folder, followed, Reading(Stack(builder.file, (), Resources()), problems))
    if not builder.has_functions and not is_synthesised(app.folder, sources):
        return source
    return written(source, builder, app, lambda _: places.spans, nested)


def _apply_aspects(builder: Builder, own: Iterable[Instance], program: Program) -> None:
    """Let every function be visited by the app's own aspects, once all functions are there; what they do is in doubt."""
    with program.doubting():
        for aspect in own:
            for made in builder.functions:
                for node in (made, beneath(made)):
                    visited = Arguments(made.arguments.at, [Given(node, made.arguments.at)])
                    program.guarded(aspect.of.scope.path, partial(program.call_method, aspect, "visit", visited))
    for other in builder.aspects:
        hide_from(builder, other)


def _follow(app: App, program: Program) -> None:
    """Run the app's own files, then make whatever constructs nothing in them makes."""
    modules = [program.modules.module(path) for path in dict.fromkeys((*app.entries, *app.files))]
    for module in modules:
        for value in list(module.names.values()):
            if isinstance(value, ClassValue) and value.scope is module and _is_unmade_construct(value, program):
                _make_alone(value, program)


def _is_unmade_construct(value: ClassValue, program: Program) -> bool:
    """Whether a class is a part of an app, by what it inherits from, and nothing made it."""
    root = list(value.ancestry())[-1].base
    is_construct = isinstance(root, Name) and root.dotted.startswith(_BASES)
    return is_construct and id(value.definition) not in program.objects.made


def _make_alone(value: ClassValue, program: Program) -> None:
    """An object of a class that nothing in the project makes: all that it is given is unknown."""
    unknown = Arguments(program.places.anchor(value.definition.at), complete=False)
    program.guarded(value.scope.path, lambda: program.objects.instantiate(value, unknown))
