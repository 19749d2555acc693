"""`cdk.json`: which program a CDK app is. Only Python is followed; of any other language, what the app synthesised is read."""

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

_PYTHON = re.compile(r"\.py\b|\bpython|\b(?:uv|poetry|pipenv|pdm|hatch) run\b", re.IGNORECASE)


class ForeignApp(Struct, frozen=True):
    """An app in another language; `command`, in its `cdk.json`, starts it."""

    folder: str
    command: Span


def foreign_apps(paths: Iterable[str], python: Python) -> Iterator[ForeignApp]:
    """The apps in other languages that Python files are a part of."""
    for folder in dict.fromkeys(folder for path in paths for folder in folders_above(path)):
        command = _command(posixpath.join(folder, "cdk.json"), python)
        if command is not None and not _PYTHON.search(str(command.value)):
            yield ForeignApp(folder, command.at)


def _command(path: str, python: Python) -> Scalar | None:
    """How the app is started."""
    text = python.bytes_of(path)
    root = load(path, text).root if text else None
    command = root.get("app") if isinstance(root, Mapping) else None
    return command if isinstance(command, Scalar) else None
