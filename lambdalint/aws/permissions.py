"""Which actions AWS's own execution policies allow, and which ones libraries need beside boto3's operations.

Policies: as moto 5.2.5 has them from AWS, compared 2026-11-23. Powertools: the permissions on the pages of parameters,
idempotency and feature flags in the documentation of version 3.2.1.
"""

from __future__ import annotations

from collections.abc import Mapping

_LOGS = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
_TRACES = (
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:GetSamplingStatisticSummaries",
)
_NETWORK = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
)
_TABLE_STREAM = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams")
_STREAM = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
    "kinesis:ListStreams",
    "kinesis:SubscribeToShard",
)
EXECUTION_POLICIES: Mapping[str, tuple[str, ...]] = {
    "AWSLambdaBasicExecutionRole": _LOGS,
    "AWSLambdaVPCAccessExecutionRole": (*_LOGS, *_NETWORK),
    "AWSLambdaENIManagementAccess": _NETWORK,
    "AWSLambdaSQSQueueExecutionRole": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", *_LOGS),
    "AWSLambdaDynamoDBExecutionRole": (*_TABLE_STREAM, *_LOGS),
    "AWSLambdaKinesisExecutionRole": (*_STREAM, *_LOGS),
    "AWSLambdaBasicDurableExecutionRolePolicy": (
        *_LOGS,
        "lambda:CheckpointDurableExecution",
        "lambda:GetDurableExecutionState",
    ),
    "AWSLambdaRole": ("lambda:InvokeFunction",),
    "CloudWatchLambdaInsightsExecutionRolePolicy": _LOGS,
    "AWSXrayWriteOnlyAccess": _TRACES,
    "AWSXRayDaemonWriteAccess": _TRACES,
}
"""By name; what any other policy of AWS's allows is unknown here."""

_PARAMETERS = "aws_lambda_powertools.utilities.parameters."
_CONFIGURATION = ("appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration")
POWERTOOLS: Mapping[str, tuple[str, ...]] = {
    f"{_PARAMETERS}get_parameter": ("ssm:GetParameter",),
    f"{_PARAMETERS}get_parameters": ("ssm:GetParametersByPath",),
    f"{_PARAMETERS}SSMProvider().get": ("ssm:GetParameter",),
    f"{_PARAMETERS}SSMProvider().get_multiple": ("ssm:GetParametersByPath",),
    f"{_PARAMETERS}set_parameter": ("ssm:PutParameter",),
    f"{_PARAMETERS}get_secret": ("secretsmanager:GetSecretValue",),
    f"{_PARAMETERS}SecretsProvider().get": ("secretsmanager:GetSecretValue",),
    f"{_PARAMETERS}get_app_config": _CONFIGURATION,
    f"{_PARAMETERS}DynamoDBProvider().get": ("dynamodb:GetItem",),
    f"{_PARAMETERS}DynamoDBProvider().get_multiple": ("dynamodb:Query",),
    "aws_lambda_powertools.utilities.feature_flags.AppConfigStore": _CONFIGURATION,
    "aws_lambda_powertools.utilities.idempotency.DynamoDBPersistenceLayer": (
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
    ),
}
"""What is called ► the actions that it needs."""

GRANTED_ELSEWHERE = frozenset({"sts", "kms"})
"""Services whose own policies (a role's trust, a key's policy) allow access without any of the caller's."""
