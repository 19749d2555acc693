"""The role that `terraform-aws-modules/lambda` makes, in CloudFormation's words."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents.tree import Mapping, Node, Sequence
from lambdalint.frameworks.terraform.nodes import is_known, mapping, scalar, unknown
from lambdalint.frameworks.terraform.operators import truth
from lambdalint.frameworks.terraform.policies import followed
from lambdalint.frameworks.terraform.shapes import SEVERAL, whole
from lambdalint.frameworks.terraform.wording import Given
from lambdalint.model.source import Span

LOGS = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
MANAGED = {
    "attach_network_policy": "AWSLambdaENIManagementAccess",
    "attach_tracing_policy": "AWSXRayDaemonWriteAccess",
}
STATEMENT = {
    "Effect": "effect",
    "Action": "actions",
    "NotAction": "not_actions",
    "Resource": "resources",
    "NotResource": "not_resources",
}


def role(given: Given) -> dict[str, Node]:
    """Its policies."""
    documents = [*_documents(given), *_inline(given)]
    return {
        "ManagedPolicyArns": Sequence(tuple(_managed(given)), given.at),
        "Policies": Sequence(tuple(_policy(node) for node in documents), given.at),
    }


def _policy(node: Node) -> Node:
    return mapping({"PolicyDocument": node}, node.at)


def _managed(given: Given) -> Iterator[Node]:
    for argument, name in MANAGED.items():
        attached = given.value(argument)
        if attached is not None and truth(attached) is not False:
            yield scalar(f"arn:aws:iam::aws:policy/{name}", attached.at)
    policy, policies = given.value("policy"), given.value("policies")
    if policy is not None:
        yield policy
    yield from _several(policies)


def _documents(given: Given) -> Iterator[Node]:
    texts = (given.value("policy_json"), *_several(given.value("policy_jsons")))
    for node in texts:
        found = followed(given, node)
        if found is not None:
            yield found


def _several(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; one that is not known may have any."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (unknown(SEVERAL, node.at),)


def _inline(given: Given) -> Iterator[Node]:
    logs = given.value("attach_cloudwatch_logs_policy")
    if logs is None or truth(logs) is not False:
        yield _allowing(LOGS, scalar("*", given.at), given.at)
    target = given.value("dead_letter_target_arn")
    if target is not None and given.value("attach_dead_letter_policy") is not None:
        yield _allowing(("sns:Publish", "sqs:SendMessage"), target, target.at)
    statements = given.value("policy_statements")
    if statements is not None:
        yield mapping({"Statement": _statements(statements)}, statements.at)


def _allowing(actions: tuple[str, ...], resource: Node, at: Span) -> Node:
    names = Sequence(tuple(scalar(action, at) for action in actions), at)
    statement = mapping({"Effect": scalar("Allow", at), "Action": names, "Resource": resource}, at)
    return mapping({"Statement": Sequence((statement,), at)}, at)


def _statements(node: Node) -> Node:
    if not whole(node) or not is_known(node):
        return node
    items = [entry.value for entry in node] if isinstance(node, Mapping) else list(_several(node))
    return Sequence(tuple(_statement(item) for item in items), node.at)


def _statement(node: Node) -> Node:
    if not isinstance(node, Mapping) or not is_known(node):
        return node
    found = {name: value for name, key in STATEMENT.items() if (value := node.get(key)) is not None}
    return mapping({"Effect": scalar("Allow", node.at), **found}, node.at)
