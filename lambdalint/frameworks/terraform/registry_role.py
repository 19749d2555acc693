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
SENDING = ("sns:Publish", "sqs:SendMessage")
DESTINATIONS = (
    ("attach_dead_letter_policy", "dead_letter_target_arn", SENDING),
    ("attach_async_event_policy", "destination_on_failure", (*SENDING, "events:PutEvents", "lambda:InvokeFunction")),
    ("attach_async_event_policy", "destination_on_success", (*SENDING, "events:PutEvents", "lambda:InvokeFunction")),
)
"""What allows the function to send where, and the inputs for it."""
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


def _attached(given: Given, argument: str, node: Node | None) -> Node | None:
    """An argument that counts only where another one says so; where that is not known, it may be anything."""
    flag = given.value(argument)
    if node is None or flag is None or truth(flag) is False:
        return None
    return node if truth(flag) else unknown(SEVERAL, flag.at)


def _managed(given: Given) -> Iterator[Node]:
    for argument, name in MANAGED.items():
        attached = _attached(given, argument, scalar(f"arn:aws:iam::aws:policy/{name}", given.at))
        if attached is not None:
            yield attached
    yield from _several(_attached(given, "attach_policy", given.value("policy")))
    yield from _several(_attached(given, "attach_policies", given.value("policies")))


def _documents(given: Given) -> Iterator[Node]:
    single = _attached(given, "attach_policy_json", given.value("policy_json"))
    several = _attached(given, "attach_policy_jsons", given.value("policy_jsons"))
    for node in (single, *_several(several)):
        found = followed(given, node)
        if found is not None:
            yield found


def _several(node: Node | None) -> tuple[Node, ...]:
    """The items of a list, or what is there once."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def _inline(given: Given) -> Iterator[Node]:
    logs = given.value("attach_cloudwatch_logs_policy")
    if logs is None or truth(logs) is not False:
        yield _allowing(LOGS, scalar("*", given.at), given.at)
    for argument, target, actions in DESTINATIONS:
        attached = _attached(given, argument, given.value(target))
        if attached is not None:
            yield _allowing(actions, attached, attached.at)
    statements = _attached(given, "attach_policy_statements", given.value("policy_statements"))
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
