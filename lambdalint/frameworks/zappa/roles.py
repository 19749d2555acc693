"""The role of a stage: one that Zappa makes, or one that is there."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents.tree import Entry, Mapping, Node, Sequence
from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.nodes import attribute, items, listed, mapping, resource, text, unknown
from lambdalint.frameworks.reading import Nested
from lambdalint.frameworks.zappa.stages import Stage

ROLE = "Role"
_NAME = "ZappaLambdaExecutionRole"


def role_of(stage: Stage, nested: Nested) -> tuple[Node, tuple[Entry, ...]]:
    """What the function's `Role` is, and the role itself when Zappa makes it."""
    given = stage.find("role_arn")
    if given is not None or not stage.has("manage_roles", otherwise=True):
        return given or unknown("role_name", stage.at), ()
    document = mapping(stage.at, [("Statement", Sequence(tuple(_statements(stage, nested)), stage.at))])
    properties = [
        ("Policies", listed(mapping(stage.at, [("PolicyDocument", document)]))),
        ("ManagedPolicyArns", None if _policy(stage, nested) else listed(unknown("attach_policy", stage.at))),
    ]
    return attribute(_NAME, "Arn", stage.at), (resource(_NAME, stage.at, "AWS::IAM::Role", properties),)


def _statements(stage: Stage, nested: Nested) -> Iterator[Node]:
    policy = _policy(stage, nested)
    yield from items(policy.get("Statement") if policy is not None else None)
    yield from items(stage.find("extra_permissions"))


def _policy(stage: Stage, nested: Nested) -> Mapping | None:
    """The document in `attach_policy`; without one, Zappa allows nearly everything, which nobody wrote."""
    path = beside(stage.path, text(stage.find("attach_policy")) or "")
    document = nested(path) if path is not None else None
    root = document.root if document is not None else None
    return root if isinstance(root, Mapping) else None
