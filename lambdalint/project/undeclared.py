"""Handlers that no template of the project declares: their code is checked, their configuration is unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct, field

from lambdalint.code import Finder, analyse, defines
from lambdalint.code.marks import WORD, marks
from lambdalint.code.program import Program
from lambdalint.code.shapes import GATE, handlers_in
from lambdalint.documents.tree import Problem
from lambdalint.errors import SettingsError, did_you_mean
from lambdalint.model.code import Code
from lambdalint.model.function import AsyncInvocation, CodeFile, Configuration, Environment, Function
from lambdalint.model.module import Module
from lambdalint.model.rule import Tier
from lambdalint.model.source import Setting, Span
from lambdalint.project.join import Sources


class Undeclared(Struct, frozen=True):
    """The functions that were found, and the problems of the files that may hold others."""

    functions: tuple[Function, ...]
    problems: tuple[Problem, ...]


def undeclared(
    files: Sequence[str], named: Iterable[tuple[str, str]], known: Iterable[Function], sources: Sources
) -> Undeclared:
    """Handlers among `files`, by their shape or because the user `named` them, that are not `known` already.

    Raises SettingsError for a name that its file does not define.
    """
    said: dict[str, list[str]] = {}
    for path, name in named:
        said.setdefault(path, []).append(name)
    codes = [function.code for function in known if function.code is not None]
    search = _Search(sources, _layers(files), _handlers(codes), _reached(codes))
    functions = [
        function
        for path in dict.fromkeys((*said, *files))
        if path in said or GATE.search(sources.bytes_of(path))
        for function in search.functions(path, said.get(path, ()))
    ]
    return Undeclared(tuple(functions), tuple(search.problems))


def _layers(files: Iterable[str]) -> tuple[str, ...]:
    """The folders that layers of the project put on the import path: `layers/common/python`."""
    above = {path.partition("/python/")[0] for path in files if "/python/" in path}
    return tuple(sorted(f"{folder}/python" for folder in above if "layer" in folder.lower()))


def _handlers(codes: Iterable[Code]) -> Collection[tuple[str, str]]:
    return {(code.module, code.handler_name) for code in codes}


def _reached(codes: Iterable[Code]) -> Collection[tuple[str, str]]:
    """Module and name of every function that the handlers of templates run."""
    return {(each.reach.module, each.definition.name) for code in codes for each in code.functions}


class _Search(Struct, frozen=True):
    sources: Sources
    layers: tuple[str, ...]
    handlers: Collection[tuple[str, str]]
    reached: Collection[tuple[str, str]]
    problems: list[Problem] = field(default_factory=list)

    def functions(self, path: str, said: Collection[str]) -> Iterator[Function]:
        """The handlers of one file."""
        module = self.sources.module(path)
        if isinstance(module, Problem):
            self.problems.append(module)
        elif module is not None:
            yield from self._functions(path, said)

    def _functions(self, path: str, said: Collection[str]) -> Iterator[Function]:
        finder, dotted = self._finder(path)
        module = finder.find(dotted)
        if module is None:
            return
        for name, tier in self._names(path, said, module, finder).items():
            is_helper = (path, name) in self.reached and tier is not Tier.USER
            if (path, name) not in self.handlers and not is_helper:
                yield _function(path, name, tier, finder, module)

    def _names(self, path: str, said: Collection[str], module: Module, finder: Finder) -> Mapping[str, Tier]:
        """The handlers' names; what somebody says wins over what they look like."""
        missing = next((name for name in said if not defines(finder, module, name)), None)
        if missing is not None:
            near = did_you_mean(missing, sorted((*module.variables, *module.functions)))
            raise SettingsError(f"handlers: `{path}` defines no `{missing}`", near)
        return {
            **dict(handlers_in(module, Program(finder))),
            **dict.fromkeys((*said, *self._marked(path, module)), Tier.USER),
        }

    def _marked(self, path: str, module: Module) -> Iterator[str]:
        data = self.sources.bytes_of(path)
        if WORD not in data:
            return
        for mark in marks(path, data.decode("utf-8-sig", errors="replace")):
            if mark.name is not None and mark.name in module.variables:
                yield mark.name
            else:
                message = "`handler` marks nothing; write it on or above a definition that is not inside of another"
                self.problems.append(Problem("LL003", message, mark.at))

    def _finder(self, path: str) -> tuple[Finder, str]:
        """Where a file's imports lead, with the name it has itself: nobody says which folder is deployed."""
        file = PurePosixPath(path)
        folder, dotted = file.parent, file.stem
        while folder.name.isidentifier() and self.sources.module(f"{folder}/__init__.py") is not None:
            folder, dotted = folder.parent, f"{folder.name}.{dotted}"
        above = [str(each) for each in (folder, *folder.parents, *file.parents)]
        beside = [f"{each}/src" for each in above if self.sources.is_folder(f"{each}/src")]
        roots = dict.fromkeys((*above, *beside, *self.layers))
        return Finder(tuple(roots), self.sources.module, self.sources.is_folder), dotted


def _function(path: str, name: str, tier: Tier, finder: Finder, module: Module) -> Function:
    at = Span.of_line(path)
    return Function(
        id=f"{path}#{name}",
        name=name,
        at=at,
        configuration=_unknown(at),
        triggers=(),
        source=CodeFile(path, at),
        tier=tier,
        triggers_complete=False,
        code=analyse(finder, module, name),
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
