"""Joins what belongs together: a handler to its definition, a trigger to its queue or table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.code import Finder, Found, Variables, analyse, resolve_handler
from lambdalint.documents.tree import Problem
from lambdalint.model.code import Code
from lambdalint.model.function import (
    CodeFile,
    CodeFolder,
    CodeSource,
    Environment,
    Function,
    HandlerProblem,
    InlineCode,
)
from lambdalint.model.module import Module
from lambdalint.model.project import Project, Stack
from lambdalint.model.resource import Resources
from lambdalint.model.source import Setting
from lambdalint.model.trigger import QueueTrigger, StreamTrigger, Trigger
from lambdalint.project.arns import with_named
from lambdalint.project.entry_point import entry_point
from lambdalint.project.plans import without_repeated_plans


class Sources(Protocol):
    """The Python files of the project, read on demand."""

    def module(self, path: str) -> Module | Problem | None:
        """The facts of a file; None when there is none."""
        ...

    def inline(self, key: str, code: InlineCode) -> Module | Problem:
        """The facts of code that stands in a template."""
        ...

    def bytes_of(self, path: str) -> bytes:
        """A file's bytes; empty when it cannot be read."""
        ...

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder."""
        ...

    def may_be_built(self, path: str) -> bool:
        """Whether a build may make a folder that is not there."""
        ...

    def python_files(self, folder: str) -> Sequence[str]:
        """The Python files below a folder, relative to it."""
        ...

    def requirements(self, folder: str) -> str:
        """The text of a folder's dependency files, empty when it has none."""
        ...


class Joined(Struct, frozen=True):
    """The project, and the problems of the Python files that its functions need."""

    project: Project
    problems: tuple[Problem, ...] = ()


def join(stacks: Iterable[Stack], sources: Sources) -> Joined:
    """Give every function its code and every trigger its source."""
    stacks = with_named(without_repeated_plans(tuple(stacks)))
    resources = _merged([stack.resources for stack in stacks])
    joiner = _Joiner(sources, resources)
    functions = tuple(joiner.function(function) for function in _once(stacks))
    return Joined(Project(functions, resources), tuple(joiner.problems))


def _once(stacks: Sequence[Stack]) -> Iterator[Function]:
    """Every function; one that is deployed and declared too is the declared one."""
    written = [function for stack in stacks if not stack.deployed for function in stack.functions]
    yield from written
    names = {name for function in written for name in (function.name, function.called)}
    deployed = (function for stack in stacks if stack.deployed for function in stack.functions)
    yield from (function for function in deployed if function.called not in names)


def _merged(parts: Sequence[Resources]) -> Resources:
    return Resources(
        queues={key: queue for part in parts for key, queue in part.queues.items()},
        tables={key: table for part in parts for key, table in part.tables.items()},
        roles={key: role for part in parts for key, role in part.roles.items()},
        log_groups={key: group for part in parts for key, group in part.log_groups.items()},
        others={key: other for part in parts for key, other in part.others.items()},
    )


def _variables(environment: Environment) -> Variables:
    """What the code finds in its environment."""
    return Variables({name: one.value.value for name, one in environment.variables.items()}, environment.complete)


Resolved: TypeAlias = tuple[Code | None, HandlerProblem | None]


