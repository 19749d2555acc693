"""Small programs for tests: files in memory, analysed from a handler."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from lambdalint.code import Finder, Found, Library, analyse, resolve_handler
from lambdalint.documents.tree import Problem
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.function import HandlerProblem
from lambdalint.model.module import Module


def finder(files: Mapping[str, str], *roots: str) -> Finder:
    library = Library()
    folders = {"/".join(path.split("/")[:depth]) for path in files for depth in range(1, path.count("/") + 1)}

    def load(path: str) -> Module | Problem | None:
        return library.read(path, dedent(files[path]).encode()) if path in files else None

    return Finder(roots or (".",), load, lambda path: path in folders)


def resolve(handler: str, files: Mapping[str, str]) -> Found | HandlerProblem | None:
    return resolve_handler(handler, finder(files), tuple(files))


def code(files: Mapping[str, str] | str, handler: str = "app.handler") -> Code:
    files = {"app.py": files} if isinstance(files, str) else files
    lookup = finder(files)
    found = resolve_handler(handler, lookup, tuple(files))
    assert isinstance(found, Found), found
    return analyse(lookup, found.module, found.name)


def calls(code: Code, target: str) -> list[ReachedCall]:
    return [call for call in code.calls if call.target == target]


def phases(code: Code, target: str) -> list[str]:
    return [call.phase.value for call in calls(code, target)]
