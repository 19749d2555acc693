"""`cdk.json`: which program a CDK app is. Only Python is followed; of any other language the run says that it was not read."""

from __future__ import annotations

import re

from lambdalint.documents.tree import Document, Mapping, Problem, Scalar
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.model.project import Stack
from lambdalint.model.resource import Resources

_PYTHON = re.compile(r"\.py\b|\bpython|\b(?:uv|poetry|pipenv|pdm|hatch) run\b", re.IGNORECASE)


def read(document: Document, _nested: Nested) -> Reading | None:
    """What `cdk.json` says; None when the document is none."""
    root = document.root
    command = root.get("app") if isinstance(root, Mapping) and document.path.rpartition("/")[2] == "cdk.json" else None
    if not isinstance(command, Scalar) or not isinstance(command.value, str):
        return None
    return Reading(Stack(document.path, (), Resources()), tuple(_unread(command)))


def _unread(command: Scalar) -> list[Problem]:
    if _PYTHON.search(str(command.value)):
        return []
    message = (
        "this CDK app is no Python program, so the functions it defines are not read; "
        "to check them, run `cdk synth` and name the templates in `cdk.out`"
    )
    return [Problem("LL008", message, command.at)]
