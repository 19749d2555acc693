"""Pulumi projects among a project's Python files, each read as the Terraform module that its program writes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec.structs import replace

from lambdalint.documents.hcl_tree import Body
from lambdalint.documents.tree import Document, Problem
from lambdalint.frameworks.programs.modules import Modules
from lambdalint.frameworks.programs.program import Program
from lambdalint.frameworks.programs.python import Python
from lambdalint.frameworks.programs.values import ROOT, Namespace
from lambdalint.frameworks.pulumi.library import Library
from lambdalint.frameworks.pulumi.project import Project
from lambdalint.frameworks.pulumi.settings import Stack
from lambdalint.frameworks.pulumi.written import Writer
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.frameworks.terraform.reader import read_module
from lambdalint.frameworks.variants import Variants
from lambdalint.model.function import Assumption, Function
from lambdalint.model.module import Module
from lambdalint.model.project import Stack as Described
from lambdalint.model.resource import Resources

MOST_STACKS = 16
"""More stacks of a project are not looked at."""


def read_project(project: Project | Problem, python: Python, nested: Nested) -> Reading:
    """A project as each of its stacks has it; as nobody knows which when none is written down."""
    if isinstance(project, Problem):
        return Reading(Described(project.at.path, (), Resources()), (project,))
    variants, problems, covers = Variants(), dict[Problem, None](), dict[str, None]()
    for number, stack in enumerate(project.stacks or (None,)):
        if number == MOST_STACKS:
            message = f"more than {MOST_STACKS} stacks: the rest is not looked at"
            problems[Problem("LL008", message, project.at)] = None
            break
        library = Library(project.folder, project.name, stack)
        reading = _read_program(project, library, python, nested)
        problems |= dict.fromkeys(reading.problems)
        covers |= dict.fromkeys(reading.covers)
        variants.add(reading.stack.functions, reading.stack.resources, *_assumed(stack))
        if not library.asked:
            break
    described = Described(project.program, tuple(_told_apart(variants)), variants.resources)
    return Reading(described, tuple(problems), tuple(covers))


def _assumed(stack: Stack | None) -> tuple[Assumption, ...]:
    return () if stack is None else (Assumption(stack.at, f"in the stack `{stack.name}`"),)


def _told_apart(variants: Variants) -> Iterator[Function]:
    """Every function; what it assumes, where it is not the same in all stacks."""
    for forms in variants.functions.values():
        for function, assumptions in forms:
            yield replace(function, assumes=assumptions) if len(forms) > 1 else function


def _read_program(project: Project, library: Library, python: Python, nested: Nested) -> Reading:
    """What a program writes for one stack."""
    modules = Modules(python, (project.folder,), library)
    program = Program(modules, library, posixpath.join(ROOT, project.folder))
    main = python.module(project.program)
    if not isinstance(main, Module):
        return Reading(Described(project.program, (), Resources()), () if main is None else (main,))
    files = _files(main, modules)
    for module in reversed(files):
        program.run_module(module)
    writer = Writer(project.folder, python.locate(dict.fromkeys(library.module.anchors())))
    body = Body(blocks=tuple(map(writer.block, library.module.resources.values())))
    reading = read_module(Document(project.program, None, (), body), body, nested)
    problems = (*program.problems, *reading.problems)
    return replace(reading, problems=problems, covers=tuple(module.key for module in files))


def _files(main: Module, modules: Modules) -> list[Module]:
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
