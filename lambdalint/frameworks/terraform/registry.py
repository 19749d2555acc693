"""Modules of the registry that are known: `terraform-aws-modules/lambda`, whose inputs describe a whole function.

See https://registry.terraform.io/modules/terraform-aws-modules/lambda/aws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from lambdalint.documents.tree import Mapping, Node, Sequence
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.terraform.images import build_of
from lambdalint.frameworks.terraform.nodes import is_known, joined, mapping, reference, scalar, unknown
from lambdalint.frameworks.terraform.operators import truth
from lambdalint.frameworks.terraform.registry_role import role
from lambdalint.frameworks.terraform.registry_words import FUNCTION, packs_more, source
from lambdalint.frameworks.terraform.shapes import whole as is_whole
from lambdalint.frameworks.terraform.wording import Given, Words, properties, worded
from lambdalint.frameworks.terraform.world import MAYBE, Resource
from lambdalint.model.source import Span

LAMBDA_MODULE = "terraform-aws-modules/lambda/aws"
ALIAS_MODULE = f"{LAMBDA_MODULE}//modules/alias"
IMAGE_MODULE = f"{LAMBDA_MODULE}//modules/docker-build"


def function_output(function: str, key: str, at: Span) -> Node:
    """What an output of the module stands for."""
    if key.startswith("lambda_role"):
        return reference(f"{function}.role", at)
    if key.startswith(("image_", "lambda_alias", "lambda_function", "lambda_layer")):
        return reference(function, at)
    return unknown(f"module.{function}.{key}", at)


def described(resource: Resource) -> Iterator[Declared]:
    """All that a call of the module makes."""
    given = Given.of(resource)
    if _flag(given, "create", default=True) is False:
        return
    if _flag(given, "create_layer", default=False):
        yield _part(resource, "", "AWS::Lambda::LayerVersion", worded(given, {"Content": source}))
        return
    if _flag(given, "create_function", default=True) is False:
        return
    yield _part(resource, "", "AWS::Lambda::Function", _function(resource, given), _metadata(given))
    if _flag(given, "create_role", default=True) is True:
        yield _part(resource, ".role", "AWS::IAM::Role", role(given))
    if _flag(given, "create_lambda_function_url", default=False):
        yield _part(resource, ".url", "AWS::Lambda::Url", _aimed(resource, given, URL, "TargetFunctionArn"))
    yield _part(resource, ".logs", "AWS::Logs::LogGroup", _log_group(given))
    yield from _around(resource, given)


def described_alias(resource: Resource) -> Iterator[Declared]:
    """All that a call of the module's part for aliases makes."""
    given = Given.of(resource)
    if _flag(given, "create", default=True) is not False:
        yield _part(
            resource, "", "AWS::Lambda::Alias", worded(given, {"FunctionName": "function_name", "Name": "name"})
        )
        yield from _around(resource, given)


def _around(resource: Resource, given: Given) -> Iterator[Declared]:
    """What invokes the function or alias, and may."""
    if _flag(given, "create_async_event_config", default=False):
        yield _part(resource, ".async", "AWS::Lambda::EventInvokeConfig", _aimed(resource, given, ASYNC))
    yield from _entries(resource, given.value("event_source_mapping"), "", "AWS::Lambda::EventSourceMapping", _mapping)
    yield from _entries(resource, given.value("allowed_triggers"), ".allowed", "AWS::Lambda::Permission", _permission)


KNOWN: dict[str, Callable[[Resource], Iterator[Declared]]] = {
    ALIAS_MODULE: described_alias,
    IMAGE_MODULE: lambda _: iter(()),
    LAMBDA_MODULE: described,
}
"""How each is described; one that builds an image is looked at from the function that runs it."""


def _flag(given: Given, name: str, *, default: bool) -> bool | None:
    value = given.value(name)
    return default if value is None else truth(value)


def _part(
    resource: Resource, suffix: str, kind: str, found: dict[str, Node], metadata: dict[str, Node] | None = None
) -> Declared:
    at = resource.at
    body = {"Metadata": mapping(metadata, at)} if metadata else {}
    condition = None if resource.certain else MAYBE
    return Declared(resource.name + suffix, at, kind, properties(body, at), properties(found, at), condition)


def _metadata(given: Given) -> dict[str, Node]:
    """How the code comes to be."""
    built = {"BuildMethod": scalar("commands", given.at)} if packs_more(given) else {}
    return {**built, **build_of(given)}


def _function(resource: Resource, given: Given) -> dict[str, Node]:
    made = _flag(given, "create_role", default=True)
    own = reference(f"{resource.name}.role", resource.at) if made else unknown("create_role", given.at)
    return {**worded(given, FUNCTION), **({} if made is False else {"Role": own})}


