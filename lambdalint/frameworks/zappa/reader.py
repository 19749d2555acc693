"""Settings to functions: each stage said again as a template and read as one, its functions as forms of one."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from lambdalint.documents.tree import Document, Mapping, Problem
from lambdalint.frameworks.cloudformation.reader import read_template
from lambdalint.frameworks.cloudformation.template import Defaults, template_of
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.frameworks.variants import Variants
from lambdalint.frameworks.zappa import is_settings
from lambdalint.frameworks.zappa.functions import Called, called, replaces_handler, template
from lambdalint.frameworks.zappa.stages import Stage, stages
from lambdalint.model.function import Assumption, Function
from lambdalint.model.project import Stack

DEFAULTS = Defaults(timeout=30, memory=512, stream_batch_size=10)
"""https://github.com/zappa/Zappa#advanced-settings"""


def read(document: Document, nested: Nested) -> Reading | None:
    """The functions of a project's stages; None when the document holds none."""
    root = document.root
    if not isinstance(root, Mapping) or not is_settings(document):
        return None
    variants, problems = Variants(), list[Problem]()
    first: dict[str, str] = {}
    for stage in stages(document.path, root):
        reading = _read(stage, nested)
        problems += reading.problems
        for function, assumed in _forms(stage, reading):
            is_other = first.setdefault(function.id, stage.name) != stage.name
            assumes = ((_in(stage),) if is_other else ()) + assumed
            variants.add((function,), reading.stack.resources, *assumes)
    functions = (
        replace(function, assumes=assumes) for forms in variants.functions.values() for function, assumes in forms
    )
    return Reading(Stack(document.path, tuple(functions), variants.resources), tuple(dict.fromkeys(problems)))


def _read(stage: Stage, nested: Nested) -> Reading:
    whole = template_of(stage.path, template(stage, called(stage), nested))
    # Whoever may invoke the function may have it call anything: `zappa invoke`, an asynchronous task, keeping it warm.
    return read_template(replace(whole, defaults=DEFAULTS, complete=False), nested)


def _forms(stage: Stage, reading: Reading) -> Iterator[tuple[Function, tuple[Assumption, ...]]]:
    """The functions of one stage as forms of one, and what all but the first assume."""
    name = stage.project or "zappa"
    what = called(stage)
    by_name = {function.name: function for function in reading.stack.functions}
    for one in what:
        function = replace(by_name[one.name], id=f"{stage.path}#{name}", name=name, framework=_framework(stage, one))
        yield function, () if one is what[0] else (_where(one),)


def _framework(stage: Stage, one: Called) -> str | None:
    return None if replaces_handler(one.written, stage) else "zappa"


def _where(one: Called) -> Assumption:
    return Assumption(one.written.at, f"where Zappa calls `{one.name}`")


def _in(stage: Stage) -> Assumption:
    return Assumption(stage.name_at, f"in the stage `{stage.name}`")
