from __future__ import annotations

from textwrap import indent

import pytest
from templates import plain

from lambdalint.model.source import Setting
from lambdalint.model.trigger import ApiKind, AuthorizerTrigger, HttpTrigger, StateMachineTrigger, Trigger

URI = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations"


def triggers(resources: str, files: dict[str, str] | None = None) -> tuple[Trigger, ...]:
    return plain("Runtime: python3.13", resources=resources, files=files).triggers


def test_rest_methods_have_their_path_from_the_root() -> None:
    (trigger,) = triggers(
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
