"""The sections of one template, by name. Nothing is followed yet."""

from __future__ import annotations

from collections.abc import Mapping as Map

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.aws import limits
from lambdalint.aws.event_sources import DYNAMODB
from lambdalint.documents.tree import Document, Entry, Mapping, Node, Problem, Scalar, Sequence
from lambdalint.frameworks.cloudformation.globals import inherit
from lambdalint.frameworks.cloudformation.loops import PREFIX, Loops
from lambdalint.frameworks.cloudformation.values import text_of
from lambdalint.model.function import Assumption
from lambdalint.model.source import Span

SERVERLESS = "AWS::Serverless::"


class Parameter(Struct, frozen=True):
    """A parameter; `at` is its name."""

    name: str
    at: Span
    type: str
    default: Scalar | None
    allowed: tuple[str, ...]


class Declared(Struct, frozen=True):
    """A resource as declared: `at` is its logical id, `properties` have SAM's Globals merged in."""

    name: str
    at: Span
    type: str
    body: Mapping
    properties: Node | None
    condition: str | None


class Deployment(Struct, frozen=True):
    """Parameters that a template is deployed with somewhere, where they are not its defaults."""

    values: Map[str, str]
    assumption: Assumption


class Defaults(Struct, frozen=True):
    """What holds for a function that says nothing: AWS's values, unless a framework writes its own into the template."""

    timeout: int = limits.DEFAULT_TIMEOUT
    """Seconds."""
    memory: int = limits.DEFAULT_MEMORY
    """MB."""
    stream_batch_size: int = DYNAMODB.default_batch_size
    """Records of a DynamoDB or Kinesis stream."""


class Template(Struct, frozen=True):
    """One template; `shared` are its Globals, by section."""

    path: str
    parameters: Map[str, Parameter]
    mappings: Map[str, Node]
    conditions: Map[str, Entry]
    resources: Map[str, Declared]
    outputs: Map[str, Node]
    shared_at: tuple[Span, ...]
    """Where SAM's Globals stand, or what a framework has in their place: a value from there is inherited."""
    shared: Map[str, Node]
    complete: bool
    """False when a macro or a loop may define resources that the text does not show."""
    problems: tuple[Problem, ...]
    synonyms: Map[str, str] = field(default_factory=dict)
    """Other names of resources, as a framework's logical id of a function that people know by its key."""
    defaults: Defaults = Defaults()
    deployments: tuple[Deployment, ...] = ()
    is_file: bool = False
    """It stands in a file of its own as it is, and was not made of another framework's words."""


def parse(document: Document) -> Template | None:
    """The template in a document; None when it has no resources, so is no template."""
    root = document.root
    if not isinstance(root, Mapping) or not isinstance(root.get("Resources"), Mapping):
        return None
    return replace(template_of(document.path, root), is_file=True)


def template_of(path: str, root: Mapping) -> Template:
    """The sections of a template, which may have no resources."""
    parameters = {entry.key: _parameter(entry) for entry in _entries(root.get("Parameters"))}
    transforms = _transforms(root.get("Transform"))
    loops = Loops({name: _list(parameter) for name, parameter in parameters.items() if _is_list(parameter)})
    if "AWS::LanguageExtensions" in transforms:
        root = _without_loops(root, loops)
    globals_section = root.get("Globals")
    shared = {entry.key: entry.value for entry in _entries(globals_section)}
    resources = tuple(_entries(root.get("Resources")))
    return Template(
        path,
        parameters,
        {entry.key: entry.value for entry in _entries(root.get("Mappings"))},
        {entry.key: entry for entry in _entries(root.get("Conditions"))},
        {entry.key: _declared(entry, entry.value, shared) for entry in resources if isinstance(entry.value, Mapping)},
        {entry.key: entry.value for entry in _entries(root.get("Outputs"))},
        (globals_section.at,) if globals_section else (),
        shared,
        complete=_is_complete(transforms, resources),
        problems=tuple(loops.problems),
    )


def _without_loops(root: Mapping, loops: Loops) -> Mapping:
    expanded = loops.expand(root)
    return expanded if isinstance(expanded, Mapping) else root


def _is_complete(transforms: tuple[str, ...], resources: tuple[Entry, ...]) -> bool:
    # A transform of AWS adds what we know; any other macro may add or change everything.
    known = all(name.startswith("AWS::") and name != "AWS::Include" for name in transforms)
    return known and not any(entry.key.startswith((PREFIX, "Fn::Transform")) for entry in resources)


def _declared(entry: Entry, body: Mapping, shared: Map[str, Node]) -> Declared:
    kind = body.get("Type")
    type_name = text_of(kind) if isinstance(kind, Scalar) else ""
    properties = body.get("Properties")
    if isinstance(properties, Scalar) and properties.value is None:
        properties = None
    if type_name.startswith(SERVERLESS):
        section = shared.get(type_name.removeprefix(SERVERLESS))
        properties = inherit(section, properties, body.get("IgnoreGlobals"))
    condition = body.get("Condition")
    name = text_of(condition) if isinstance(condition, Scalar) and condition.value is not None else None
    return Declared(entry.key, entry.key_at, type_name, body, properties, name)


def _parameter(entry: Entry) -> Parameter:
    body = entry.value if isinstance(entry.value, Mapping) else Mapping((), entry.key_at)
    kind, default = body.get("Type"), body.get("Default")
    return Parameter(
        entry.key,
        entry.key_at,
        text_of(kind) if isinstance(kind, Scalar) else "String",
        default if isinstance(default, Scalar) and default.value is not None else None,
        _texts(body.get("AllowedValues")),
    )


def _is_list(parameter: Parameter) -> bool:
    return parameter.default is not None and parameter.type.startswith(("CommaDelimitedList", "List<"))


def _list(parameter: Parameter) -> tuple[str, ...]:
    return tuple(item.strip() for item in text_of(parameter.default).split(",")) if parameter.default else ()


def _transforms(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    names = (item.get("Name") if isinstance(item, Mapping) else item for item in items)
    return tuple(text_of(name) for name in names if isinstance(name, Scalar) and name.value is not None)


def _entries(node: Node | None) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, Mapping) else ()


def _texts(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(text_of(item) for item in items if isinstance(item, Scalar) and item.value is not None)
