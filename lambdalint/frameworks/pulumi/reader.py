"""Pulumi projects among a project's Python files, each read as the Terraform module that its program writes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.documents.hcl_tree import Body
from lambdalint.documents.tree import Document, Problem
from lambdalint.frameworks.programs.modules import Modules
from lambdalint.frameworks.programs.paths import folders_above
from lambdalint.frameworks.programs.program import Program
from lambdalint.frameworks.programs.python import Python
from lambdalint.frameworks.programs.values import ROOT, Namespace
from lambdalint.frameworks.pulumi.library import Library
from lambdalint.frameworks.pulumi.module import Module
from lambdalint.frameworks.pulumi.project import Project
from lambdalint.frameworks.pulumi.settings import Stack
from lambdalint.frameworks.pulumi.written import Writer
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.frameworks.terraform.reader import read_module
from lambdalint.frameworks.variants import Variants
from lambdalint.model.function import Assumption, Function
from lambdalint.model.module import Module as Facts
from lambdalint.model.project import Stack as Described
from lambdalint.model.resource import Resources

MOST_STACKS = 16
"""More stacks of a project are not looked at."""


class Run(Struct, frozen=True):
    """A program, followed to its end for one stack."""

    stack: Stack | None
    module: Module
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_project(project: Project | Problem, python: Python, nested: Nested) -> Reading:
    """A project as each of its stacks has it; as nobody knows which when none is written down."""
    if isinstance(project, Problem):
        return Reading(Described(project.at.path, (), Resources()), (project,))
    main = python.module(project.program)
    if not isinstance(main, Facts):
        return Reading(Described(project.program, (), Resources()), () if main is None else (main,))
    runs = tuple(_runs(project, main, python))
    # Places are found all at once: each file is looked through for them.
    spans = python.locate(dict.fromkeys(anchor for run in runs for anchor in run.module.anchors()))
    variants, problems = Variants(), {problem: None for run in runs for problem in run.problems}
    for run in runs:
        reading = _read_run(run, project, Writer(project.folder, spans), nested)
        problems |= dict.fromkeys(reading.problems)
        variants.add(reading.stack.functions, reading.stack.resources, *_assumed(run.stack))
    described = Described(project.program, tuple(_told_apart(variants)), variants.resources)
    return Reading(described, tuple(problems), covers=tuple(dict.fromkeys(path for run in runs for path in run.files)))


def _runs(project: Project, main: Facts, python: Python) -> Iterator[Run]:
    """The program once for each stack, or once for all when it asks for nothing of them."""
    for number, stack in enumerate(project.stacks or (None,)):
        library = Library(project, stack)
        if number == MOST_STACKS:
            message = f"more than {MOST_STACKS} stacks: the rest is not looked at"
            yield Run(stack, library.module, problems=(Problem("LL008", message, project.at),))
            return
        modules = _modules(project, python, library)
        program = Program(modules, library, posixpath.join(ROOT, project.folder))
        files = _files(main, modules)
        for module in reversed(files):
            program.run_module(module)
        yield Run(stack, library.module, tuple(module.key for module in files), (*modules.problems, *program.problems))
        if not library.asked:
            return


def _modules(project: Project, python: Python, library: Library) -> Modules:
    # Programs put the folders above theirs on the path themselves.
    return Modules(python, tuple(folders_above(project.program)), library)


def _read_run(run: Run, project: Project, writer: Writer, nested: Nested) -> Reading:
    body = Body(blocks=tuple(map(writer.block, run.module.resources.values())))
    return read_module(Document(project.program, None, (), body), body, nested)


def _assumed(stack: Stack | None) -> tuple[Assumption, ...]:
    return () if stack is None else (Assumption(stack.at, f"in the stack `{stack.name}`"),)


def _told_apart(variants: Variants) -> Iterator[Function]:
    """Every function; what it assumes, where it is not the same in all stacks."""
    for forms in variants.functions.values():
        for function, assumptions in forms:
            yield replace(function, assumes=assumptions) if len(forms) > 1 else function


def _files(main: Facts, modules: Modules) -> list[Facts]:
    """The program's modules, each before those that it imports: their bodies run too, also what nobody refers to."""
    found = {main.key: main}
    queue = [main]
    while queue:
        module = queue.pop(0)
        for each in module.imports:
            named = modules.named(each.target, module)
            inner = named.module if isinstance(named, Namespace) else named[0] if isinstance(named, tuple) else None
            if inner is not None and inner.key not in found and not each.type_checking:
                found[inner.key] = inner
                queue.append(inner)
    return list(found.values())
