"""Follow intrinsic functions until a node's outermost shape is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.parameters import holds, moved, parameter_behind, parameter_value
from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.cloudformation.scope import Scope, Stack
from lambdalint.frameworks.cloudformation.values import (
    Reference,
    Unknown,
    Value,
    call_in,
    compose,
    text_of,
)
from lambdalint.model.source import Span

Function: TypeAlias = Callable[[Scope, Node, Span], Value | None]

PLACEHOLDER = re.compile(r"\$\{(!?)([^{}]*)\}")


def evaluate(scope: Scope, node: Node) -> Value | None:
    """What a node stands for; None when it is absent (`AWS::NoValue`, or nothing written)."""
    call = call_in(node)
    if call is None:
        return _literal(node)
    name, argument = call
    function = FUNCTIONS.get(name)
    if function is None or not scope.trace.enter(node.at):
        return Unknown(f"Fn::{name}", node.at)
    try:
        return function(scope, argument, node.at)
    finally:
        scope.trace.leave()


def _literal(node: Node) -> Value | None:
    if isinstance(node, Scalar):
        if node.value is None:
            return None
        if isinstance(node.value, str) and "{{resolve:" in node.value:
            return Unknown("{{resolve}}", node.at)
    return node


def named(scope: Scope, name: str, at: Span) -> Value | None:
    """What `${name}` of a `!Sub` gives: a parameter, a resource, an attribute or a pseudo parameter."""
    parameter = scope.parameter(name)
    if parameter is not None:
        return parameter_value(scope, parameter, at, evaluate)
    if name == "AWS::NoValue":
        return None
    logical_id, attribute = owner_and_attribute(scope, name)
    owner = _resource(scope, logical_id)
    if owner is None:
        return Unknown(name, at)
    # SAM's own `!Ref Function.Alias` and `Function.Version` stand for the function, published.
    plain = attribute in ("", "Alias", "Version")
    return Reference(scope.id(owner), "Ref", at) if plain else _attribute(scope, owner, attribute, at)


def owner_and_attribute(scope: Scope, name: str) -> tuple[str, str]:
    """The two parts of `Queue.Arn`; names that other dialects give their resources may hold dots themselves."""
    resources = scope.stack.template.resources
    if name in resources:
        return name, ""
    before, _, after = name.rpartition(".")
    owner, _, attribute = (before, "", after) if before in resources else name.partition(".")
    return owner, attribute


def _resource(scope: Scope, name: str) -> str | None:
    """The resource that a name is of, also of those that SAM makes: its APIs, a function's role and alias."""
    resources = scope.stack.template.resources
    name = scope.stack.template.synonyms.get(name, name)
    if name in resources or name in ("ServerlessRestApi", "ServerlessHttpApi"):
        return name
    if _is_sam_function(scope, name.removesuffix("Role")):
        return name
    aliased = name.partition("Alias")[0]
    return aliased if _is_sam_function(scope, aliased) else None


def _is_sam_function(scope: Scope, name: str) -> bool:
    declared = scope.stack.template.resources.get(name)
    return declared is not None and declared.type == "AWS::Serverless::Function"


def _attribute(scope: Scope, logical_id: str, attribute: str, at: Span) -> Value:
    child = scope.stack.children.get(logical_id)
    if child is not None and attribute.startswith("Outputs."):
        return _output(scope.of(child), child, attribute.removeprefix("Outputs."), at)
    return Reference(scope.id(logical_id), attribute, at)


def _output(scope: Scope, stack: Stack, name: str, at: Span) -> Value:
    output = stack.template.outputs.get(name)
    node = output.get("Value") if isinstance(output, Mapping) else None
    value = evaluate(scope, node) if node is not None else None
    return Unknown(name, at) if value is None else moved(value, at)


def _ref(scope: Scope, argument: Node, at: Span) -> Value | None:
    return named(scope, text_of(argument), at) if isinstance(argument, Scalar) else Unknown("Ref", at)


def _get_att(scope: Scope, argument: Node, at: Span) -> Value | None:
    match argument:
        case Scalar():
            return named(scope, text_of(argument), at)
        case Sequence(items=(Scalar() as logical_id, attribute)):
            value = evaluate(scope, attribute)
            name = text_of(value) if isinstance(value, Scalar) else "…"
            return named(scope, f"{text_of(logical_id)}.{name}", at)
        case _:
            return Unknown("Fn::GetAtt", at)


def _sub(scope: Scope, argument: Node, at: Span) -> Value | None:
    match argument:
        case Scalar():
            return substituted(scope, text_of(argument), Mapping((), at), at)
        case Sequence(items=(text, Mapping() as variables)):
            template = evaluate(scope, text)
            if isinstance(template, Scalar):
                return substituted(scope, text_of(template), variables, at)
    return Unknown("Fn::Sub", at)


def substituted(scope: Scope, text: str, variables: Mapping, at: Span) -> Value:
    """A text with its `${…}` filled in, first from variables, then from what the template names."""

    def lookup(name: str) -> Value | None:
        node = variables.get(name)
        return named(scope, name.strip(), at) if node is None else evaluate(scope, node)

    return filled(text, lookup, at)


def filled(text: str, lookup: Callable[[str], Value | None], at: Span) -> Value:
    """A text with its `${…}` filled in; what has no value stays by its name."""
    return compose(_pieces(text, lookup, at), at)


