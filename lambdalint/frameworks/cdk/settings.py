"""`cdk.json`: which program a CDK app is. Of languages that are not followed, what the app synthesised is read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from lambdalint.documents import load
from lambdalint.documents.tree import Mapping, Scalar
from lambdalint.frameworks.programs.paths import folders_above
from lambdalint.frameworks.programs.python import Python
from lambdalint.model.source import Span

SCRIPTS = (".cjs", ".cts", ".js", ".mjs", ".mts", ".ts")
"""What TypeScript and JavaScript are in."""
_PYTHON = re.compile(r"\.py\b|\bpython|\b(?:uv|poetry|pipenv|pdm|hatch) run\b", re.IGNORECASE)
_SCRIPT = re.compile(r"\.[cm]?[jt]s\b|\bnode\b|\bts-node\b|\btsx\b|\bbun\b|\bdeno\b|\bswc-node\b")


class ForeignApp(Struct, frozen=True):
    """An app that is not followed; `command`, in its `cdk.json`, starts it."""

    folder: str
    command: Span


def foreign_apps(paths: Iterable[str], python: Python) -> Iterator[ForeignApp]:
    """The apps that files are a part of, and that are not followed: in other languages, or somewhere else."""
    paths = tuple(paths)
    scripts = {folder for path in paths if path.endswith(SCRIPTS) for folder in folders_above(path)}
    for folder in dict.fromkeys(folder for path in paths for folder in folders_above(path)):
        command = _command(posixpath.join(folder, "cdk.json"), python)
        written = "" if command is None else str(command.value)
        followed = _PYTHON.search(written) or (_SCRIPT.search(written) and folder in scripts)
        if command is not None and not followed:
            yield ForeignApp(folder, command.at)


def _command(path: str, python: Python) -> Scalar | None:
    """How the app is started."""
    text = python.bytes_of(path)
    root = load(path, text).root if text else None
    command = root.get("app") if isinstance(root, Mapping) else None
    return command if isinstance(command, Scalar) else None
