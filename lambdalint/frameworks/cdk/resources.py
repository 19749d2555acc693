"""Queues, tables, buckets and the rest of what functions work with, by the library's own classes or CloudFormation's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lambdalint.frameworks.cdk.builder import Builder, Site, arn, converted, pascal, put, same, seconds, words
from lambdalint.frameworks.cdk.lambdas import retention_days
from lambdalint.frameworks.cdk.values import Construct, Place
from lambdalint.frameworks.programs.values import HIDDEN, Given, Made, Name, Thing, Unknown

SERVICES = {
    "aws_apigateway": "ApiGateway",
    "aws_apigatewayv2": "ApiGatewayV2",
    "aws_appsync": "AppSync",
    "aws_cloudwatch": "CloudWatch",
    "aws_dynamodb": "DynamoDB",
    "aws_elasticloadbalancingv2": "ElasticLoadBalancingV2",
    "aws_iam": "IAM",
    "aws_iot": "IoT",
    "aws_kinesisfirehose": "KinesisFirehose",
    "aws_kms": "KMS",
    "aws_msk": "MSK",
    "aws_s3": "S3",
    "aws_s3objectlambda": "S3ObjectLambda",
    "aws_sam": "Serverless",
    "aws_ses": "SES",
    "aws_sns": "SNS",
    "aws_sqs": "SQS",
    "aws_ssm": "SSM",
    "aws_stepfunctions": "StepFunctions",
    "aws_secretsmanager": "SecretsManager",
}
"""Modules whose service CloudFormation does not just spell with capitals."""


def type_of(dotted: str) -> str:
    """The CloudFormation type of a class of the library, as far as names tell."""
    _, module, *_, name = dotted.split(".") if dotted.count(".") > 1 else ("", "", dotted)
    service = SERVICES.get(module) or pascal(module.removeprefix("aws_"))
    return f"AWS::{service}::{re.sub('^Cfn', '', name)}"


def queue(site: Site) -> Construct:
    """An `aws_sqs.Queue`."""
    properties = site.properties({
        "visibility_timeout": ("VisibilityTimeout", seconds),
        "fifo": ("FifoQueue", same),
        "retention_period": ("MessageRetentionPeriod", seconds),
        "queue_name": ("QueueName", same),
        "encryption_master_key": ("KmsMasterKeyId", arn),
        "dead_letter_queue": ("RedrivePolicy", _redrive),
    })  # fmt: skip
    encryption = site.arguments.get(-1, "encryption")
    if isinstance(encryption, Name) and encryption.last in ("KMS", "KMS_MANAGED"):
        properties.setdefault("KmsMasterKeyId", "alias/aws/sqs")
    return site.construct(site.add("AWS::SQS::Queue", properties))


def _redrive(value: Thing) -> Thing:
    """A `DeadLetterQueue(queue=…, max_receive_count=…)`, also as a dict."""
    named = value.arguments.named if isinstance(value, Made) else value if isinstance(value, dict) else None
    if named is None or HIDDEN in named:
        return Unknown("a dead-letter queue")
    target, count = named.get("queue"), named.get("max_receive_count")
    plain = target.value if isinstance(target, Given) else target
    return {"deadLetterTargetArn": arn(plain), "maxReceiveCount": count}


def table(site: Site) -> Construct:
    """An `aws_dynamodb.Table` or `TableV2`."""
    views = {name: name for name in ("NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY")}
    properties = site.properties({
        "stream": ("StreamSpecification.StreamViewType", words(views)),
        "dynamo_stream": ("StreamSpecification.StreamViewType", words(views)),
        "table_name": ("TableName", same),
    })  # fmt: skip
    return site.construct(site.add("AWS::DynamoDB::Table", properties))


def log_group(site: Site) -> Construct:
    """An `aws_logs.LogGroup`, which CDK keeps for two years unless told otherwise."""
    properties = site.properties({
        "log_group_name": ("LogGroupName", same),
        "retention": ("RetentionInDays", retention_days),
    })  # fmt: skip
    if HIDDEN not in properties:
        properties.setdefault("RetentionInDays", 731)
    return site.construct(site.add("AWS::Logs::LogGroup", properties))


def plain(type_name: str) -> Callable[[Site], Construct]:
    """A resource of which the kind is all that matters; its notifications and targets come later."""
    return lambda site: site.construct(site.add(type_name, {}))


def custom_resource(site: Site) -> Construct:
    """A `CustomResource`."""
    properties: dict[str, Any] = {}
    put(properties, "ServiceToken", converted(site.arguments.given(-1, "service_token"), arn))
    put(properties, "ServiceTimeout", converted(site.arguments.given(-1, "service_timeout"), seconds))
    kind = site.arguments.get(-1, "resource_type")
    name = kind if isinstance(kind, str) and kind.startswith("Custom::") else "AWS::CloudFormation::CustomResource"
    return site.construct(site.add(name, properties))


def provider(site: Site) -> Construct:
    """A `Provider`, whose own functions stand between CloudFormation and those that it is given."""
    properties: dict[str, Any] = {} if site.arguments.complete else {HIDDEN: Unknown("**")}
    for parameter in ("on_event_handler", "is_complete_handler"):
        put(properties, pascal(parameter), converted(site.arguments.given(-1, parameter), arn))
    return site.construct(site.add("CDK::CustomResources::Provider", properties))


def generic(site: Site) -> Construct:
    """Any other construct of the library: it may invoke the functions that it is given."""
    given = (*site.arguments.positional[2:], *site.arguments.named.values())
    values = [one.value for one in given if not isinstance(one.value, Place)]
    resource = site.add(type_of(site.dotted), {"Given": values})
    return site.construct(resource)


def cloudformation(site: Site) -> Construct:
    """A class of CloudFormation's own (`CfnQueue`), whose parameters are its properties."""
    properties: dict[str, Any] = {} if site.arguments.complete else {HIDDEN: Unknown("**")}
    for name, given in site.arguments.named.items():
        if name not in ("scope", "id"):
            properties[pascal(name)] = Given(_property(given.value), given.at)
    _make_local(site.builder, properties)
    return site.construct(site.add(type_of(site.dotted), properties))


