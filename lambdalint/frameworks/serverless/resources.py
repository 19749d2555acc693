"""What stands around a service's functions: written `resources`, layers, log groups, state machines."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents.tree import Entry, Mapping, Node
from lambdalint.frameworks.nodes import (
    entries,
    find,
    hidden,
    is_plain,
    items,
    merged,
    resource,
    scalar,
    text,
)
from lambdalint.frameworks.serverless.service import Service, normalized
from lambdalint.model.source import Span

SECTIONS = ("Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Transform")


def sections(service: Service) -> dict[str, Node]:
    """The sections of the template that a service writes as `resources`, one or a list of them."""
    known: dict[str, Node] = {}
    for part in items(find(service.root, "resources")):
        for key, section in _sections_of(part):
            below = known.get(key)
            known[key] = section if below is None else merged(below, section)
    return known


def _sections_of(part: Node) -> Iterator[tuple[str, Node]]:
    if not is_plain(part):
        yield "Resources", Mapping((hidden(part.at),), part.at)
    yield from ((entry.key, entry.value) for entry in entries(part) if entry.key in SECTIONS)
    extensions = find(part, "extensions")
    if extensions is not None:
        yield "Resources", extensions


def around(service: Service, functions: tuple[Entry, ...]) -> Iterator[Entry]:
    """The layers, log groups and state machines that the framework and its plugins make."""
    taken = {entry.key for entry in functions}
    for entry in entries(find(service.root, "layers")):
        name = entry.key if entry.key not in taken else f"{normalized(entry.key)}LambdaLayer"
        path = find(entry.value, "path")
        yield resource(name, entry.key_at, "AWS::Serverless::LayerVersion", [("ContentUri", path)])
    for entry in functions:
        if text(find(entry.value, "disableLogs")) != "true":
            yield _log_group(service, entry)
    for entry in entries(find(service.root, "stepFunctions", "stateMachines")):
        definition = find(entry.value, "definition")
        yield resource(entry.key, entry.key_at, "AWS::StepFunctions::StateMachine", [("Definition", definition)])


def _log_group(service: Service, entry: Entry) -> Entry:
    name = text(find(entry.value, "name")) or f"{service.name}-{service.stage}-{entry.key}"
    retention = find(entry.value, "logRetentionInDays") or find(service.provider, "logRetentionInDays")
    at: Span = entry.key_at
    properties = [("LogGroupName", scalar(f"/aws/lambda/{name}", at)), ("RetentionInDays", retention)]
    return resource(f"{normalized(entry.key)}LogGroup", at, "AWS::Logs::LogGroup", properties)


def synonyms(service: Service, functions: tuple[Entry, ...]) -> dict[str, str]:
    """The logical ids of functions and layers, and what they are called in the service."""
    layers = {f"{normalized(entry.key)}LambdaLayer": entry.key for entry in entries(find(service.root, "layers"))}
    taken = {entry.key for entry in functions}
    known = {logical_id: key for logical_id, key in layers.items() if key not in taken}
    return known | {f"{normalized(key)}LambdaFunction": key for key in taken}
