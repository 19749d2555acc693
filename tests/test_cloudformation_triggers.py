from __future__ import annotations

import pytest
from templates import PATH, plain, serverless

from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Setting
from lambdalint.model.trigger import (
    BrokerTrigger,
    BucketTrigger,
    CognitoTrigger,
    CustomResourceTrigger,
    EventTrigger,
    HttpTrigger,
    LogsTrigger,
    OtherTrigger,
    QueueTrigger,
    ScheduleTrigger,
    StreamKind,
    StreamTrigger,
    TopicTrigger,
    Trigger,
)


def triggers(resources: str, files: dict[str, str] | None = None) -> tuple[Trigger, ...]:
    return plain("Runtime: python3.13", resources=resources, files=files).triggers


def only(resources: str, files: dict[str, str] | None = None) -> Trigger:
    (trigger,) = triggers(resources, files)
    return trigger


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("!GetAtt Jobs.Arn", QueueTrigger),
        ("arn:aws:sqs:eu-west-1:123456789012:jobs", QueueTrigger),
        ("!Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:1:jobs'", QueueTrigger),
        ("!GetAtt Table.StreamArn", StreamKind.DYNAMODB),
        ("!GetAtt Stream.Arn", StreamKind.KINESIS),
        ("!Ref Cluster", StreamKind.KAFKA),
        ("arn:aws:kinesis:eu-west-1:1:stream/clicks", StreamKind.KINESIS),
        ("!GetAtt Broker.Arn", BrokerTrigger),
        ("!ImportValue source-arn", OtherTrigger),
    ],
)
def test_an_event_source_mapping_is_what_it_polls(source: str, kind: object) -> None:
    trigger = only(
        f"""
        Jobs: {{Type: AWS::SQS::Queue}}
        Table: {{Type: AWS::DynamoDB::Table, Properties: {{StreamSpecification: {{StreamViewType: NEW_IMAGE}}}}}}
        Stream: {{Type: AWS::Kinesis::Stream}}
        Cluster: {{Type: AWS::MSK::Cluster}}
        Broker: {{Type: AWS::AmazonMQ::Broker}}
        Poll: {{Type: AWS::Lambda::EventSourceMapping, Properties: {{FunctionName: !Ref F, EventSourceArn: {source}}}}}
        """
    )

    assert (trigger.kind if isinstance(trigger, StreamTrigger) else type(trigger)) == kind
    assert trigger.name == "Poll"


def test_a_mapping_has_aws_defaults_and_brings_its_queue() -> None:
    trigger = only(
        """
        Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: "120", RedrivePolicy: {deadLetterTargetArn: !GetAtt Lost.Arn, maxReceiveCount: 3}}}
        Lost: {Type: AWS::SQS::Queue}
        Poll: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !GetAtt F.Arn, EventSourceArn: !GetAtt Jobs.Arn}}
        """
    )

    assert isinstance(trigger, QueueTrigger)
    assert trigger.queue is not None
    assert (trigger.batch_size.value, trigger.batch_window.value, trigger.reports_item_failures.value) == (10, 0, False)
    assert (trigger.queue.visibility_timeout.value, trigger.queue.retention.value) == (120, 345600)
    assert trigger.queue.dead_letter
    assert trigger.queue.dead_letter.value == f"{PATH}#Lost"


@pytest.mark.parametrize(
    "spelling",
    [
        "!Ref F",
        "!GetAtt F.Arn",
        "!Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${F}'",
        "!Sub '${F.Arn}:live'",
        "!Ref Live",
        "!Ref Numbered",
        "worker",
        "worker:live",
        "arn:aws:lambda:eu-west-1:123456789012:function:worker:live",
    ],
)
def test_a_function_is_found_however_it_is_named(spelling: str) -> None:
    function = plain(
        "FunctionName: worker",
        resources=f"""
            Numbered: {{Type: AWS::Lambda::Version, Properties: {{FunctionName: !Ref F}}}}
            Live: {{Type: AWS::Lambda::Alias, Properties: {{Name: live, FunctionName: worker, FunctionVersion: !GetAtt Numbered.Version}}}}
            Rule: {{Type: AWS::Events::Rule, Properties: {{ScheduleExpression: rate(1 day), Targets: [{{Id: x, Arn: "arn:aws:lambda:::function:other"}}]}}}}
            Poll: {{Type: AWS::Lambda::EventSourceMapping, Properties: {{FunctionName: {spelling}, EventSourceArn: "arn:aws:sqs:eu-west-1:1:q"}}}}
            """,
    )

    assert [type(trigger) for trigger in function.triggers] == [QueueTrigger]
    assert function.configuration.alias
    assert function.configuration.alias.value == "live"


def by_type(resources: str) -> dict[type, Trigger]:
    return {type(trigger): trigger for trigger in triggers(resources)}


def test_buckets_and_topics_notify() -> None:
    found = by_type(
        """
        Bucket:
          Type: AWS::S3::Bucket
          Properties:
            NotificationConfiguration:
              LambdaConfigurations:
                - {Event: "s3:ObjectCreated:*", Function: !GetAtt F.Arn, Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}]}}}
        Topic: {Type: AWS::SNS::Topic}
        Sub: {Type: AWS::SNS::Subscription, Properties: {Protocol: lambda, Endpoint: !GetAtt F.Arn, TopicArn: !Ref Topic, FilterPolicy: {kind: [new]}}}
        """
    )

    bucket, topic = found[BucketTrigger], found[TopicTrigger]
    assert isinstance(bucket, BucketTrigger)
    assert isinstance(topic, TopicTrigger)
    assert (bucket.bucket.value, bucket.events.value) == (f"{PATH}#Bucket", ("s3:ObjectCreated:*",))
    assert bucket.prefix
    assert bucket.prefix.value == "in/"
    assert topic.filter_policy
    assert (topic.topic.value, topic.filter_policy.value) == (f"{PATH}#Topic", '{"kind":["new"]}')