def _aimed(resource: Resource, given: Given, words: Words, key: str = "FunctionName") -> dict[str, Node]:
    return {key: reference(resource.name, resource.at), **worded(given, words)}


def _log_group(given: Given) -> dict[str, Node]:
    name = given.value("function_name") or unknown("function_name", given.at)
    group = joined((scalar("/aws/lambda/", given.at), name), given.at)
    return {"LogGroupName": group, **worded(given, {"RetentionInDays": "cloudwatch_logs_retention_in_days"})}


def _destinations(given: Given) -> Node | None:
    pairs = (("OnFailure", given.value("destination_on_failure")), ("OnSuccess", given.value("destination_on_success")))
    found = {name: mapping({"Destination": node}, node.at) for name, node in pairs if node is not None}
    return mapping(found, given.at) if found else None


URL: Words = {
    "AuthType": lambda given: given.value("authorization_type") or scalar("NONE", given.at),
    "InvokeMode": "invoke_mode",
    "Cors": lambda given: _renamed(given.value("cors"), {"AllowOrigins": "allow_origins"}),
}
ASYNC: Words = {
    "MaximumRetryAttempts": "maximum_retry_attempts",
    "MaximumEventAgeInSeconds": "maximum_event_age_in_seconds",
    "DestinationConfig": _destinations,
}
MAPPING = {
    "EventSourceArn": "event_source_arn",
    "BatchSize": "batch_size",
    "MaximumBatchingWindowInSeconds": "maximum_batching_window_in_seconds",
    "FunctionResponseTypes": "function_response_types",
    "Enabled": "enabled",
    "StartingPosition": "starting_position",
    "BisectBatchOnFunctionError": "bisect_batch_on_function_error",
    "MaximumRetryAttempts": "maximum_retry_attempts",
    "MaximumRecordAgeInSeconds": "maximum_record_age_in_seconds",
    "ParallelizationFactor": "parallelization_factor",
    "TumblingWindowInSeconds": "tumbling_window_in_seconds",
    "Topics": "topics",
    "Queues": "queues",
    "SelfManagedEventSource": "self_managed_event_source",
}


def _entries(
    resource: Resource, whole: Node | None, suffix: str, kind: str, read: Callable[[Mapping], dict[str, Node]]
) -> Iterator[Declared]:
    """A resource for each entry of an argument; one that is not known may be anything."""
    function = {"FunctionName": reference(resource.name, resource.at)}
    for each in whole.entries if isinstance(whole, Mapping) and is_known(whole) else ():
        found = read(each.value) if isinstance(each.value, Mapping) else {}
        yield replace(_part(resource, f"{suffix}.{each.key}", kind, {**function, **found}), at=each.key_at)
    if whole is not None and not (isinstance(whole, Mapping) and is_whole(whole)):
        yield _part(resource, f"{suffix}.…", "Terraform::…", function)


def _mapping(node: Mapping) -> dict[str, Node]:
    found = _found(node, MAPPING)
    scaling = _renamed(node.get("scaling_config"), {"MaximumConcurrency": "maximum_concurrency"})
    failure = node.get("destination_arn_on_failure")
    patterns = node.get("filter_criteria")
    if scaling is not None:
        found["ScalingConfig"] = scaling
    if failure is not None:
        found["DestinationConfig"] = mapping({"OnFailure": mapping({"Destination": failure}, failure.at)}, failure.at)
    if patterns is not None:
        items = patterns.items if isinstance(patterns, Sequence) else (patterns,)
        filters = tuple(_renamed(item, {"Pattern": "pattern"}) or item for item in items)
        found["FilterCriteria"] = mapping({"Filters": Sequence(filters, patterns.at)}, patterns.at)
    return found


def _permission(node: Mapping) -> dict[str, Node]:
    found = _found(node, {"Principal": "principal", "SourceArn": "source_arn", "SourceAccount": "source_account"})
    service = node.get("service")
    if service is not None:
        found["Principal"] = joined((service, scalar(".amazonaws.com", service.at)), service.at)
    return {"Action": node.get("action") or scalar("lambda:InvokeFunction", node.at), **found}


def _found(node: Mapping, names: dict[str, str]) -> dict[str, Node]:
    return {name: value for name, key in names.items() if (value := node.get(key)) is not None}


def _renamed(node: Node | None, names: dict[str, str]) -> Node | None:
    """An object with its keys in CloudFormation's words."""
    if not isinstance(node, Mapping) or not is_known(node):
        return node
    return mapping(_found(node, names), node.at)
