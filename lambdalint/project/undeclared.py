"""Handlers that no template of the project declares: their code is checked, their configuration is unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lambdalint.code import Finder, analyse
from lambdalint.code.program import Program
from lambdalint.code.shapes import GATE, handlers_in
from lambdalint.documents.tree import Problem
from lambdalint.model.function import AsyncInvocation, CodeFile, Configuration, Environment, Function
from lambdalint.model.module import Module
from lambdalint.model.rule import Tier
from lambdalint.model.source import Setting, Span
from lambdalint.project.join import Sources


@dataclass(frozen=True, slots=True)
class Undeclared:
    """The functions that were found, and the problems of the files that may hold others."""

    functions: tuple[Function, ...]
    problems: tuple[Problem, ...]


def undeclared(
    files: Iterable[str], named: Iterable[tuple[str, str]], known: Collection[Function], sources: Sources
) -> Undeclared:
    """Handlers among `files`, by their shape or because the user `named` them, that are not `known` already."""
    said: dict[str, set[str]] = {}
    for path, name in named:
        said.setdefault(path, set()).add(name)
    run = {key for function in known if function.code for key in function.code.modules}
    functions: list[Function] = []
    problems: list[Problem] = []
    for path in (*said, *(path for path in files if path not in said)):
        if path in said or (path not in run and GATE.search(sources.bytes_of(path))):
            found = sources.module(path)
            if isinstance(found, Problem):
                problems.append(found)
            elif found is not None:
                functions.extend(_functions(path, found, said.get(path, set()), sources))
    return Undeclared(tuple(functions), tuple(problems))


def _functions(path: str, module: Module, said: Collection[str], sources: Sources) -> Iterator[Function]:
    folder = str(PurePosixPath(path).parent)
    roots = list(dict.fromkeys([folder, *map(str, PurePosixPath(path).parents)]))
    finder = Finder(roots, sources.module, sources.is_folder)
    dotted = PurePosixPath(path).stem
    found = finder.find(dotted)
    if found is None:
        return
    names = {**dict(handlers_in(module, Program(finder))), **dict.fromkeys(sorted(said), Tier.USER)}
    for name, tier in names.items():
        if name in module.variables:
            at = Span.of_line(path)
            code = analyse(finder, found, name)
            yield Function(
                id=f"{path}#{name}",
                name=name,
                at=at,
                configuration=_unknown(at),
                triggers=(),
                source=CodeFile(path, at),
                tier=tier,
                triggers_complete=False,
                code=code,
            )


def _unknown(at: Span) -> Configuration:
    text: Setting[str] = Setting.unknown(at)
    number: Setting[int] = Setting.unknown(at)
    return Configuration(
        handler=text,
        runtime=text,
        memory=number,
        timeout=number,
        environment=Environment({}, at, complete=False),
        package_type=text,
        architecture=text,
        ephemeral_storage=number,
        tracing=text,
        async_invocation=AsyncInvocation(number, number),
        layers_complete=False,
    )
