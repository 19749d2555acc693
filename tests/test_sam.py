from __future__ import annotations

import json
from pathlib import Path

from templates import PATH, functions, serverless

from lambdalint.aws import sam_policies
from lambdalint.model.function import CodeFolder
from lambdalint.model.source import Origin
from lambdalint.model.trigger import ApiKind, HttpTrigger, QueueTrigger, Trigger

GLOBALS = """
    Globals:
      Function:
        Timeout: 20
        Handler: shared.handler
        Layers: [arn:aws:lambda:eu-west-1:1:layer:base:1]
        VpcConfig: {SubnetIds: [one]}
        Environment:
          Variables: {LEVEL: INFO, TABLE: shared}
    Resources:
      F:
        Type: AWS::Serverless::Function
        Properties:
          Timeout: 5
          Layers: [arn:aws:lambda:eu-west-1:1:layer:own:2]
          Environment:
            Variables: {TABLE: own}
      Bare:
        Type: AWS::Serverless::Function
      Apart:
        Type: AWS::Serverless::Function
        IgnoreGlobals: [Timeout, Environment]
      Alone:
        Type: AWS::Serverless::Function
        IgnoreGlobals: "*"
      Plain:
        Type: AWS::Lambda::Function
    """


def only_trigger(properties: str, top: str = "", resources: str = "") -> Trigger:
    (trigger,) = serverless(properties, top=top, resources=resources).triggers
    return trigger


def http(trigger: Trigger) -> HttpTrigger:
    assert isinstance(trigger, HttpTrigger)
    return trigger


def test_globals_override_merge_and_concatenate() -> None:
    settings = functions(GLOBALS)["F"].configuration

    assert settings.timeout.value == 5
    assert [layer.value for layer in settings.layers] == [
        "arn:aws:lambda:eu-west-1:1:layer:base:1",
        "arn:aws:lambda:eu-west-1:1:layer:own:2",
    ]
    assert [layer.origin for layer in settings.layers] == [Origin.INHERITED, Origin.WRITTEN]
    values = {name: variable.value for name, variable in settings.environment.variables.items()}
    assert {name: (value.value, value.origin) for name, value in values.items()} == {
        "LEVEL": ("INFO", Origin.INHERITED),
        "TABLE": ("own", Origin.WRITTEN),
    }


def test_globals_reach_only_the_functions_that_want_them() -> None:
    found = {name: function.configuration for name, function in functions(GLOBALS).items()}

    assert found["Bare"].handler.value == "shared.handler"
    assert {name: settings.timeout.value for name, settings in found.items()} == {
        "F": 5,
        "Bare": 20,
        "Apart": 3,
        "Alone": 3,
        "Plain": 3,
    }
    assert found["Apart"].handler.value == "shared.handler"
    assert not found["Apart"].environment.variables
    assert found["Alone"].layers == ()


def test_code_is_the_templates_folder_unless_said() -> None:
    source = serverless("Runtime: python3.13").source

    assert isinstance(source, CodeFolder)
    assert source.path == "."


def test_an_api_event_is_a_route_of_the_api_it_names_or_of_sams_own() -> None:
    api = """
        Shop: {Type: AWS::Serverless::Api, Properties: {EndpointConfiguration: {Type: PRIVATE}, Auth: {DefaultAuthorizer: AWS_IAM}}}
        """
    named = http(
        only_trigger("Events: {E: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /x, Method: get}}}", "", api)
    )
    implicit = http(
        only_trigger(
            "Events: {E: {Type: Api, Properties: {Path: /x, Method: any, TimeoutInMillis: 9000}}}",
            "Globals: {Api: {EndpointConfiguration: REGIONAL}}",
        )
    )
    newer = http(only_trigger("Events: {E: {Type: HttpApi}}"))

    assert named.api
    assert named.endpoint
    assert named.auth
    assert (named.kind, named.method and named.method.value) == (ApiKind.REST, "GET")
    assert (named.api.value, named.endpoint.value, named.auth.value) == (f"{PATH}#Shop", "PRIVATE", "AWS_IAM")
    assert implicit.api
    assert implicit.endpoint
    assert implicit.integration_timeout
    assert (implicit.api.value, implicit.api.origin) == (f"{PATH}#ServerlessRestApi", Origin.DEFAULT)
    assert (implicit.endpoint.value, implicit.integration_timeout.value) == ("REGIONAL", 9000)
    assert newer.path
    assert newer.payload_version
    assert (newer.kind, newer.path.value, newer.payload_version.value) == (ApiKind.HTTP, "$default", "2.0")


