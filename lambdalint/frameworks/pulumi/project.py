"""`Pulumi.yaml`: which program a project is, and what its stacks set. Only Python is followed; of others the run says so.

Source: https://www.pulumi.com/docs/iac/concepts/projects/project-file/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from lambdalint.documents import load
from lambdalint.documents.tree import Mapping, Node, Problem, Scalar
from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.cloudformation.values import text_of
from lambdalint.frameworks.programs.paths import folders_above
from lambdalint.frameworks.programs.python import Python
from lambdalint.frameworks.pulumi.settings import Stack, stack_of
from lambdalint.model.source import Span

_FILES = ("Pulumi.yaml", "Pulumi.yml")
_STACK = re.compile(r"Pulumi\.(?P<name>[\w.-]+)\.ya?ml")


class Project(Struct, frozen=True):
    """One project. Its program runs in the folder that the program's file is in."""

    name: str
    program: str
    at: Span
    """Where the settings say what runs it."""
    stacks: tuple[Stack, ...]
    """None when nobody wrote down what any stack sets."""

    @property
    def folder(self) -> str:
        """Where the program runs."""
        return posixpath.dirname(self.program)

    def label(self, name: str, stack: Stack) -> str:
        """A name as it would be in the first stack, so that a function that is named after its stack is one in all of them."""
        return re.sub(rf"(?<![^\W_]){re.escape(stack.name)}(?![^\W_])", self.stacks[0].name, name)


def projects(paths: Iterable[str], python: Python) -> Iterator[Project | Problem]:
    """The projects that Python files are a part of, or what to say of one in another language."""
    for folder in dict.fromkeys(above for path in paths for above in folders_above(path)):
        for file in (posixpath.join(folder, name) for name in _FILES):
            text = python.bytes_of(file)
            root = load(file, text).root if text else None
            runtime = _runtime(root) if isinstance(root, Mapping) else None
            if isinstance(root, Mapping) and runtime is not None:
                yield _project(file, root, runtime, python)


def _runtime(root: Mapping) -> Scalar | None:
    """The language of a project, written plainly or with options."""
    runtime = root.get("runtime")
    name = runtime.get("name") if isinstance(runtime, Mapping) else runtime
    return name if isinstance(name, Scalar) and name.value is not None else None


def _project(file: str, root: Mapping, runtime: Scalar, python: Python) -> Project | Problem:
    language = text_of(runtime)
    program = _program(file, root.get("main"), python) if language == "python" else None
    if program is None:
        why = "has no `__main__.py`" if language == "python" else f"is written in `{language}` and not in Python"
        message = f"this Pulumi project {why}, so the functions it defines are not read"
        return Problem("LL008", message, runtime.at)
    name = root.get("name")
    known = text_of(name) if isinstance(name, Scalar) else ""
    stacks = (_stack(path, known, root, python) for path in python.files_in(posixpath.dirname(file) or "."))
    return Project(known, program, runtime.at, tuple(stack for stack in stacks if stack is not None))


def _program(file: str, main: Node | None, python: Python) -> str | None:
    """The file that Python starts: `__main__.py`, unless another folder or file is said."""
    written = text_of(main) if isinstance(main, Scalar) and main.value is not None else "."
    path = beside(file, written)
    candidates = () if path is None else (path, posixpath.normpath(posixpath.join(path, "__main__.py")))
    return next((each for each in candidates if each.endswith(".py") and python.bytes_of(each)), None)


def _stack(path: str, project: str, root: Mapping, python: Python) -> Stack | None:
    named = _STACK.fullmatch(posixpath.basename(path))
    settings = load(path, python.bytes_of(path)).root if named else None
    if named is None or not isinstance(settings, Mapping):
        return None
    return stack_of(named["name"], project, settings, root.get("config"), Span.of_line(path))
