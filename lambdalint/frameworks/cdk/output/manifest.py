"""A cloud assembly: the templates that its manifest names, those of stages included."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct, field

from lambdalint.documents.tree import Document, Entry, Mapping, Node, Problem
from lambdalint.frameworks.cdk.output.annotated import annotated
from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.nodes import entries, find, items, text
from lambdalint.frameworks.reading import Nested
from lambdalint.model.source import Span

MANIFEST = "manifest.json"
MOST_STACKS = 200
_STACK = "aws:cloudformation:stack"
_STAGE = "cdk:cloud-assembly"
_TRACES = ("aws:cdk:creationStack", "aws:cdk:logicalId")


class Synthesised(Struct, frozen=True):
    """The template of one stack."""

    stack: str
    """As the tree of constructs calls it: `Prod/Shop`."""
    document: Document


class CloudAssembly(Struct):
    """All that one `cdk synth` wrote."""

    folder: str
    stacks: list[Synthesised] = field(default_factory=list)
    metadata: list[Entry] = field(default_factory=list)
    """What is known of each construct, by its path with a `/` before it."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def manifest(self) -> str:
        """The path of what names all the rest."""
        return posixpath.join(self.folder, MANIFEST)

    def traces(self) -> Iterator[tuple[str, list[str]]]:
        """Where constructs were made, innermost call first: path and frames, as their language spells them."""
        for construct in self.metadata:
            for one in items(construct.value):
                if text(find(one, "type")) in _TRACES:
                    frames = [*items(find(one, "data")), *items(find(one, "trace"))]
                    yield construct.key.removeprefix("/"), [frame for each in frames if (frame := text(each))]


def read_assembly(folder: str, nested: Nested) -> CloudAssembly | None:
    """The cloud assembly in a folder; None when there is none."""
    assembly = CloudAssembly(folder)
    return assembly if _read(assembly, folder, nested, ()) else None


def _read(assembly: CloudAssembly, folder: str, nested: Nested, above: tuple[str, ...]) -> bool:
    path = posixpath.join(folder, MANIFEST)
    document = nested(path)
    if document is None or folder in above:
        return False
    artifacts = find(document.root, "artifacts")
    if document.root is not None and not isinstance(artifacts, Mapping):
        assembly.problems.append(_unreadable("it names no artifacts", path, document.root.at))
    stacks, stages = (_of_type(artifacts, kind) for kind in (_STACK, _STAGE))
    for stack in stacks[: max(0, MOST_STACKS - len(assembly.stacks))]:
        _add_stack(assembly, stack, path, nested)
    for stage in stages:
        inner = find(stage.value, "properties", "directoryName")
        _read(assembly, beside(path, text(inner) or "") or folder, nested, (*above, folder))
    return True


def _of_type(artifacts: Node | None, kind: str) -> list[Entry]:
    return [entry for entry in entries(artifacts) if text(find(entry.value, "type")) == kind]


def _unreadable(reason: str, path: str, at: Span) -> Problem:
    return Problem("LL001", f"`{posixpath.basename(path)}` cannot be read: {reason}", at, fatal=True)


def _add_stack(assembly: CloudAssembly, artifact: Entry, manifest: str, nested: Nested) -> None:
    file = find(artifact.value, "properties", "templateFile")
    path = beside(manifest, text(file) or "")
    document = nested(path) if path is not None else None
    at = (file or artifact.value).at
    if document is None or path is None:
        name = text(file) or artifact.key
        assembly.problems.append(Problem("LL009", f"the template `{name}` of this stack is not there", at))
    elif document.root is not None and not isinstance(document.root, Mapping):
        assembly.problems.append(_unreadable("a template is an object", path, document.root.at))
    elif document.root is not None:
        name = text(find(artifact.value, "displayName")) or artifact.key
        metadata = _metadata(artifact.value, manifest, nested)
        assembly.stacks.append(Synthesised(name.partition(" ")[0], annotated(document, metadata, assembly.folder)))
        assembly.metadata.extend(metadata)


def _metadata(artifact: Node, manifest: str, nested: Nested) -> tuple[Entry, ...]:
    """In the manifest, or since version 2.220 of the library in a file beside it."""
    file = beside(manifest, text(find(artifact, "additionalMetadataFile")) or "")
    document = nested(file) if file is not None else None
    return (*entries(find(artifact, "metadata")), *(entries(document.root) if document is not None else ()))
