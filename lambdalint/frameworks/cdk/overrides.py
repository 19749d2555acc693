"""Ways around a construct's own parameters: the resource beneath it, and aspects that visit every construct."""

from __future__ import annotations

from typing import Any

from lambdalint.frameworks.cdk.builder import Builder, pascal
from lambdalint.frameworks.cdk.template import Resource
from lambdalint.frameworks.cdk.values import Construct
from lambdalint.frameworks.programs.program import Program
from lambdalint.frameworks.programs.values import HIDDEN, Arguments, Given, Instance, Made, Routine, Thing, Unknown

_KEPT = ("Code", "FunctionName", "Handler", "PackageType", "Role")
"""What an aspect that nobody can read hardly changes."""
_KNOWN = ("aws_cdk.", "cdk_nag.")
"""Libraries whose aspects change no function."""


def beneath(of: Construct) -> Construct:
    """`construct.node.default_child`: the resource of CloudFormation's own."""
    module, _, name = of.dotted.rpartition(".")
    dotted = of.dotted if name.startswith("Cfn") else f"{module}.Cfn{name}"
    return Construct(dotted, of.name, of.place, of.arguments, of.imported, of.parts)


def assign(builder: Builder, of: Construct, name: str, value: Given) -> None:
    """`resource.timeout = 5`."""
    resource = builder.template.resources.get(of.name)
    if resource is not None and of.dotted.rpartition(".")[2].startswith("Cfn"):
        _set(builder, resource, pascal(name).split("."), value)


def override(builder: Builder, of: Construct, arguments: Arguments, *, within: str = "") -> Thing:
    """`resource.add_property_override("Timeout", 5)`, or with a path from the resource's top; without a value it is none."""
    resource = builder.template.resources.get(of.name)
    if resource is None:
        return of
    path, value = arguments.get(0, "path"), arguments.given(1, "value") or Given(None, arguments.at)
    if not isinstance(path, str):
        hide(resource)
    elif path.startswith(within) and len(path) > len(within):
        _set(builder, resource, path.removeprefix(within).split("."), value)
    return of


def _set(builder: Builder, resource: Resource, keys: list[str], value: Given) -> None:
    written = Given(Unknown("a condition"), value.at) if builder.doubt else value
    properties: dict[str, Any] = resource.properties
    for key in keys[:-1]:
        held = properties.get(key)
        inner = held.value if isinstance(held, Given) else held
        if not isinstance(inner, dict | None):
            properties[key] = Given(Unknown("an override"), value.at)
            return
        properties[key] = dict(inner or {})
        properties = properties[key]
    if written.value is None:
        properties.pop(keys[-1], None)
    else:
        properties[keys[-1]] = written


def hide(resource: Resource) -> None:
    """Let a resource's settings be unknown."""
    for key in resource.properties:
        if key not in _KEPT:
            resource.properties[key] = Given(Unknown("an override"), resource.at)
    resource.properties[HIDDEN] = Unknown("an override")


def apply_aspects(builder: Builder, program: Program) -> None:
    """Let every function be visited by the app's own aspects, once all functions are there; what they do is in doubt."""
    for aspect in builder.aspects:
        visit = program.attribute(aspect, "visit") if isinstance(aspect, Instance) else None
        if isinstance(visit, Routine):
            builder.doubt = True
            for made in builder.functions:
                for node in (made, beneath(made)):
                    program.apply(visit, Arguments(made.arguments.at, [Given(node, made.arguments.at)]))
            builder.doubt = False
        else:
            hide_from(builder, aspect)


def hide_from(builder: Builder, aspect: Thing) -> None:
    """Let the settings of every function be unknown, unless an aspect is of a library that is known."""
    if not (isinstance(aspect, Made) and aspect.dotted.startswith(_KNOWN)):
        for made in builder.functions:
            hide(builder.template.resources[made.name])
