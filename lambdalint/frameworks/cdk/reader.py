"""CDK apps among a project's Python files, each read as the template that it writes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.documents.tree import Problem
from lambdalint.frameworks.cdk.builder import Builder
from lambdalint.frameworks.cdk.constructs import Library
from lambdalint.frameworks.cdk.output.reader import Source, is_synthesised, read_output
from lambdalint.frameworks.cdk.overrides import apply_aspects
from lambdalint.frameworks.cdk.resources import add_tasks
from lambdalint.frameworks.cloudformation.reader import read as read_template
from lambdalint.frameworks.programs.modules import Modules
from lambdalint.frameworks.programs.paths import folders_above
from lambdalint.frameworks.programs.program import Program
from lambdalint.frameworks.programs.python import Python
from lambdalint.frameworks.programs.values import ROOT, Class, Name
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.model.module import Module
from lambdalint.model.project import Stack
from lambdalint.model.resource import Resources
from lambdalint.model.source import Anchor, Span

Locate: TypeAlias = Callable[[Iterable[Anchor]], Mapping[Anchor, Span]]

_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t]+(?:aws_cdk|monocdk|constructs)\b", re.MULTILINE)
_COMMAND = re.compile(rb'"app"\s*:\s*"[^"]*?([\w./-]+\.py)')
_MODULE = re.compile(rb'"app"\s*:\s*"[^"]*?-m\s+([\w.]+)')
_BASES = ("aws_cdk.", "constructs.")


class App(Struct, frozen=True):
    """The files of one app; it runs in `folder`, and starts with the first of `entries` if there is any."""

    folder: str
    entries: tuple[str, ...]
    files: tuple[str, ...]


def apps(files: Iterable[str], python: Python) -> list[App]:
    """The CDK apps that Python files make up: those that a `cdk.json` starts, and what else is made of constructs."""
    by_folder: dict[str, list[str]] = {}
    for path in files:
        if _IMPORT.search(python.bytes_of(path)):
            by_folder.setdefault(_folder(path, python), []).append(path)
    return [App(folder, tuple(_entries(folder, paths, python)), tuple(paths)) for folder, paths in by_folder.items()]


def _folder(path: str, python: Python) -> str:
    """Where the app of a file runs: beside the nearest `cdk.json`, else beside the nearest `app.py`."""
    above = list(folders_above(path))
    for marker in ("cdk.json", "app.py"):
        found = next((folder for folder in above if python.bytes_of(posixpath.join(folder, marker))), None)
        if found is not None:
            return found
    return above[0]


def _entries(folder: str, paths: list[str], python: Python) -> Iterator[str]:
    """The files that make an app, the one that `cdk.json` names first."""
    settings = python.bytes_of(posixpath.join(folder, "cdk.json"))
    named = [match[1].decode() for match in _COMMAND.finditer(settings)]
    named += [match[1].decode().replace(".", "/") + ".py" for match in _MODULE.finditer(settings)]
    known = [posixpath.normpath(posixpath.join(folder, name)) for name in named]
    makes = [path for path in paths if re.search(rb"\bApp\(", python.bytes_of(path))]
    yield from dict.fromkeys([*(path for path in known if path in paths), *makes])


def read_app(app: App, python: Python, nested: Nested, files: Iterable[str]) -> list[Reading]:
    """The functions of an app, and why parts of it could not be followed; `files` are the project's Python files."""
    source = _read_source(app, python, nested)
    return read_output(source, python, nested, files) or [source.reading]


def _read_source(app: App, python: Python, nested: Nested) -> Source:
    """What the modules of an app say."""
    builder = Builder(app.folder, app.entries[0] if app.entries else app.files[0])
    folders = dict.fromkeys([*(posixpath.dirname(entry) for entry in app.entries), app.folder])
    library = Library(builder)
    program = Program(Modules(python, tuple(folders), library), library, posixpath.join(ROOT, app.folder))
    problems = list(_follow(app, program, python))
    followed = tuple(dict.fromkeys((*app.files, *program.modules.files)))
    source = Source(app.folder, followed, Reading(Stack(builder.file, (), Resources()), tuple(problems)))
    apply_aspects(builder, program)
    add_tasks(builder)
    if not builder.has_functions and not is_synthesised(app.folder, python):
        return source
    return written(source, builder, app, python.locate, nested)


def written(source: Source, builder: Builder, app: App, locate: Locate, nested: Nested) -> Source:
    """An app with what it describes, once all that makes its template was followed."""
    document = builder.template.document(builder.file, locate(dict.fromkeys(builder.template.anchors())))
    found = read_template(document, nested)
    reading = source.reading
    if found is not None and builder.has_functions:
        reading = Reading(found.stack, (*reading.problems, *found.problems), covers=app.files)
    return replace(source, reading=reading, resources=tuple(builder.template.resources.values()), document=document)


def _follow(app: App, program: Program, python: Python) -> Iterator[Problem]:
    """Run the app's own files, then whatever constructs nothing in them makes."""
    modules: list[Module] = []
    for path in dict.fromkeys((*app.entries, *app.files)):
        found = python.module(path)
        if isinstance(found, Problem):
            yield found
        elif found is not None:
            modules.append(found)
    for module in modules:
        if module.key in app.entries:
            program.run_module(module)
    for module in modules:
        for name, definition in module.classes.items():
            of = Class(module, definition)
            if f"{module.key}:{name}" not in program.made and _is_construct(of, program):
                program.make_alone(of, definition.at)
    yield from program.problems


def _is_construct(of: Class, program: Program) -> bool:
    """Whether a class is a part of an app: it inherits from one of the library's."""
    return any(isinstance(base, Name) and base.dotted.startswith(_BASES) for base in program.attributes.ancestry(of))
