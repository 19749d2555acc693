"""The functions of an app as it synthesised them, unless that was before the app was last changed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.documents import load
from lambdalint.documents.tree import Document, Mapping, Problem
from lambdalint.frameworks.cdk.output.assets import Assets
from lambdalint.frameworks.cdk.output.freshness import Age, age_of
from lambdalint.frameworks.cdk.output.manifest import MANIFEST, CloudAssembly, read_assembly
from lambdalint.frameworks.cdk.output.places import Places, Written
from lambdalint.frameworks.cdk.output.relocated import Relocation
from lambdalint.frameworks.cdk.settings import ForeignApp
from lambdalint.frameworks.cdk.template import Resource
from lambdalint.frameworks.cloudformation.reader import read_template
from lambdalint.frameworks.cloudformation.template import parse
from lambdalint.frameworks.nodes import entries, find, text
from lambdalint.frameworks.programs.python import Python
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.model.project import Stack
from lambdalint.model.resource import Resources
from lambdalint.model.source import Span

_FRAME = re.compile(r"(?:^|[\s(])((?:file://)?[^\s():]+):(\d+):(\d+)\)?$")
_LANGUAGES = (".cjs", ".cs", ".fs", ".go", ".java", ".js", ".kt", ".mjs", ".mts", ".scala", ".ts")
_COMPARED = ("Runtime", "MemorySize", "Timeout")
_ADVICE = "run `cdk synth`, and what only the running program knows is checked too"


class Source(Struct, frozen=True):
    """An app as its source shows it. `program` are the files that it is written in, `reading` is what they say."""

    folder: str
    program: tuple[str, ...]
    reading: Reading
    resources: tuple[Resource, ...] = ()
    document: Document | None = None
    """What `resources` are as a template."""


def read_output(source: Source, python: Python, nested: Nested, files: Iterable[str]) -> list[Reading] | None:
    """The app's stacks from `cdk.out`, at the places of its source; None when there is nothing synthesised."""
    folder = _folder(source.folder, python)
    manifest = posixpath.join(folder, MANIFEST)
    if python.modified(manifest) is None:
        return None
    settings = (posixpath.join(source.folder, name) for name in ("cdk.json", "cdk.context.json"))
    age = age_of(manifest, (*source.program, *settings), python)
    if age.newer is not None:
        return [_left_out(source, f"`{folder}` is older than `{age.newer}`")]
    assembly = read_assembly(folder, nested)
    return (
        [source.reading] if assembly is None else _Output(source, assembly, python, tuple(files), nested).readings(age)
    )


def is_synthesised(app: str, python: Python) -> bool:
    """Whether there is anything that an app synthesised."""
    return python.modified(posixpath.join(_folder(app, python), MANIFEST)) is not None


def read_foreign_app(app: ForeignApp, python: Python, nested: Nested, files: Iterable[str]) -> list[Reading]:
    """What an app that is not followed synthesised; without that, its functions are not read."""
    nothing = Reading(Stack(posixpath.join(app.folder, "cdk.json"), (), Resources()))
    program = tuple(path for path in python.files_below(app.folder) if path.endswith(_LANGUAGES))
    found = read_output(Source(app.folder, program, nothing), python, nested, files)
    if found is not None:
        return found
    message = "the program of this CDK app is not read here, so the functions it defines are only read from what `cdk synth` writes"
    return [replace(nothing, problems=(Problem("LL008", message, app.command),))]


def _folder(app: str, python: Python) -> str:
    """Where the app synthesises to."""
    settings = posixpath.join(app, "cdk.json")
    data = python.bytes_of(settings)
    named = text(find(load(settings, data).root, "output")) if data else None
    return posixpath.normpath(posixpath.join(app, named or "cdk.out"))


def _left_out(source: Source, reason: str) -> Reading:
    at = Span.of_line(posixpath.join(source.folder, "cdk.json"))
    notice = Problem("LL008", f"{reason}, so it is left out; {_ADVICE}", at)
    return replace(source.reading, problems=(*source.reading.problems, notice))


