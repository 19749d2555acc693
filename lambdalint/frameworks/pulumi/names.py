"""Terraform's names for what Pulumi's provider for AWS calls otherwise: resources, their arguments, and fixed values."""

from __future__ import annotations

import re
from typing import Final

AWS: Final = "pulumi_aws"
NATIVE_FUNCTION: Final = "pulumi_aws_native.lambda_.Function"
"""The same resource with AWS's own schema, whose arguments are named alike but for its code."""
HERE: Final = "arn:aws:iam::aws:policy/"

_MODULES: Final = {"alb": "lb", "apigateway": "api_gateway", "lambda_": "lambda"}
"""Modules whose name is not the beginning of their resources' types."""
_TYPES: Final = {
    "aws_s3_bucket_objectv2": "aws_s3_object",
    "aws_s3_bucket_v2": "aws_s3_bucket",
    "aws_sqs_redrive_policy": "aws_sqs_queue_redrive_policy",
}
_RENAMED: Final = {
    "aws_cloudwatch_log_subscription_filter": {"log_group": "log_group_name"},
    "aws_iam_policy_document": {"statements": "statement"},
    "aws_iam_role": {"inline_policies": "inline_policy"},
    "aws_lambda_event_source_mapping": {"filter_criteria.filters": "filter"},
    "aws_lambda_function": {"name": "function_name", "code": "filename"},
    "aws_lambda_layer_version": {"code": "filename"},
    "aws_lambda_permission": {"function": "function_name"},
    "aws_s3_bucket_notification": {"lambda_functions": "lambda_function"},
    "aws_sns_topic_subscription": {"topic": "topic_arn"},
}
"""Arguments by type, and after a dot those of an object in one."""
_POLICIES: Final = {
    "ADMINISTRATOR_ACCESS": "AdministratorAccess",
    "AWS_LAMBDA_BASIC_EXECUTION_ROLE": "service-role/AWSLambdaBasicExecutionRole",
    "AWS_LAMBDA_DYNAMO_DB_EXECUTION_ROLE": "service-role/AWSLambdaDynamoDBExecutionRole",
    "AWS_LAMBDA_ENI_MANAGEMENT_ACCESS": "service-role/AWSLambdaENIManagementAccess",
    "AWS_LAMBDA_EXECUTE": "AWSLambdaExecute",
    "AWS_LAMBDA_INVOCATION_DYNAMO_DB": "AWSLambdaInvocation-DynamoDB",
    "AWS_LAMBDA_KINESIS_EXECUTION_ROLE": "service-role/AWSLambdaKinesisExecutionRole",
    "AWS_LAMBDA_MSK_EXECUTION_ROLE": "service-role/AWSLambdaMSKExecutionRole",
    "AWS_LAMBDA_ROLE": "service-role/AWSLambdaRole",
    "AWS_LAMBDA_SQS_QUEUE_EXECUTION_ROLE": "service-role/AWSLambdaSQSQueueExecutionRole",
    "AWS_LAMBDA_VPC_ACCESS_EXECUTION_ROLE": "service-role/AWSLambdaVPCAccessExecutionRole",
    "LAMBDA_FULL_ACCESS": "AWSLambda_FullAccess",
}
"""Members of `iam.ManagedPolicy` that are about functions; of others only the deployment knows what they allow."""


def type_of(dotted: str) -> str | None:
    """Terraform's type of a class (`pulumi_aws.sqs.Queue`) or of what a `get_…` function finds; None for anything else."""
    if dotted == NATIVE_FUNCTION:
        return "aws_lambda_function"
    package, *modules, name = dotted.removesuffix(".get").split(".")
    if package != AWS or name.endswith("Args"):
        return None
    if name.startswith("get_"):
        thing = name.removeprefix("get_").removesuffix("_output")
    elif modules and name[:1].isupper():
        thing = _snake(name)
    else:
        return None
    above = (_MODULES.get(modules[0], modules[0]),) if modules else ()
    written = "_".join(("aws", *above, thing))
    return _TYPES.get(written, written)


def is_found(dotted: str) -> bool:
    """Whether what is called looks something up that exists elsewhere."""
    last = dotted.rpartition(".")[2]
    return last == "get" or last.startswith("get_")


def argument(kind: str, name: str) -> str:
    """Terraform's name of an argument or attribute of a resource."""
    if name == "rest_api" and kind.startswith("aws_api_gateway_"):
        return "rest_api_id"
    return _RENAMED.get(kind, {}).get(name, name.rpartition(".")[2])


def fixed(dotted: str) -> str | None:
    """What a member of an enumeration stands for; None when it is not known."""
    above, _, member = dotted.rpartition(".")
    match above.rpartition(".")[2]:
        case "Runtime":
            return _runtime(member)
        case "ManagedPolicy" if member in _POLICIES:
            return f"{HERE}{_POLICIES[member]}"
        case "Method" if not above.startswith(AWS + "."):
            return member
        case _:
            return None


def _runtime(member: str) -> str:
    """`PYTHON3D12`, `NODE_JS20D_X` and `CUSTOM_AL2023` as Lambda calls them."""
    dotted = re.sub(r"(?<=\d)D_?(?=[\dX])", ".", member)
    whole = dotted.replace("NODE_JS", "NODEJS").replace("DOTNET_CORE", "DOTNETCORE").replace("CUSTOM", "PROVIDED")
    return whole.replace("_", ".").lower()


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