def _pieces(text: str, lookup: Callable[[str], Value | None], at: Span) -> Iterator[Value | str]:
    end = 0
    for match in PLACEHOLDER.finditer(text):
        yield text[end : match.start()]
        end = match.end()
        literal, name = match.groups()
        yield f"${{{name}}}" if literal else lookup(name) or Unknown(name, at)
    yield text[end:]


def _join(scope: Scope, argument: Node, at: Span) -> Value | None:
    match argument:
        case Sequence(items=(Scalar() as delimiter, over)):
            values = evaluate(scope, over)
            if isinstance(values, Sequence):
                return compose(_joined(scope, text_of(delimiter), values), at)
    return Unknown("Fn::Join", at)


def _joined(scope: Scope, delimiter: str, values: Sequence) -> Iterator[Value | str]:
    separator = ""
    for item in values:
        value = evaluate(scope, item)
        if value is not None:
            yield separator
            yield value
            separator = delimiter


def _select(scope: Scope, argument: Node, at: Span) -> Value | None:
    if isinstance(argument, Sequence) and len(argument.items) == 2:  # noqa: PLR2004  (index and list)
        index, over = (evaluate(scope, item) for item in argument)
        if isinstance(index, Scalar) and isinstance(over, Sequence) and text_of(index).isdecimal():
            position = int(text_of(index)[:6])
            return evaluate(scope, over.items[position]) if position < len(over.items) else Unknown("Fn::Select", at)
        if isinstance(index, Scalar) and text_of(index) == _NAME_IN_ARN:
            return _named_by_arn(scope, argument.items[1]) or Unknown("Fn::Select", at)
    return Unknown("Fn::Select", at)


_NAME_IN_ARN = "6"
"""Where a function's name stands between the colons of its ARN, or of an alias's."""


def _named_by_arn(scope: Scope, split: Node) -> Reference | None:
    """The function or alias whose ARN is split to get its name, as CDK does."""
    match call_in(split):
        case ("Split", Sequence(items=(Scalar(value=":"), over))):
            value = evaluate(scope, over)
            known = isinstance(value, Reference) and scope.type_of(value.id).startswith("AWS::Lambda::")
            return value if known and isinstance(value, Reference) else None
        case _:
            return None


def _split(scope: Scope, argument: Node, at: Span) -> Value | None:
    match argument:
        case Sequence(items=(Scalar() as delimiter, over)) if text_of(delimiter):
            value = evaluate(scope, over)
            if isinstance(value, Scalar):
                return Sequence(tuple(Scalar(part, at, part) for part in text_of(value).split(text_of(delimiter))), at)
    return Unknown("Fn::Split", at)


def _find_in_map(scope: Scope, argument: Node, at: Span) -> Value | None:
    items = argument.items if isinstance(argument, Sequence) else ()
    node: Node | None = None
    for depth, key in enumerate(items[:3]):
        value = evaluate(scope, key)
        if depth and isinstance(node, Mapping):
            _notice_keys(scope, key, node)
        name = text_of(value) if isinstance(value, Scalar) else None
        if name is None:
            return Unknown("Fn::FindInMap", at)
        node = (
            node.get(name) if isinstance(node, Mapping) else None if depth else scope.stack.template.mappings.get(name)
        )
    if node is None and len(items) == 4 and isinstance(items[3], Mapping):  # noqa: PLR2004  (three keys and options)
        node = items[3].get("DefaultValue")
    found = None if node is None else evaluate(scope, node)
    return Unknown("Fn::FindInMap", at) if found is None else moved(found, at)


def _notice_keys(scope: Scope, node: Node, choices: Mapping) -> None:
    """A parameter that looks something up is one of the map's keys."""
    key = parameter_behind(scope, node, evaluate)
    if key is not None:
        known = scope.trace.compared.setdefault(key, {})
        for entry in choices:
            known.setdefault(entry.key, False)


def _if(scope: Scope, argument: Node, at: Span) -> Value | None:
    match argument:
        case Sequence(items=(Scalar() as condition, yes, no)):
            truth = holds(scope, text_of(condition), evaluate)
            if truth is not None:
                return evaluate(scope, yes if truth else no)
    return Unknown("Fn::If", at)


def _transform(scope: Scope, argument: Node, at: Span) -> Value | None:
    """`AWS::Include` of a local file is that file; any other macro is unknown."""
    if isinstance(argument, Mapping) and isinstance(parameters := argument.get("Parameters"), Mapping):
        location = parameters.get("Location")
        value = evaluate(scope, location) if location is not None else None
        if isinstance(value, Scalar):
            path = beside(scope.stack.template.path, text_of(value))
            document = scope.world.files(path) if path else None
            if document is not None and document.root is not None:
                return evaluate(scope, document.root)
    return Unknown("Fn::Transform", at)


def _length(scope: Scope, argument: Node, at: Span) -> Value | None:
    value = evaluate(scope, argument)
    return Scalar(len(value.items), at) if isinstance(value, Sequence) else Unknown("Fn::Length", at)


FUNCTIONS: dict[str, Function] = {
    "Ref": _ref,
    "GetAtt": _get_att,
    "Sub": _sub,
    "Join": _join,
    "Select": _select,
    "Split": _split,
    "FindInMap": _find_in_map,
    "If": _if,
    "Transform": _transform,
    "Length": _length,
}
"""Any other function (`ImportValue`, `Base64`, `Cidr`, `GetAZs`, …) gives what only the deployment knows."""
