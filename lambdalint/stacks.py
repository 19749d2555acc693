"""Every file that describes functions, whatever its dialect, loaded and read into stacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint import documents, frameworks
from lambdalint.documents import terraform
from lambdalint.documents.tree import Document, Problem
from lambdalint.frameworks.reading import Reading
from lambdalint.model.function import CodeFile, CodeFolder, Function
from lambdalint.sources import Sources

DEEPEST_VALUES = 2
"""Folders below a Terraform module in which files of values are looked for: `environments/prod/terraform.tfvars`."""


class Described(Struct, frozen=True):
    """What the files of a project describe, and what is wrong with them."""

    readings: tuple[Reading, ...]
    malformed: tuple[Problem, ...]
    """What is wrong with the text of a file."""
    programs: tuple[str, ...] = ()
    """The files of programs that describe something."""

    def about(self, paths: AbstractSet[str]) -> Described:
        """Only the stacks that one of these files describes, or whose functions it may be the code of."""
        readings = tuple(reading for reading in self.readings if _is_about(reading, paths))
        return Described(readings, tuple(one for one in self.malformed if one.at.path in paths), self.programs)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong, with the text first."""
        return (*self.malformed, *(problem for reading in self.readings for problem in reading.problems))


def _is_about(reading: Reading, paths: AbstractSet[str]) -> bool:
    if reading.stack.path in paths or not paths.isdisjoint(reading.covers):
        return True
    return any(
        function.at.path in paths or any(_holds(folder, path) for folder in _folders(function) for path in paths)
        for function in reading.stack.functions
    )


def _folders(function: Function) -> Iterator[str]:
    """Where a function's code may be: folders, or one file."""
    match function.source:
        case CodeFolder(path=path, further=further):
            yield from (path, *further)
        case CodeFile(path=path):
            yield path
    yield from function.configuration.layer_paths


def _holds(folder: str, path: str) -> bool:
    return folder in (".", path) or path.startswith(f"{folder}/")


def read_stacks(templates: Iterable[str], programs: Iterable[str], sources: Sources) -> Described:
    """Every template that no other one nests, with those that it nests; snapshots; and programs that deploy."""
    shelf = _Shelf(sources)
    units = dict.fromkeys(terraform.module_of(path) for path in templates)
    read = {unit: frameworks.read(document, shelf.load) for unit in units if (document := shelf.load(unit)) is not None}
    snapshots = frameworks.read_snapshots(shelf.documents())
    deployments = frameworks.read_programs(programs, sources, shelf.load)
    written = tuple(path for deployment in deployments for path in deployment.covers)
    nested = {path for unit, reading in read.items() for path in reading.covers if path != unit}
    outer = [reading for unit, reading in read.items() if unit not in nested and unit not in written]
    malformed = tuple(problem for document in shelf.documents() for problem in document.problems)
    return Described((*outer, *snapshots, *deployments), malformed, written)


class _Shelf(Struct):
    """Loads each document once: a file, or for Terraform a folder."""

    sources: Sources
    _loaded: dict[str, Document | None] = field(default_factory=dict)

    def load(self, path: str) -> Document | None:
        """The document at a path; None when there is none."""
        if path not in self._loaded:
            self._loaded[path] = self._folder(path) if path.endswith("/") else self._file(path)
        return self._loaded[path]

    def documents(self) -> list[Document]:
        """All that were loaded so far."""
        return [document for document in self._loaded.values() if document is not None]

    def _file(self, path: str) -> Document | None:
        data = self.sources.read(path)
        if isinstance(data, bytes):
            exported = frameworks.load_program(path, self.sources)
            return documents.load(path, data) if exported is None else exported
        return None if data is None else Document(path, None, (data,))

    def _folder(self, path: str) -> Document | None:
        from lambdalint.documents.terraform_folder import load_folder

        files = {each: self.sources.read(each) for each in self.sources.files_in(path) if terraform.is_terraform(each)}
        others = {each: self.sources.read(each) for each in self._values(path) if each not in files}
        document = load_folder(_bytes(files), _bytes(others))
        unread = tuple(data for data in (*files.values(), *others.values()) if isinstance(data, Problem))
        return replace(document, problems=(*document.problems, *unread)) if document is not None else None

    def _values(self, folder: str, depth: int = 0) -> Iterator[str]:
        """The files of values in a module's folder and in those below it that are no modules themselves."""
        files = self.sources.files_in(folder)
        if depth and any(map(terraform.is_module_file, files)):
            return
        yield from filter(terraform.gives_values, files)
        if depth < DEEPEST_VALUES:
            for inner in self.sources.folders_in(folder):
                yield from self._values(inner, depth + 1)


def _bytes(files: Mapping[str, bytes | Problem | None]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if isinstance(data, bytes)}
