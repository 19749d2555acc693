"""Functions that a resource of a type we do not know is given: it may invoke them."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.intrinsics import PLACEHOLDER, owner_and_attribute
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.targets import FUNCTION_TYPES
from lambdalint.frameworks.cloudformation.values import call_in, text_of
from lambdalint.model.resource import ResourceId

HARMLESS = (
    "AWS::ApiGateway",
    "AWS::ApplicationAutoScaling::",
    "AWS::CloudWatch::",
    "AWS::CodeDeploy::",
    "AWS::IAM::",
    "AWS::KMS::",
    "AWS::Lambda::",
    "AWS::Logs::",
    "AWS::S3::",
    "AWS::SNS::",
    "AWS::SQS::",
    "AWS::SSM::",
)
"""Types that name functions to watch, scale or allow them; those of these services that do invoke have readers."""


def functions_mentioned(scope: Scope, node: Node | None) -> Iterator[ResourceId]:
    """The functions of the stack that are referred to anywhere in a node."""
    for name in dict.fromkeys(_names(node)):
        identifier = scope.id(owner_and_attribute(scope, name)[0])
        if scope.type_of(identifier) in FUNCTION_TYPES:
            yield identifier


def _names(node: Node | None) -> Iterator[str]:
    """What a node refers to by `Ref`, `GetAtt` and `Sub`, to be checked against what there is."""
    if node is None:
        return
    call = call_in(node)
    match call:
        case (("Ref" | "GetAtt"), Scalar() as name):
            yield text_of(name)
        case "GetAtt", Sequence(items=(Scalar() as name, *_)):
            yield text_of(name)
        case "Sub", Scalar() as text:
            yield from (match[2] for match in PLACEHOLDER.finditer(text_of(text)))
        case "Sub", Sequence(items=(Scalar() as text, variables)):
            yield from (match[2] for match in PLACEHOLDER.finditer(text_of(text)))
            yield from _names(variables)
        case _:
            yield from _inside(node)


def _inside(node: Node) -> Iterator[str]:
    if isinstance(node, Sequence):
        for item in node:
            yield from _names(item)
    elif isinstance(node, Mapping):
        for entry in node:
            yield from _names(entry.value)
