"""The arguments of functions, and of what polls for them and takes their results, in CloudFormation's words."""

from __future__ import annotations

from lambdalint.documents.tree import Node, Sequence
from lambdalint.frameworks.terraform.code import code
from lambdalint.frameworks.terraform.wording import Given, Words, each, one, unless


def _vpc(given: Given) -> Node | None:
    """Empty lists of subnets are how modules say that there is no VPC."""
    blocks = given.blocks("vpc_config")
    subnets = blocks[0].value("subnet_ids") if blocks else None
    if isinstance(subnets, Sequence) and not subnets.items:
        return None
    make = one("vpc_config", {"SubnetIds": "subnet_ids", "SecurityGroupIds": "security_group_ids"})
    return make(given) if callable(make) else None


FUNCTION: Words = {
    "FunctionName": "function_name",
    "Handler": "handler",
    "Runtime": "runtime",
    "MemorySize": "memory_size",
    "Timeout": "timeout",
    "Role": "role",
    "PackageType": "package_type",
    "Architectures": "architectures",
    "Environment": one("environment", {"Variables": "variables"}),
    "EphemeralStorage": one("ephemeral_storage", {"Size": "size"}),
    "TracingConfig": one("tracing_config", {"Mode": "mode"}),
    "DeadLetterConfig": one("dead_letter_config", {"TargetArn": "target_arn"}),
    "VpcConfig": _vpc,
    "FileSystemConfigs": each("file_system_config", {"Arn": "arn", "LocalMountPath": "local_mount_path"}),
    "LoggingConfig": one("logging_config", {"LogFormat": "log_format", "LogGroup": "log_group"}),
    "SnapStart": one("snap_start", {"ApplyOn": "apply_on"}),
    "ImageConfig": one(
        "image_config",
        {"Command": "command", "EntryPoint": "entry_point", "WorkingDirectory": "working_directory"},
    ),
    "Layers": "layers",
    "ReservedConcurrentExecutions": unless("reserved_concurrent_executions", "-1"),
    "KmsKeyArn": "kms_key_arn",
    "CodeSigningConfigArn": "code_signing_config_arn",
    "CapacityProviderConfig": one("capacity_provider_config", {}),
    "DurableConfig": one("durable_config", {}),
    "Tags": "tags",
    "Code": code,
}

MAPPING: Words = {
    "FunctionName": "function_name",
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
    "ScalingConfig": one("scaling_config", {"MaximumConcurrency": "maximum_concurrency"}),
    "DestinationConfig": one(
        "destination_config", {"OnFailure": one("on_failure", {"Destination": "destination_arn"})}
    ),
    "FilterCriteria": one("filter_criteria", {"Filters": each("filter", {"Pattern": "pattern"})}),
    "SelfManagedEventSource": one("self_managed_event_source", {"Endpoints": "endpoints"}),
    "SelfManagedKafkaEventSourceConfig": one("self_managed_kafka_event_source_config", {}),
    "AmazonManagedKafkaEventSourceConfig": one("amazon_managed_kafka_event_source_config", {}),
    "DocumentDBEventSourceConfig": one("document_db_event_source_config", {"DatabaseName": "database_name"}),
}

INVOKE_CONFIG: Words = {
    "FunctionName": "function_name",
    "MaximumRetryAttempts": "maximum_retry_attempts",
    "MaximumEventAgeInSeconds": "maximum_event_age_in_seconds",
    "DestinationConfig": one(
        "destination_config",
        {
            "OnSuccess": one("on_success", {"Destination": "destination"}),
            "OnFailure": one("on_failure", {"Destination": "destination"}),
        },
    ),
}