def test_rules_and_schedules_fire() -> None:
    found = by_type(
        """
        Topic: {Type: AWS::SNS::Topic}
        Rule: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {id: [!Ref Topic]}}, State: DISABLED, Targets: [{Id: f, Arn: !GetAtt F.Arn}]}}
        Clock: {Type: AWS::Scheduler::Schedule, Properties: {ScheduleExpression: rate(5 minutes), Target: {Arn: !GetAtt F.Arn, Input: "{}"}}}
        """
    )

    rule, clock = found[EventTrigger], found[ScheduleTrigger]
    assert isinstance(rule, EventTrigger)
    assert isinstance(clock, ScheduleTrigger)
    assert rule.pattern.value == f'{{"source":["shop"],"detail":{{"id":["{PATH}#Topic"]}}}}'
    assert rule.enabled
    assert rule.enabled.value is False
    assert (clock.expression.value, clock.scheduler, clock.enabled.value) == ("rate(5 minutes)", True, True)


def test_logs_pools_and_custom_resources_call() -> None:
    found = by_type(
        """
        Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /app}}
        Filter: {Type: AWS::Logs::SubscriptionFilter, Properties: {DestinationArn: !GetAtt F.Arn, LogGroupName: !Ref Group, FilterPattern: ERROR}}
        Pool: {Type: AWS::Cognito::UserPool, Properties: {LambdaConfig: {PreTokenGenerationConfig: {LambdaArn: !GetAtt F.Arn, LambdaVersion: V2_0}}}}
        Answer: {Type: "Custom::Setup", Properties: {ServiceToken: !GetAtt F.Arn, ServiceTimeout: 60}}
        """
    )

    logs, pool, custom = found[LogsTrigger], found[CognitoTrigger], found[CustomResourceTrigger]
    assert isinstance(logs, LogsTrigger)
    assert isinstance(pool, CognitoTrigger)
    assert isinstance(custom, CustomResourceTrigger)
    assert logs.log_group.value == f"{PATH}#Group"
    assert pool.event.value == "PreTokenGeneration"
    assert (custom.type, custom.timeout and custom.timeout.value) == ("Custom::Setup", 60)


def test_another_service_that_is_given_a_function_may_invoke_it() -> None:
    resources = """
        Known: {Type: AWS::SecretsManager::RotationSchedule, Properties: {RotationLambdaARN: !GetAtt F.Arn}}
        """
    unknown = """
        New: {Type: AWS::Brandnew::Thing, Properties: {Hooks: [{Run: !Sub "${F.Arn}:live"}]}}
        """
    watcher = """
        Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Dimensions: [{Name: FunctionName, Value: !Ref F}]}}
        """
    caller = """
        Caller: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {NEXT: !Ref F}}}}
        """
    found = [plain("Runtime: python3.13", resources=text) for text in (resources, unknown, watcher, caller)]

    assert [len(function.triggers) for function in found] == [1, 0, 0, 0]
    assert [function.triggers_complete for function in found] == [True, False, True, False]


def test_every_type_of_sam_event_is_a_trigger() -> None:
    kinds: dict[str, type] = {
        "Api": HttpTrigger,
        "HttpApi": HttpTrigger,
        "SQS": QueueTrigger,
        "Kinesis": StreamTrigger,
        "DynamoDB": StreamTrigger,
        "MSK": StreamTrigger,
        "SelfManagedKafka": StreamTrigger,
        "MQ": BrokerTrigger,
        "DocumentDB": BrokerTrigger,
        "SNS": TopicTrigger,
        "S3": BucketTrigger,
        "Schedule": ScheduleTrigger,
        "ScheduleV2": ScheduleTrigger,
        "CloudWatchEvent": EventTrigger,
        "EventBridgeRule": EventTrigger,
        "CloudWatchLogs": LogsTrigger,
        "Cognito": CognitoTrigger,
        "IoTRule": OtherTrigger,
        "AlexaSkill": OtherTrigger,
        "Novelty": OtherTrigger,
    }
    settings = "{Trigger: PreSignUp}"
    events = ", ".join(f"E{kind}: {{Type: {kind}, Properties: {settings}}}" for kind in kinds)
    function = serverless(f"Events: {{{events}}}")

    assert {trigger.name[1:]: type(trigger) for trigger in function.triggers} == kinds


def test_permissions_name_who_may_invoke_and_for_whom() -> None:
    (permission,) = plain(
        "Runtime: python3.13",
        resources="""
            Topic: {Type: AWS::SNS::Topic}
            Allow: {Type: AWS::Lambda::Permission, Properties: {Action: "lambda:InvokeFunction", FunctionName: !Ref F, Principal: sns.amazonaws.com, SourceArn: !Ref Topic}}
            """,
    ).configuration.permissions

    source: Setting[ResourceId] | None = permission.source
    assert permission.principal.value == "sns.amazonaws.com"
    assert source
    assert source.value == f"{PATH}#Topic"
