"""Sources that push events to functions, as CloudFormation resources: buckets, topics, rules, schedules, logs, pools."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.frameworks.cloudformation.connections import enabled_state, key_filters
from lambdalint.frameworks.cloudformation.data import json_setting, payload_setting
from lambdalint.frameworks.cloudformation.facts import Aimed, Fact
from lambdalint.frameworks.cloudformation.mappings import event_source_mapping
from lambdalint.frameworks.cloudformation.targets import is_function, target_of
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.source import Origin, Setting
from lambdalint.model.trigger import (
    BucketTrigger,
    CognitoTrigger,
    CustomResourceTrigger,
    EventTrigger,
    LogsTrigger,
    OtherTrigger,
    ScheduleTrigger,
    TopicTrigger,
)


def mapping(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::Lambda::EventSourceMapping`."""
    function = properties.get("FunctionName")
    yield Aimed(target_of(function), event_source_mapping(properties, declared.name, declared.at))


def bucket(properties: View, declared: Declared) -> Iterator[Fact]:
    """The notifications of an `AWS::S3::Bucket`."""
    for item in properties.path("NotificationConfiguration", "LambdaConfigurations").items():
        trigger = BucketTrigger(
            declared.name,
            item.at,
            Setting(properties.scope.id(declared.name), declared.at),
            item.get("Event").texts() or Setting.unknown(item.at),
            **key_filters(item.path("Filter", "S3Key", "Rules")),
        )
        yield Aimed(target_of(item.get("Function")), trigger)


def bucket_notifications(properties: View, declared: Declared) -> Iterator[Fact]:
    """CDK's custom resource for a bucket's notifications, in the words of S3's API."""
    bucket = properties.get("BucketName").pattern() or Setting.unknown(declared.at)
    for item in properties.path("NotificationConfiguration", "LambdaFunctionConfigurations").items():
        trigger = BucketTrigger(
            declared.name,
            item.at,
            bucket,
            item.get("Events").texts() or Setting.unknown(item.at),
            **key_filters(item.path("Filter", "Key", "FilterRules")),
        )
        yield Aimed(target_of(item.get("LambdaFunctionArn")), trigger)


def topic(properties: View, declared: Declared) -> Iterator[Fact]:
    """The subscriptions written inside an `AWS::SNS::Topic`."""
    for item in properties.get("Subscription").items():
        if as_text(item.get("Protocol").value) == "lambda":
            identifier = Setting(properties.scope.id(declared.name), declared.at)
            yield Aimed(target_of(item.get("Endpoint")), TopicTrigger(declared.name, item.at, identifier))


