"""A service to functions: its variables replaced, said again as a template, and read as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from lambdalint.documents.expansion import expands_too_far
from lambdalint.documents.tree import Document, Entry, Mapping, Node, Problem, Scalar
from lambdalint.frameworks.cloudformation.reader import read_template
from lambdalint.frameworks.cloudformation.template import Defaults, Template, template_of
from lambdalint.frameworks.nodes import HIDDEN, entries, find, is_unknown, items, over
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.frameworks.serverless import is_service
from lambdalint.frameworks.serverless.events import Event, events_of, sam_events
from lambdalint.frameworks.serverless.functions import function_resource
from lambdalint.frameworks.serverless.resources import around, sections, synonyms
from lambdalint.frameworks.serverless.roles import role_of, shared_role
from lambdalint.frameworks.serverless.routes import ROUTES, apis, route_resources
from lambdalint.frameworks.serverless.service import Service
from lambdalint.frameworks.serverless.stages import MOST_STAGES, stages_of
from lambdalint.frameworks.serverless.variables import Variables
from lambdalint.frameworks.variants import Variants
from lambdalint.model.function import Assumption
from lambdalint.model.project import Stack
from lambdalint.model.resource import Resources
from lambdalint.model.source import Span

DEFAULTS = Defaults(timeout=6, memory=1024, stream_batch_size=10)
"""https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml"""

STRUCTURE = (("provider",), ("functions",), ("resources",), ("resources", "Resources"), ("layers",))
"""What must be there for a service to be whole."""


def read(document: Document, nested: Nested) -> Reading | None:
    """The functions and resources of a service; None when the document is none."""
    root = document.root
    if root is None or not is_service(document):
        return None
    whole, variables = _deployed(document, root, nested)
    named = {**dict(stages_of(root)), **variables.named}
    others = [stage for stage in named if stage != variables.stage]
    if len(others) > MOST_STAGES:
        message = f"more than {MOST_STAGES} stages have settings of their own: the rest is not tried"
        whole = replace(whole, problems=(*whole.problems, Problem("LL008", message, named[others[MOST_STAGES]])))
    return _with(whole, [_in_stage(document, root, nested, stage, named[stage]) for stage in others[:MOST_STAGES]])


def _in_stage(document: Document, root: Node, nested: Nested, stage: str, at: Span) -> tuple[Reading, Assumption]:
    return _deployed(document, root, nested, stage)[0], Assumption(at, f"in the stage `{stage}`")


def _with(whole: Reading, stages: Sequence[tuple[Reading, Assumption]]) -> Reading:
    """A service as it is deployed by default, with what is different in other stages."""
    if not stages:
        return whole
    variants = Variants()
    for reading, assumptions in ((whole, ()), *((reading, (stage,)) for reading, stage in stages)):
        for function in reading.stack.functions:
            plain = replace(function, assumes=())
            variants.add((plain,), reading.stack.resources, *assumptions, *function.assumes)
    functions = tuple(
        replace(function, assumes=assumes) for forms in variants.functions.values() for function, assumes in forms
    )
    resources = variants.resources if functions else whole.stack.resources
    return replace(
        whole,
        stack=Stack(whole.stack.path, functions, resources),
        covers=tuple(dict.fromkeys(path for one in (whole, *(each for each, _ in stages)) for path in one.covers)),
    )


def _deployed(document: Document, root: Node, nested: Nested, stage: str | None = None) -> tuple[Reading, Variables]:
    """A service in one stage, without one in its own, and its variables."""
    variables = Variables(document, nested, deployed=stage)
    own = variables.stage
    replaced = variables.replaced(root)
    empty = Reading(Stack(document.path, (), Resources()), covers=tuple(variables.included))
    if not isinstance(replaced, Mapping) or expands_too_far(variables.built):
        message = "variables make this service too large or too deep to follow: none of its functions are read"
        return replace(empty, problems=(Problem("LL008", message, root.at),)), variables
    service = Service(document.path, replaced, own)
    if not service.is_of_aws:
        return empty, variables
    reading = read_template(_template(service), nested)
    problems = (*variables.problems, *_missing(service, variables), *reading.problems)
    return replace(reading, problems=problems, covers=(*variables.included, *reading.covers)), variables


def _template(service: Service) -> Template:
    functions = service.functions
    written = sections(service)
    made = {entry.key: entry for entry in _made(service, functions)}
    names = synonyms(service, functions)
    declared = over(made, written.get("Resources"), names, service.root.at)
    rest = tuple(Entry(key, service.at, node) for key, node in written.items() if key != "Resources")
    root = Mapping((*rest, Entry("Resources", service.at, declared)), service.root.at)
    template = template_of(service.path, root)
    provider = service.provider
    return replace(
        template,
        shared_at=(provider.at,) if provider else (),
        synonyms=names,
        defaults=DEFAULTS,
        complete=template.complete and _shows_all(find(service.root, "functions")),
    )


def _shows_all(functions: Node | None) -> bool:
    """Whether every function of a service can be seen."""
    return not is_unknown(functions) and HIDDEN not in (entry.key for entry in entries(functions))


def _made(service: Service, functions: tuple[Entry, ...]) -> Iterator[Entry]:
    """Every resource that the framework makes of a service."""
    kinds: set[str] = set()
    for entry in functions:
        events = tuple(events_of(service, entry))
        own = [event for event in events if isinstance(event, Event)]
        kinds |= {event.kind for event in own}
        unseen = [event for event in events if isinstance(event, Entry)]
        sam = [each for event in own if event.kind not in ROUTES for each in sam_events(event)]
        role, own_role = role_of(service, entry)
        yield function_resource(service, entry, Mapping((*sam, *unseen), entry.key_at), role)
        yield from () if own_role is None else (own_role,)
        yield from (each for event in own if event.kind in ROUTES for each in route_resources(event))
    yield shared_role(service, functions)
    yield from apis(service, kinds)
    yield from around(service, functions)


def _missing(service: Service, variables: Variables) -> Iterator[Problem]:
    """The files that should hold a part of the service, and are not there."""
    for keys in STRUCTURE:
        for node in items(find(service.root, *keys)):
            written = str(node.value) if isinstance(node, Scalar) and is_unknown(node) else ""
            for name in variables.missing:
                if f"({name})" in written:
                    message = f"`{name}`, which holds a part of the service, is not in the project"
                    yield Problem("LL009", message, node.at)
