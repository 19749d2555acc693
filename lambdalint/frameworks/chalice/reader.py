"""An app to functions: each stage said again as a template and read as one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many

from msgspec.structs import replace

from lambdalint.documents import tree
from lambdalint.documents.tree import Problem
from lambdalint.frameworks.chalice import SETTINGS, may_be_app
from lambdalint.frameworks.chalice.extras import with_extras
from lambdalint.frameworks.chalice.functions import App, resources
from lambdalint.frameworks.chalice.registry import Registry, registry
from lambdalint.frameworks.chalice.settings import Stage, stages
from lambdalint.frameworks.cloudformation.reader import read_template
from lambdalint.frameworks.cloudformation.template import Defaults
from lambdalint.frameworks.programs.python import Python
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.frameworks.variants import Variants
from lambdalint.model.function import Assumption, CodeFolder, Function
from lambdalint.model.project import Stack

DEFAULTS = Defaults(timeout=60, memory=128, stream_batch_size=100)
"""https://aws.github.io/chalice/topics/configfile.html"""

_WRITES_SETTINGS = re.compile(rb"chalice\.cdk|[\"']\.chalice\b.*config\.json")
"""What a Python file says that sets variables which the settings do not show: as a CDK app, or by writing into them."""


def read_apps(paths: Many[str], python: Python, nested: Nested) -> Iterator[Reading]:
    """The apps among a project's files: each has its settings beside it."""
    varies = any(_WRITES_SETTINGS.search(python.bytes_of(path)) for path in paths)
    for path in filter(may_be_app, paths):
        settings = posixpath.join(posixpath.dirname(path), SETTINGS)
        document = nested(settings)
        root = document.root if document is not None else None
        if isinstance(root, tree.Mapping):
            found = registry(path, paths, python)
            if found is not None and (found.functions or not found.complete):
                yield _read(found, list(stages(settings, root)), python, nested, varies=varies)


def _read(found: Registry, all_stages: Many[Stage], python: Python, nested: Nested, *, varies: bool) -> Reading:
    anchors = (found.at, *(anchor for one in found.functions for anchor in one.anchors()))
    spans = python.locate(dict.fromkeys(anchors))
    variants, problems, merged = Variants(), list[Problem](), list[str]()
    path = found.files[0]
    for stage in all_stages:
        reading = _of_stage(App(found, spans, stage, varies), path, nested)
        problems += reading.problems
        merged += reading.covers
        assumptions = () if stage is all_stages[0] else (Assumption(stage.at, f"in the stage `{stage.name}`"),)
        variants.add(_packaged(reading.stack.functions, path), reading.stack.resources, *assumptions)
    functions = tuple(
        replace(function, assumes=assumes) for forms in variants.functions.values() for function, assumes in forms
    )
    covers = tuple(dict.fromkeys((*found.files, *merged)))
    return Reading(Stack(path, functions, variants.resources), tuple(dict.fromkeys(problems)), covers)


def _of_stage(app: App, path: str, nested: Nested) -> Reading:
    whole, extras = with_extras(resources(app, nested), path, nested)
    complete = whole.complete and app.registry.complete
    reading = read_template(replace(whole, shared_at=app.stage.shared, defaults=DEFAULTS, complete=complete), nested)
    return replace(reading, covers=(*reading.covers, *extras))


def _packaged(functions: Iterable[Function], path: str) -> Iterator[Function]:
    """The functions with all folders that are packaged: what is in `vendor` lies beside the app."""
    vendor = posixpath.join(posixpath.dirname(path), "vendor")
    for function in functions:
        if isinstance(function.source, CodeFolder):
            yield replace(function, source=replace(function.source, further=(vendor,)))
        else:
            yield function