def subscription(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::SNS::Subscription`."""
    if as_text(properties.get("Protocol").value) == "lambda":
        trigger = TopicTrigger(
            declared.name,
            declared.at,
            properties.get("TopicArn").pattern() or Setting.unknown(declared.at),
            dead_letter=properties.path("RedrivePolicy", "deadLetterTargetArn").pattern(),
            filter_policy=json_setting(properties.get("FilterPolicy")),
        )
        yield Aimed(target_of(properties.get("Endpoint")), trigger)


def rule(properties: View, declared: Declared) -> Iterator[Fact]:
    """The targets of an `AWS::Events::Rule`, which fires by the clock, by events, or both."""
    schedule, pattern = properties.get("ScheduleExpression").text(), json_setting(properties.get("EventPattern"))
    enabled = enabled_state(properties.get("State")) or Setting(True, declared.at, Origin.DEFAULT)
    for item in properties.get("Targets").items():
        if not is_function(item.scope, item.get("Arn").value):
            continue
        target, payload = target_of(item.get("Arn")), payload_setting(item)
        dead_letter = item.path("DeadLetterConfig", "Arn").pattern()
        if schedule is not None:
            yield Aimed(target, ScheduleTrigger(declared.name, declared.at, schedule, enabled, payload, dead_letter))
        if pattern is not None:
            bus = properties.get("EventBusName").pattern()
            trigger = EventTrigger(declared.name, declared.at, pattern, bus, enabled, payload, dead_letter)
            yield Aimed(target, trigger)


def schedule(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::Scheduler::Schedule`."""
    target = properties.get("Target")
    if is_function(properties.scope, target.get("Arn").value):
        trigger = ScheduleTrigger(
            declared.name,
            declared.at,
            properties.get("ScheduleExpression").text() or Setting.unknown(declared.at),
            enabled=enabled_state(properties.get("State")) or Setting(True, declared.at, Origin.DEFAULT),
            payload=payload_setting(target),
            dead_letter=target.path("DeadLetterConfig", "Arn").pattern(),
            scheduler=True,
        )
        yield Aimed(target_of(target.get("Arn")), trigger)


def log_subscription(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::Logs::SubscriptionFilter`."""
    destination = properties.get("DestinationArn")
    if is_function(properties.scope, destination.value):
        group = properties.get("LogGroupName").pattern() or Setting.unknown(declared.at)
        trigger = LogsTrigger(declared.name, declared.at, group, properties.get("FilterPattern").text())
        yield Aimed(target_of(destination), trigger)


def user_pool(properties: View, declared: Declared) -> Iterator[Fact]:
    """The `LambdaConfig` of an `AWS::Cognito::UserPool`."""
    pool = Setting(properties.scope.id(declared.name), declared.at)
    for entry, view in properties.get("LambdaConfig").entries():
        versioned = view.get("LambdaArn")
        function = versioned if versioned.written else view
        if is_function(function.scope, function.value):
            event = Setting(entry.key.removesuffix("Config"), entry.key_at)
            yield Aimed(target_of(function), CognitoTrigger(declared.name, entry.key_at, event, pool))


def custom_resource(properties: View, declared: Declared) -> Iterator[Fact]:
    """A custom resource, answered by the function that is its `ServiceToken`."""
    trigger = CustomResourceTrigger(
        declared.name, declared.at, declared.type, properties.get("ServiceTimeout").integer()
    )
    yield Aimed(target_of(properties.get("ServiceToken")), trigger)


def provider(properties: View, declared: Declared) -> Iterator[Fact]:
    """CDK's provider of custom resources, which calls the project's functions and answers CloudFormation itself."""
    for handler in ("OnEventHandler", "IsCompleteHandler"):
        target = properties.get(handler)
        if target.present:
            kind = "AWS::CloudFormation::CustomResource"
            trigger = CustomResourceTrigger(declared.name, declared.at, kind, through_provider=True)
            yield Aimed(target_of(target), trigger)


def other(properties: View, declared: Declared) -> Iterator[Fact]:
    """A resource of `OTHERS`: nothing is known of it but that it invokes."""
    service, asynchronous, paths = OTHERS[declared.type]
    for path in paths:
        for view in _along(properties, path.split(".")):
            if is_function(view.scope, view.value):
                yield Aimed(target_of(view), OtherTrigger(declared.name, declared.at, service, asynchronous))


def _along(view: View, keys: list[str]) -> Iterator[View]:
    """The values at the end of a path, in which `*` is every item of a list or mapping."""
    if not keys:
        yield view
    elif keys[0] != "*":
        yield from _along(view.get(keys[0]), keys[1:])
    else:
        inner = [value for _, value in view.entries()] or view.items()
        for item in inner:
            yield from _along(item, keys[1:])


_FIREHOSE = "Configuration.ProcessingConfiguration.Processors.*.Parameters.*.ParameterValue"

OTHERS: dict[str, tuple[str, bool | None, tuple[str, ...]]] = {
    "AWS::AppSync::DataSource": ("AppSync", False, ("LambdaConfig.LambdaFunctionArn",)),
    "AWS::AppSync::GraphQLApi": ("AppSync", False, ("LambdaAuthorizerConfig.AuthorizerUri",)),
    "AWS::Serverless::GraphQLApi": (
        "AppSync",
        False,
        ("DataSources.Lambda.*.FunctionArn", "Auth.LambdaAuthorizer.AuthorizerUri"),
    ),
    "AWS::Bedrock::Agent": ("Bedrock", False, ("ActionGroups.*.ActionGroupExecutor.Lambda",)),
    "AWS::BedrockAgentCore::GatewayTarget": ("Bedrock AgentCore", False, ("TargetConfiguration.Mcp.Lambda.LambdaArn",)),
    "AWS::CloudFormation::Macro": ("CloudFormation", False, ("FunctionName",)),
    "AWS::CloudFront::Distribution": (
        "CloudFront",
        False,
        (
            "DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations.*.LambdaFunctionARN",
            "DistributionConfig.CacheBehaviors.*.LambdaFunctionAssociations.*.LambdaFunctionARN",
        ),
    ),
    "AWS::Config::ConfigRule": ("AWS Config", True, ("Source.SourceIdentifier",)),
    "AWS::IoT::Authorizer": ("AWS IoT", False, ("AuthorizerFunctionArn",)),
    "AWS::IoT::TopicRule": ("AWS IoT", True, ("TopicRulePayload.Actions.*.Lambda.FunctionArn",)),
    "AWS::KinesisFirehose::DeliveryStream": (
        "Firehose",
        False,
        (f"ExtendedS3Destination{_FIREHOSE}", f"HttpEndpointDestination{_FIREHOSE}", f"RedshiftDestination{_FIREHOSE}"),
    ),
    "AWS::Pipes::Pipe": ("EventBridge Pipes", None, ("Enrichment", "Target")),
    "AWS::S3ObjectLambda::AccessPoint": (
        "S3 Object Lambda",
        False,
        ("ObjectLambdaConfiguration.TransformationConfigurations.*.ContentTransformation.AwsLambda.FunctionArn",),
    ),
    "AWS::SecretsManager::RotationSchedule": ("Secrets Manager", True, ("RotationLambdaARN",)),
    "AWS::SES::ReceiptRule": ("SES", None, ("Rule.Actions.*.LambdaAction.FunctionArn",)),
    "AWS::VpcLattice::TargetGroup": ("VPC Lattice", False, ("Targets.*.Id",)),
}
"""Other services that invoke functions: their name, whether they do not wait, and where they name the function."""