def _property(value: Thing) -> Thing:
    """A property, which the library also takes as `CfnQueue.RedriveProperty(…)`."""
    match value:
        case Made(dotted=dotted, arguments=arguments) if dotted.endswith("Property"):
            inner = {pascal(name): Given(_property(one.value), one.at) for name, one in arguments.named.items()}
            return inner if arguments.complete else {**inner, HIDDEN: Unknown("**")}
        case list():
            return [_property(one) for one in value]
        case dict():
            return {_capital(key): _property(one) for key, one in value.items()}
        case _:
            return value


def _capital(key: str) -> str:
    """Dicts for properties may be written in camel case; names of the user's own stay as they are."""
    known = {"zipFile", "s3Bucket", "s3Key", "imageUri", "variables", "mode", "targetArn"}
    return pascal(key) if key in known else key


def _make_local(builder: Builder, properties: dict[str, Any]) -> None:
    """Paths of `aws_sam.CfnFunction` are relative to where the app runs."""
    written = properties.get("CodeUri")
    if isinstance(written, Given) and isinstance(written.value, str) and "://" not in written.value:
        properties["CodeUri"] = Given(builder.local(written.value), written.at)


def state_machine(site: Site) -> Construct:
    """A `StateMachine`, whose tasks are those made in the same place."""
    resource = site.add("AWS::StepFunctions::StateMachine", {"Definition": {"States": {}}})
    return site.construct(resource)


def add_tasks(builder: Builder) -> None:
    """Give every task that invokes a function to the one state machine of its place; elsewhere it may be anyone's."""
    machines = [one for one in builder.template.resources.values() if one.type == "AWS::StepFunctions::StateMachine"]
    for _, name, made in builder.tasks:
        function = made.arguments.given(-1, "lambda_function")
        if function is None:
            continue
        if len(machines) == 1:
            states = machines[0].properties.get("Definition", {}).get("States")
            if isinstance(states, dict):
                states[name] = _task(made, function)
                continue
        site = builder.site("CDK.Task", made.arguments)
        site.add("CDK::StepFunctions::Task", {"Given": function}, "Task")


def _task(made: Made, function: Given) -> dict[str, Any]:
    pattern = made.arguments.get(-1, "integration_pattern")
    waits = isinstance(pattern, Name) and pattern.last == "WAIT_FOR_TASK_TOKEN"
    task: dict[str, Any] = {
        "Type": "Task",
        "Resource": f"arn:aws:states:::lambda:invoke{'.waitForTaskToken' if waits else ''}",
        "Parameters": {"FunctionName": converted(function, arn)},
    }
    given = made.arguments.given(-1, "task_timeout")
    timeout = given.value if given is not None else None
    inner = timeout.arguments.given(0, "duration") if isinstance(timeout, Made) else made.arguments.given(-1, "timeout")
    put(task, "TimeoutSeconds", converted(inner, seconds))
    return task
