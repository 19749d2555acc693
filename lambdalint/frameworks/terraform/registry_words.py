"""What the inputs of `terraform-aws-modules/lambda` say of the function itself, in CloudFormation's words."""

from __future__ import annotations

from lambdalint.documents.tree import Mapping, Node, Sequence
from lambdalint.frameworks.terraform.nodes import is_known, mapping, scalar, text, unknown
from lambdalint.frameworks.terraform.operators import truth
from lambdalint.frameworks.terraform.wording import Given, How, Words, unless, worded


def source(given: Given) -> Node | None:
    """The folder or file that the module packs."""
    image = given.value("image_uri")
    if image is not None:
        return mapping({"ImageUri": image}, image.at)
    existing = given.value("local_existing_package")
    if existing is not None:
        return existing if text(existing) else unknown("local_existing_package", existing.at)
    stored, source = given.value("s3_existing_package"), given.value("source_path")
    if stored is not None:
        return mapping({"S3Key": stored}, stored.at)
    return unknown("source_path", given.at) if source is None else _path(source)


def _path(source: Node) -> Node:
    """Of several sources, the first is the code; what has a prefix lies elsewhere in the archive."""
    first = source.items[0] if isinstance(source, Sequence) and source.items else source
    if isinstance(first, Mapping) and is_known(first):
        path = first.get("path")
        return path if path is not None and first.get("prefix_in_zip") is None else unknown("source_path", first.at)
    return unknown("source_path", source.at) if isinstance(first, Sequence) else first


def packs_more(given: Given) -> bool:
    """Whether commands or further sources decide what is in the archive."""
    source = given.value("source_path")
    items = source.items if isinstance(source, Sequence) else () if source is None else (source,)
    return len(items) > 1 or any(isinstance(item, Mapping) and item.get("commands") is not None for item in items)


def _inside(key: str, argument: str) -> How:
    """An argument that is a part of a property."""

    def make(given: Given) -> Node | None:
        value = given.value(argument)
        return None if value is None else mapping({key: value}, value.at)

    return make


def _snap_start(given: Given) -> Node | None:
    value = given.value("snap_start")
    if value is None or truth(value) is False:
        return None
    return mapping({"ApplyOn": scalar("PublishedVersions", value.at)}, value.at) if truth(value) else value


def _image_config(given: Given) -> Node | None:
    inputs = {"Command": "command", "EntryPoint": "entry_point", "WorkingDirectory": "working_directory"}
    found = worded(given, {name: f"image_config_{argument}" for name, argument in inputs.items()})
    # An empty list is how the module leaves one to the image.
    written = {name: node for name, node in found.items() if not isinstance(node, Sequence) or node.items}
    return mapping(written, given.at) if written else None


def _file_systems(given: Given) -> Node | None:
    found = worded(given, {"Arn": "file_system_arn", "LocalMountPath": "file_system_local_mount_path"})
    return Sequence((mapping(found, given.at),), given.at) if len(found) == len(("Arn", "LocalMountPath")) else None


def _logging(given: Given) -> Node | None:
    found = worded(given, {"LogFormat": "logging_log_format", "LogGroup": "logging_log_group"})
    return mapping(found, given.at) if found else None


def _provisioned(given: Given) -> Node | None:
    found = worded(given, {"ProvisionedConcurrentExecutions": unless("provisioned_concurrent_executions", "-1", "0")})
    return mapping(found, given.at) if found else None


FUNCTION: Words = {
    "FunctionName": "function_name",
    "Handler": "handler",
    "Runtime": "runtime",
    "MemorySize": "memory_size",
    "Timeout": "timeout",
    "Role": "lambda_role",
    "PackageType": "package_type",
    "Architectures": "architectures",
    "Environment": _inside("Variables", "environment_variables"),
    "EphemeralStorage": _inside("Size", "ephemeral_storage_size"),
    "TracingConfig": _inside("Mode", "tracing_mode"),
    "DeadLetterConfig": _inside("TargetArn", "dead_letter_target_arn"),
    "VpcConfig": _inside("SubnetIds", "vpc_subnet_ids"),
    "LoggingConfig": _logging,
    "SnapStart": _snap_start,
    "ImageConfig": _image_config,
    "FileSystemConfigs": _file_systems,
    "CapacityProviderConfig": _inside("CapacityProviderArn", "managed_instances_capacity_provider_arn"),
    "DurableConfig": _inside("ExecutionTimeout", "durable_config_execution_timeout"),
    "Layers": "layers",
    "ReservedConcurrentExecutions": unless("reserved_concurrent_executions", "-1"),
    "ProvisionedConcurrencyConfig": _provisioned,
    "KmsKeyArn": "kms_key_arn",
    "CodeSigningConfigArn": "code_signing_config_arn",
    "RecursiveLoop": "recursive_loop",
    "Tags": "tags",
    "Code": source,
}
