"""Resources of Terraform that are a part of another one in CloudFormation's words: an attachment, a target, a notification."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec import Struct

from lambdalint.documents.tree import Node, Sequence
from lambdalint.frameworks.terraform.nodes import mapping, referred, same, scalar
from lambdalint.frameworks.terraform.policies import document
from lambdalint.frameworks.terraform.services import DEAD_LETTER_ARN
from lambdalint.frameworks.terraform.wording import Given, How, Words, each, json, one, worded


class Part(Struct, frozen=True):
    """A property of the resource `of`; one that is `listed` is an item among others."""

    of: str | None
    name: str
    node: Node
    listed: bool


NAMED = {
    "bucket": ("aws_s3_bucket", "bucket"),
    "role": ("aws_iam_role", "name"),
    "rule": ("aws_cloudwatch_event_rule", "name"),
}
"""Arguments that may hold the name of a resource, and the resource's own argument for it."""


def named(given: Given, argument: str) -> str | None:
    """The resource that an argument names."""
    return owner_of(given, argument, given.value(argument))


def owner_of(given: Given, argument: str, value: Node | None) -> str | None:
    """The resource that a value of an argument names, by a reference or as it is called itself."""
    resources = given.scope.instance.world.resources
    kind, own = NAMED.get(argument, ("", ""))
    if referred(value) in resources:
        return referred(value)
    found = (name for name, each in resources.items() if each.type == kind and same(Given.of(each).value(own), value))
    return next(found, referred(value))


Reader: TypeAlias = Callable[[Given], Iterator[Part]]


def _item(owner: str, name: str, words: Words) -> Reader:
    def read(given: Given) -> Iterator[Part]:
        yield Part(named(given, owner), name, mapping(worded(given, words), given.at), listed=True)

    return read


def _property(owner: str, name: str, argument: str, how: Callable[[Given], Node | None]) -> Reader:
    def read(given: Given) -> Iterator[Part]:
        node = how(given) if given.value(argument) is not None else None
        if node is not None:
            yield Part(named(given, owner), name, node, listed=False)

    return read


def _attachment(given: Given) -> Iterator[Part]:
    policy, roles = given.value("policy_arn"), given.value("roles")
    attached = roles.items if isinstance(roles, Sequence) else (given.value("role"),)
    if policy is not None:
        owners = (owner_of(given, "role", role) for role in attached)
        yield from (Part(owner, "ManagedPolicyArns", policy, listed=True) for owner in owners)


def _integration(given: Given) -> Iterator[Part]:
    words: Words = {
        "Type": "type",
        "Uri": "uri",
        "TimeoutInMillis": "timeout_milliseconds",
        "RequestParameters": "request_parameters",
        "ResponseTransferMode": "response_transfer_mode",
    }
    yield Part(_method(given), "Integration", mapping(worded(given, words), given.at), listed=False)


def _method(integration: Given) -> str | None:
    """The method of the same API, path and verb."""
    place = ("rest_api_id", "resource_id", "http_method")
    wanted = [integration.value(name) for name in place]
    for called, resource in tuple(integration.scope.instance.world.resources.items()):
        if resource.type == "aws_api_gateway_method":
            method = Given.of(resource)
            if all(same(method.value(name), value) for name, value in zip(place, wanted, strict=True)):
                return called
    return None


def _notification(given: Given) -> Iterator[Part]:
    words: Words = {"LambdaConfigurations": each("lambda_function", NOTIFICATION)}
    if given.blocks("lambda_function") != ():
        found = mapping(worded(given, words), given.at)
        yield Part(named(given, "bucket"), "NotificationConfiguration", found, listed=False)


def _key_filter(given: Given) -> Node | None:
    pairs = (("prefix", given.value("filter_prefix")), ("suffix", given.value("filter_suffix")))
    rules = tuple(
        mapping({"Name": scalar(name, value.at), "Value": value}, value.at)
        for name, value in pairs
        if value is not None
    )
    if not rules:
        return None
    return mapping({"S3Key": mapping({"Rules": Sequence(rules, given.at)}, given.at)}, given.at)


NOTIFICATION: Words = {"Event": "events", "Function": "lambda_function_arn", "Filter": _key_filter}


def _made(how: How) -> Callable[[Given], Node | None]:
    return lambda given: given.value(how) if isinstance(how, str) else how(given)


PARTS: dict[str, Reader] = {
    "aws_api_gateway_integration": _integration,
    "aws_cloudwatch_event_target": _item(
        "rule",
        "Targets",
        {
            "Arn": "arn",
            "Input": json("input"),
            "InputPath": "input_path",
            "InputTransformer": one("input_transformer", {}),
            "DeadLetterConfig": DEAD_LETTER_ARN,
        },
    ),
    "aws_iam_policy_attachment": _attachment,
    "aws_iam_role_policy": _item("role", "Policies", {"PolicyDocument": document("policy")}),
    "aws_iam_role_policy_attachment": _attachment,
    "aws_lambda_function_recursion_config": _property(
        "function_name", "RecursiveLoop", "recursive_loop", _made("recursive_loop")
    ),
    "aws_lb_target_group_attachment": _item("target_group_arn", "Targets", {"Id": "target_id"}),
    "aws_s3_bucket_notification": _notification,
    "aws_sqs_queue_redrive_policy": _property(
        "queue_url", "RedrivePolicy", "redrive_policy", _made(json("redrive_policy"))
    ),
}