class _Output(Struct, frozen=True):
    source: Source
    assembly: CloudAssembly
    python: Python
    files: tuple[str, ...]
    nested: Nested

    def readings(self, age: Age) -> list[Reading]:
        """A reading for each stack, and one for what only the source has."""
        places = self._places()
        relocation = Relocation(places, Assets(self.python, self.files, self.source.folder))
        stacks = [
            reading
            for one in self.assembly.stacks
            if (reading := self._stack(relocation.template(one.document, one.stack), one.stack, relocation)) is not None
        ]
        missing = [one for one in places.written if one.resource.name not in places.met]
        differing = None if age.told else next(self._differing(places, missing), None)
        if differing is not None:
            return [_left_out(self.source, f"`{self.assembly.folder}` differs from the source about `{differing}`")]
        return [*stacks, self._rest({one.resource.name for one in missing if one.certain}, bool(stacks))]

    def _places(self) -> Places:
        document = self.source.document
        if document is not None:
            return Places.of(self.source.resources, entries(find(document.root, "Resources")))
        spans = ((path, _span(frames, self.source.folder, self.python)) for path, frames in self.assembly.traces())
        return Places(traces={path: span for path, span in spans if span is not None})

    def _stack(self, document: Document, stack: str, relocation: Relocation) -> Reading | None:
        def moved(path: str) -> Document | None:
            found = self.nested(path)
            inside = path.startswith(f"{self.assembly.folder}/") and isinstance(found and found.root, Mapping)
            return relocation.template(found, stack) if found is not None and inside else found

        template = parse(document)
        reading = None if template is None else read_template(template, moved)
        return None if reading is None else replace(reading, covers=(document.path, *reading.covers))

    def _differing(self, places: Places, missing: Iterable[Written]) -> Iterator[str]:
        """What the output says differently than the source surely does, by the source's name."""
        stacks = {one.stack for one in self.assembly.stacks}
        for one in missing:
            if one.certain and not one.resource.doubtful and _is_function(one) and one.resource.place.stack in stacks:
                yield one.resource.name
        yield from (one.resource.name for one, body in places.pairs if _is_function(one) and _differs(one, body))

    def _rest(self, missing: set[str], synthesised: bool) -> Reading:
        """The functions that the source may make otherwise than it did this time, and what went wrong."""
        reading = self.source.reading
        problems = (*reading.problems, *self.assembly.problems)
        if not synthesised:
            return replace(reading, problems=problems)
        functions = tuple(one for one in reading.stack.functions if one.name in missing)
        return replace(
            reading, stack=replace(reading.stack, functions=functions, resources=Resources()), problems=problems
        )


def _is_function(one: Written) -> bool:
    return one.resource.type == "AWS::Lambda::Function"


def _differs(one: Written, body: Mapping) -> bool:
    """Whether a setting that both sides know has two values."""
    pairs = ((find(one.entry.value, "Properties", key), find(body, "Properties", key)) for key in _COMPARED)
    return any(
        text(left) is not None and text(right) is not None and text(left) != text(right) for left, right in pairs
    )


def _span(frames: Iterable[str], app: str, python: Python) -> Span | None:
    """The innermost call that stands in a file of the project."""
    for frame in frames:
        found = _FRAME.search(frame)
        if found is None or "node_modules" in found[1]:
            continue
        path = next(_in_project(found[1].removeprefix("file://"), app, python), None)
        if path is not None:
            return _to_end_of_line(path, int(found[2]), int(found[3]), python)
    return None


def _to_end_of_line(path: str, line: int, column: int, python: Python) -> Span:
    lines = python.bytes_of(path).decode(errors="replace").splitlines()
    end = len(lines[line - 1].rstrip()) + 1 if 0 < line <= len(lines) else column
    return Span(path, line, column, line, max(column, end))


def _in_project(path: str, app: str, python: Python) -> Iterator[str]:
    """The files of the project that a path of the machine that synthesised may be, the likeliest first."""
    parts = path.strip("/").split("/")
    ends = ["/".join(parts[start:]) for start in range(len(parts))]
    inside = (posixpath.join(app, end) for end in ends if app)
    yield from (each for each in (*ends, *inside) if python.bytes_of(each))
