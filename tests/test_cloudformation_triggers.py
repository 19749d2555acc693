from __future__ import annotations

from textwrap import indent

import pytest
from templates import PATH, functions, plain, serverless

from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Setting
from lambdalint.model.trigger import (
    ApiKind,
    AuthorizerTrigger,
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
    StateMachineTrigger,
    StreamKind,
    StreamTrigger,
    TopicTrigger,
    Trigger,
)

URI = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations"


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


def test_buckets_topics_rules_schedules_logs_and_pools_invoke() -> None:
    found = {
        type(trigger): trigger
        for trigger in triggers(
            """
            Bucket:
              Type: AWS::S3::Bucket
              Properties:
                NotificationConfiguration:
                  LambdaConfigurations:
                    - {Event: "s3:ObjectCreated:*", Function: !GetAtt F.Arn, Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}]}}}
            Topic: {Type: AWS::SNS::Topic}
            Sub: {Type: AWS::SNS::Subscription, Properties: {Protocol: lambda, Endpoint: !GetAtt F.Arn, TopicArn: !Ref Topic, FilterPolicy: {kind: [new]}}}
            Rule: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {id: [!Ref Topic]}}, State: DISABLED, Targets: [{Id: f, Arn: !GetAtt F.Arn}]}}
            Clock: {Type: AWS::Scheduler::Schedule, Properties: {ScheduleExpression: rate(5 minutes), Target: {Arn: !GetAtt F.Arn, Input: "{}"}}}
            Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /app}}
            Filter: {Type: AWS::Logs::SubscriptionFilter, Properties: {DestinationArn: !GetAtt F.Arn, LogGroupName: !Ref Group, FilterPattern: ERROR}}
            Pool: {Type: AWS::Cognito::UserPool, Properties: {LambdaConfig: {PreTokenGenerationConfig: {LambdaArn: !GetAtt F.Arn, LambdaVersion: V2_0}}}}
            Answer: {Type: "Custom::Setup", Properties: {ServiceToken: !GetAtt F.Arn, ServiceTimeout: 60}}
            """
        )
    }

    match found[BucketTrigger], found[TopicTrigger]:
        case BucketTrigger() as bucket, TopicTrigger() as topic:
            assert (bucket.bucket.value, bucket.events.value) == (f"{PATH}#Bucket", ("s3:ObjectCreated:*",))
            assert bucket.prefix
            assert bucket.prefix.value == "in/"
            assert topic.filter_policy
            assert (topic.topic.value, topic.filter_policy.value) == (f"{PATH}#Topic", '{"kind":["new"]}')
    match found[EventTrigger], found[ScheduleTrigger]:
        case EventTrigger() as rule, ScheduleTrigger() as clock:
            assert rule.pattern.value == f'{{"source":["shop"],"detail":{{"id":["{PATH}#Topic"]}}}}'
            assert rule.enabled
            assert rule.enabled.value is False
            assert (clock.expression.value, clock.scheduler) == ("rate(5 minutes)", True)
    match found[LogsTrigger], found[CognitoTrigger], found[CustomResourceTrigger]:
        case LogsTrigger() as logs, CognitoTrigger() as pool, CustomResourceTrigger() as custom:
            assert logs.log_group.value == f"{PATH}#Group"
            assert pool.event.value == "PreTokenGeneration"
            assert (custom.type, custom.timeout and custom.timeout.value) == ("Custom::Setup", 60)
    assert len(found) == 7


def test_rest_methods_have_their_path_from_the_root() -> None:
    trigger = only(
        f"""
        Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{EndpointConfiguration: {{Types: [PRIVATE]}}}}}}
        Orders: {{Type: AWS::ApiGateway::Resource, Properties: {{RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: orders}}}}
        One: {{Type: AWS::ApiGateway::Resource, Properties: {{RestApiId: !Ref Api, ParentId: !Ref Orders, PathPart: "{{id}}"}}}}
        Get:
          Type: AWS::ApiGateway::Method
          Properties:
            RestApiId: !Ref Api
            ResourceId: !Ref One
            HttpMethod: GET
            AuthorizationType: AWS_IAM
            Integration:
              Type: AWS
              Uri: !Sub {URI}
              RequestParameters: {{integration.request.header.X-Amz-Invocation-Type: "'Event'"}}
        """
    )

    assert isinstance(trigger, HttpTrigger)
    settings: list[Setting[object] | None] = [
        trigger.path,
        trigger.endpoint,
        trigger.proxy,
        trigger.auth,
        trigger.asynchronous,
    ]
    assert [setting and setting.value for setting in settings] == ["/orders/{id}", "PRIVATE", False, "AWS_IAM", True]