def test_a_body_that_can_be_read_alone_says_what_the_routes_of_a_rest_api_are() -> None:
    uri = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations"
    api = f"""
        Shop:
          Type: AWS::Serverless::Api
          Properties:
            DefinitionBody:
              paths:
                /orders:
                  post:
                    security: [{{guard: []}}]
                    x-amazon-apigateway-integration: {{type: AWS_PROXY, timeoutInMillis: 5000, uri: !Sub "{uri}"}}
              components:
                securitySchemes:
                  guard: {{type: apiKey, x-amazon-apigateway-authtype: awsSigv4}}
        """
    event = "Events: {E: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /orders, Method: POST}}}"
    trigger = http(only_trigger(event, "", api))

    assert trigger.integration_timeout
    assert trigger.auth
    assert (trigger.name, trigger.integration_timeout.value, trigger.auth.value) == ("post /orders", 5000, "AWS_IAM")


def test_a_subscription_through_a_queue_is_a_queue_trigger_with_sams_queue() -> None:
    trigger = only_trigger("Events: {E: {Type: SNS, Properties: {Topic: !Ref T, SqsSubscription: true}}}")

    assert isinstance(trigger, QueueTrigger)
    assert trigger.queue is not None
    assert (trigger.source.value, trigger.queue.visibility_timeout.value) == (f"{PATH}#FEQueue", 30)


def test_a_function_url_is_a_setting_and_a_trigger_with_both_permissions() -> None:
    function = serverless("FunctionUrlConfig: {AuthType: NONE, InvokeMode: RESPONSE_STREAM}")

    url = function.configuration.url
    assert url is not None
    assert url.auth.value == "NONE"
    (trigger,) = function.triggers
    assert http(trigger).streaming
    assert http(trigger).kind is ApiKind.FUNCTION_URL
    assert [permission.action.value for permission in function.configuration.permissions] == [
        "lambda:InvokeFunctionUrl",
        "lambda:InvokeFunction",
    ]


def test_policies_and_connectors_become_grants_on_ids() -> None:
    function = serverless(
        """
        Policies:
          - AmazonS3ReadOnlyAccess
          - DynamoDBReadPolicy: {TableName: !Ref Orders}
          - {Statement: [{Effect: Deny, Action: "s3:Delete*", Resource: !Sub "${Bucket.Arn}/*"}]}
        """,
        resources="""
            Orders: {Type: AWS::DynamoDB::Table}
            Bucket: {Type: AWS::S3::Bucket}
            Jobs: {Type: AWS::SQS::Queue}
            Link:
              Type: AWS::Serverless::Connector
              Properties: {Source: {Id: F}, Destination: {Id: Jobs}, Permissions: [Write]}
            """,
    )
    role = function.configuration.role

    assert role is not None
    assert role.complete
    assert [policy.value for policy in role.managed_policies] == [
        "AWSLambdaBasicExecutionRole",
        "AmazonS3ReadOnlyAccess",
    ]
    table, statement, connector = role.grants
    assert "dynamodb:GetItem" in table.actions
    assert table.resources == (f"{PATH}#Orders", f"{PATH}#Orders/index/*")
    assert (statement.effect, statement.actions, statement.resources) == (
        "Deny",
        ("s3:Delete*",),
        (f"{PATH}#Bucket/*",),
    )
    assert "sqs:SendMessage" in connector.actions
    assert connector.resources == (f"{PATH}#Jobs",)


def test_what_sam_adds_to_a_role_for_what_the_function_uses() -> None:
    role = serverless(
        """
        Tracing: Active
        VpcConfig: {SubnetIds: [a]}
        DeadLetterQueue: {Type: SNS, TargetArn: !Ref Alarms}
        Events: {Work: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}}
        """,
        resources="Alarms: {Type: AWS::SNS::Topic}\nJobs: {Type: AWS::SQS::Queue}",
    ).configuration.role

    assert role is not None
    assert {policy.value for policy in role.managed_policies} == {
        "AWSLambdaBasicExecutionRole",
        "AWSXrayWriteOnlyAccess",
        "AWSLambdaVPCAccessExecutionRole",
        "AWSLambdaSQSQueueExecutionRole",
    }
    assert [(grant.actions, grant.resources) for grant in role.grants] == [(("sns:Publish",), (f"{PATH}#Alarms",))]


def test_a_policy_that_cannot_be_read_leaves_the_role_open() -> None:
    for policies in ("[NoSuchPolicy: {}]", "!Ref Asked", "[{Statement: {Effect: Allow, Action: !Ref Asked}}]"):
        role = serverless(f"Policies: {policies}", top="Parameters: {Asked: {Type: String}}").configuration.role
        assert role is not None
        assert not role.complete, policies


def test_every_policy_template_states_actions_and_resources() -> None:
    table = json.loads(Path(sam_policies.__file__).with_suffix(".json").read_text())

    assert len(table["policies"]) > 80
    for name in table["policies"]:
        for actions, resources in sam_policies.policy_template(name) or ():
            assert all(":" in action for action in actions), name
            assert resources, name