class _Joiner(Struct):
    sources: Sources
    resources: Resources
    problems: list[Problem] = field(default_factory=list)
    _forms: dict[tuple[object, ...], list[tuple[Variables, Resolved]]] = field(default_factory=dict)
    """What a handler's code comes to with some variables, for each set of them that makes a difference."""

    def function(self, function: Function) -> Function:
        code, problem = self._code(function)
        if code is not None and function.framework is not None:
            code = replace(code, framework=function.framework, direct=False, answers=())
        triggers = tuple(self._trigger(trigger) for trigger in function.triggers)
        return replace(function, code=code, handler_problem=problem, triggers=triggers)

    def _trigger(self, trigger: Trigger) -> Trigger:
        match trigger:
            # A queue of the same template is there already, in the form that goes with this variant of the function.
            case QueueTrigger(source=Setting(value=str() as source), queue=None):
                return replace(trigger, queue=self.resources.queues.get(source))
            case StreamTrigger(source=Setting(value=str() as source), table=None):
                return replace(trigger, table=self.resources.tables.get(source))
            case _:
                return trigger

    def _code(self, function: Function) -> Resolved:
        handler = entry_point(function.configuration)
        if handler.value is None or not function.has_python_here:
            return None, None
        settings = function.configuration
        variables = _variables(settings.environment)
        forms = self._forms.setdefault(
            (function.source, handler.value, settings.layer_paths, settings.layers_complete), []
        )
        # Variants of a function mostly differ in variables that its code never asks for.
        known = next((form for asked, form in forms if asked.agree(variables)), None)
        if known is None:
            known = self._resolve(function, handler.value, variables)
            forms.append((variables, known))
        code, problem = known
        is_elsewhere = problem is not None and handler is not function.configuration.handler
        return code, replace(problem, handler=handler) if problem is not None and is_elsewhere else problem

    def _resolve(self, function: Function, handler: str, variables: Variables) -> Resolved:
        finder = self._finder(function)
        if finder is None:
            return None, self._missing_folder(function.source)
        folder = finder.roots[0] if finder.roots else ""
        found = resolve_handler(handler, finder, self.sources.python_files(folder) if finder.roots else ())
        self.problems.extend(finder.problems)
        match found:
            case Found(module=module, name=name):
                code = analyse(finder, module, name, variables)
                return replace(code, requirements=self.sources.requirements(folder) if folder else ""), None
            case HandlerProblem() if self._is_decisive(function, handler, found, folder):
                return None, found
            case _:
                return None, None

    def _finder(self, function: Function) -> Finder | None:
        layers = [path for layer in function.configuration.layer_paths for path in (f"{layer}/python", layer)]
        match function.source:
            case CodeFolder(path=path, further=further):
                folders = [each for each in (path, *further) if self.sources.is_folder(each)]
                return Finder([*folders, *layers], self.sources.module, self.sources.is_folder) if folders else None
            case CodeFile(path=path):
                return Finder([path.rpartition("/")[0] or ".", *layers], self.sources.module, self.sources.is_folder)
            case InlineCode() as code:
                return self._inline_finder(function, code, layers)
            case _:
                return None

    def _missing_folder(self, source: CodeSource) -> HandlerProblem | None:
        if not isinstance(source, CodeFolder) or not source.literal or source.custom_build:
            return None
        if self.sources.may_be_built(source.path):
            return None
        return HandlerProblem(f"there is no folder `{source.path}`", in_own_code=True, folder=source.at)

    def _inline_finder(self, function: Function, code: InlineCode, layers: list[str]) -> Finder | None:
        finder = Finder(layers, self.sources.module, self.sources.is_folder)
        module = self.sources.inline(f"{function.at.path}#{function.name}", code)
        if isinstance(module, Problem):
            self.problems.append(module)
            return None
        finder.add("index", module)
        return finder

    def _is_decisive(self, function: Function, handler: str, problem: HandlerProblem, folder: str) -> bool:
        """Whether all that the handler could come from is here: no build step, foreign layer or dependency provides it."""
        source = function.source
        if isinstance(source, CodeFolder) and (source.custom_build or source.at == function.at):
            return False  # a folder that nobody wrote down may be no more than where the template lies
        if isinstance(source, InlineCode) or problem.in_own_code:
            return True
        if not self.sources.python_files(folder) or not function.configuration.layers_complete:
            return False
        package = re.escape(handler.replace("/", ".").partition(".")[0].replace("_", "-"))
        requirements = self.sources.requirements(folder).replace("_", "-")
        return re.search(rf"(?<![A-Za-z0-9]){package}(?![A-Za-z0-9])", requirements, re.IGNORECASE) is None
