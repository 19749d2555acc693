"""The roles that Chalice makes: one for all functions, or one for each with the policy in a file."""

from __future__ import annotations

import posixpath

from lambdalint.documents.tree import Entry, Node, Sequence
from lambdalint.frameworks.chalice import SETTINGS
from lambdalint.frameworks.chalice.settings import Stage
from lambdalint.frameworks.nodes import attribute, listed, mapping, resource, text, unknown
from lambdalint.frameworks.reading import Nested
from lambdalint.model.source import Span

ROLE = "AWS::IAM::Role"
SHARED = "default-role"


def role_of(stage: Stage, function: str, at: Span, nested: Nested) -> tuple[Node, Entry | None]:
    """What a function's `Role` is, and the role itself when Chalice makes it."""
    if text(stage.find("manage_iam_role", function)) == "false":
        return stage.find("iam_role_arn", function) or unknown("iam_role_arn", at), None
    if text(stage.find("autogen_policy", function)) != "false":
        # Chalice looks through the code for what it calls.
        name, policies = SHARED, ("ManagedPolicyArns", listed(unknown("autogen_policy", at)))
    else:
        name, policies = f"{function}_role", ("Policies", _policy(stage, function, at, nested))
    return attribute(name, "Arn", at), resource(name, at, ROLE, [policies])


def _policy(stage: Stage, function: str, at: Span, nested: Nested) -> Sequence:
    """The document that a function's policy file holds."""
    file = text(stage.find("iam_policy_file", function)) or f"policy-{stage.name}.json"
    path = posixpath.normpath(posixpath.join(posixpath.dirname(stage.path), file))
    document = None if path.startswith(("../", "/")) else nested(path)
    root = document.root if document is not None else None
    return listed(mapping(at, [("PolicyDocument", root or unknown(SETTINGS, at))]))