def test_routes_of_http_and_websocket_apis() -> None:
    found = triggers(
        """
        Web: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
        Live: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET}}
        WebCall: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Web, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn, PayloadFormatVersion: "2.0", TimeoutInMillis: 9000}}
        LiveCall: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Live, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn}}
        Post: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Web, RouteKey: POST /orders, Target: !Join [/, [integrations, !Ref WebCall]]}}
        Connect: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Live, RouteKey: $connect, Target: !Sub "integrations/${LiveCall}"}}
        Guard: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Web, AuthorizerType: REQUEST, AuthorizerUri: !GetAtt F.Arn, AuthorizerPayloadFormatVersion: "2.0"}}
        """
    )

    post, connect, guard = found
    assert isinstance(post, HttpTrigger)
    assert isinstance(connect, HttpTrigger)
    assert isinstance(guard, AuthorizerTrigger)
    assert post.method
    assert post.path
    assert post.integration_timeout
    assert (post.kind, post.method.value, post.path.value) == (ApiKind.HTTP, "POST", "/orders")
    assert post.integration_timeout.value == 9000
    assert connect.path
    assert (connect.kind, connect.path.value) == (ApiKind.WEBSOCKET, "$connect")
    assert guard.api is ApiKind.HTTP


DEFINITION = """
    States:
      Charge: {Type: Task, Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken", TimeoutSeconds: 90, Parameters: {FunctionName: "${Charge}"}}
      Both:
        Type: Parallel
        Branches:
          - States: {Tell: {Type: Task, Resource: "${Charge}"}}
          - States: {Rest: {Type: Wait, Seconds: 5}}
      Each:
        Type: Map
        ItemProcessor: {States: {Fire: {Type: Task, Resource: "arn:aws:states:::lambda:invoke", Arguments: {FunctionName: "${Charge}", InvocationType: Event}}}}
"""
AS_TEXT = """
DefinitionString: !Sub |
  {"States": {"Charge": {"Type": "Task", "Resource": "${F.Arn}", "TimeoutSeconds": 90}}}
"""


@pytest.mark.parametrize(
    ("definition", "states"),
    [
        ("Definition:\n" + indent(DEFINITION, "    "), ["Charge", "Tell", "Fire"]),
        ("DefinitionUri: flow/orders.asl.yaml\n", ["Charge", "Tell", "Fire"]),
        (AS_TEXT, ["Charge"]),
        ("DefinitionUri: s3://bucket/orders.json\n", [None]),
    ],
)
def test_a_state_machine_invokes_through_its_tasks(definition: str, states: list[str | None]) -> None:
    resources = (
        "Flow:\n  Type: AWS::Serverless::StateMachine\n  Properties:\n"
        f"    DefinitionSubstitutions: {{Charge: !GetAtt F.Arn}}\n{indent(definition, '    ')}"
    )
    found = triggers(resources, {"flow/orders.asl.yaml": DEFINITION})

    assert all(isinstance(trigger, StateMachineTrigger) for trigger in found)
    assert [trigger.state for trigger in found if isinstance(trigger, StateMachineTrigger)] == states
    first = found[0]
    assert isinstance(first, StateMachineTrigger)
    assert (first.timeout.value if first.timeout else None) == (90 if states[0] else None)
    assert first.waits_for_token == (len(states) > 1)


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


def test_roles_gather_inline_attached_and_managed_policies() -> None:
    found = functions(
        """
        Resources:
          F: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt R.Arn}}
          G: {Type: AWS::Lambda::Function, Properties: {Role: "arn:aws:iam::123456789012:role/old/batch"}}
          H: {Type: AWS::Lambda::Function, Properties: {Role: !ImportValue role}}
          R:
            Type: AWS::IAM::Role
            Properties:
              ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", !Ref Shared]
              Policies: [{PolicyName: a, PolicyDocument: {Statement: {Effect: Allow, Action: "s3:GetObject", Resource: "*"}}}]
          Shared: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: ["sqs:SendMessage"], NotResource: x}]}}}
          Extra: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref R], PolicyDocument: {Statement: [{Effect: Deny, Action: "*", Resource: y}]}}}
        """
    )
    role, elsewhere = found["F"].configuration.role, found["G"].configuration.role

    assert role is not None
    assert [(grant.effect, grant.actions, grant.inverted) for grant in role.grants] == [
        ("Allow", ("s3:GetObject",), False),
        ("Allow", ("sqs:SendMessage",), True),
        ("Deny", ("*",), False),
    ]
    assert role.managed_policies[0].value == "AWSLambdaBasicExecutionRole"
    assert role.complete
    assert elsewhere is not None
    assert (elsewhere.name, elsewhere.complete) == ("batch", False)
    assert found["H"].configuration.role is None
