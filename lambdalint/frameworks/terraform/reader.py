"""A folder of Terraform's files, or a plan, to functions."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec.structs import replace

from lambdalint.documents.hcl_tree import Body
from lambdalint.documents.tree import Document, Mapping, Node, Problem, Sequence
from lambdalint.frameworks.cloudformation.reader import read_template
from lambdalint.frameworks.cloudformation.template import Declared, Template
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.frameworks.terraform import instances
from lambdalint.frameworks.terraform.code import is_built
from lambdalint.frameworks.terraform.images import build_of
from lambdalint.frameworks.terraform.module import parse
from lambdalint.frameworks.terraform.nodes import mapping, scalar, unknown
from lambdalint.frameworks.terraform.parts import PARTS, Part
from lambdalint.frameworks.terraform.plan import planned_world
from lambdalint.frameworks.terraform.registry import KNOWN
from lambdalint.frameworks.terraform.services import SERVICES, other_type
from lambdalint.frameworks.terraform.shapes import SEVERAL
from lambdalint.frameworks.terraform.wording import Given, properties, worded
from lambdalint.frameworks.terraform.world import MAYBE, Resource, World
from lambdalint.frameworks.variants import Variants
from lambdalint.model.function import Assumption
from lambdalint.model.source import Span

PACKAGED = frozenset({"aws_lambda_function", "aws_lambda_layer_version"})


MOST_FILES = 8
"""More files of values are not tried."""


def read_module(document: Document, body: Body, nested: Nested) -> Reading:
    """The functions and resources of a module and of the local modules it calls, also with each file of values."""
    variants = Variants()
    first = _module(document, body, nested)
    variants.add(first.stack.functions, first.stack.resources)
    problems = dict.fromkeys(first.problems)
    declared = {block.labels for block in body.of_type("variable")}
    files = [each for each in document.alternatives if any((one.name,) in declared for one in each.body.attributes)]
    if len(files) > MOST_FILES:
        message = f"more than {MOST_FILES} files of values: the rest is not tried"
        problems[Problem("LL008", message, Span.of_line(files[MOST_FILES].path))] = None
    for values in files[:MOST_FILES]:
        given = Body((*body.attributes, *values.body.attributes), body.blocks)
        reading = _module(document, given, nested)
        assumption = Assumption(Span.of_line(values.path), f"with the values of `{values.path}`")
        variants.add(reading.stack.functions, reading.stack.resources, assumption)
        problems.update(dict.fromkeys(reading.problems))
    stack = replace(first.stack, functions=tuple(variants.listed()), resources=variants.resources)
    return Reading(stack, tuple(problems), first.covers)


def _module(document: Document, body: Body, nested: Nested) -> Reading:
    world = World(nested, posixpath.dirname(document.path) or ".")
    root = instances.root(parse(document.path, body, complete=not document.problems), world)
    return _reading(document.path, world, complete=root.module.complete)


def read_plan(document: Document, root: Node, nested: Nested) -> Reading:
    """The functions and resources of a plan or a state."""
    reading = _reading(document.path, planned_world(document, root, nested), complete=True)
    return replace(reading, stack=replace(reading.stack, planned=True))


def _reading(path: str, world: World, *, complete: bool) -> Reading:
    """What all instances of resources mean, in CloudFormation's words."""
    resources = {each.name: each for resource in tuple(world.resources.values()) for each in _declared(resource)}
    parts = [part for resource in world.resources.values() for part in _parts(resource, resources)]
    template = Template(
        path,
        {}, {}, {},
        {name: _with_parts(each, [part for part in parts if part.of == name]) for name, each in resources.items()},
        outputs={},
        shared_at=(),
        shared={},
        complete=complete,
        problems=(),
    )  # fmt: skip
    reading = read_template(template, world.files)
    problems = (*reading.problems, *world.trace.problems)
    return Reading(reading.stack, problems, covers=tuple(world.covered))


def _declared(resource: Resource) -> Iterator[Declared]:
    """A resource in CloudFormation's words; a part of another stands for itself where that is not known."""
    known = KNOWN.get(resource.type)
    if known is not None:
        yield from known(resource)
        return
    if resource.block.type == "data":
        return
    given = Given.of(resource)
    kind, words = SERVICES.get(resource.type, (None, {}))
    if kind is not None:
        found = worded(given, words)
        yield declared(resource, kind, found, _metadata(given) if resource.type in PACKAGED else {})
    elif resource.type not in PARTS:
        yield declared(resource, other_type(resource.type), _all(given))


def _metadata(given: Given) -> dict[str, Node]:
    """How the code comes to be."""
    built = {"BuildMethod": scalar("archive", given.at)} if is_built(given) else {}
    return {**built, **build_of(given)}


def declared(
    resource: Resource, kind: str, found: dict[str, Node], metadata: dict[str, Node] | None = None
) -> Declared:
    """A resource with its properties."""
    body = {"Metadata": mapping(metadata, resource.at)} if metadata else {}
    return Declared(
        resource.name,
        resource.at,
        kind,
        properties(body, resource.at),
        properties(found, resource.at),
        None if resource.certain else MAYBE,
    )


def _all(given: Given) -> dict[str, Node]:
    """Everything that a resource is given, to see which functions are among it."""
    found = {each.name: given.value(each.name) for each in given.body.attributes}
    inner = {
        f"{number} {block.type}": properties(_all(Given(given.scope, block.body, block.at)), block.at)
        for number, block in enumerate(given.body.blocks)
    }
    return {**{name: node for name, node in found.items() if node is not None}, **inner}


def _parts(resource: Resource, resources: dict[str, Declared]) -> Iterator[Part]:
    read_parts = PARTS.get(resource.type)
    if read_parts is None or resource.block.type != "resource":
        return
    given = Given.of(resource)
    for part in read_parts(given):
        if part.of in resources and resource.certain:
            yield part
            continue
        if part.of in resources and part.listed:
            yield Part(part.of, part.name, unknown(SEVERAL, resource.at), listed=True)
        # Something that may be there, or is attached to what is elsewhere, may invoke.
        resources[resource.name] = declared(
            resource, _alone(resource.type), _alone_properties(resource.type, given, part)
        )


def _alone(kind: str) -> str:
    return "AWS::S3::Bucket" if kind == "aws_s3_bucket_notification" else f"Terraform::{kind}"


def _alone_properties(kind: str, given: Given, part: Part) -> dict[str, Node]:
    """Notifications say all that matters of a bucket that is elsewhere."""
    return {part.name: part.node} if kind == "aws_s3_bucket_notification" else _all(given)


def _with_parts(whole: Declared, parts: list[Part]) -> Declared:
    if not parts or not isinstance(whole.properties, Mapping):
        return whole
    found = {entry.key: entry.value for entry in whole.properties}
    for part in parts:
        before = found.get(part.name)
        listed = before.items if isinstance(before, Sequence) else () if before is None else (before,)
        found[part.name] = Sequence((*listed, part.node), whole.at) if part.listed else part.node
    node = properties(found, whole.at)
    return Declared(whole.name, whole.at, whole.type, whole.body, node, whole.condition)
