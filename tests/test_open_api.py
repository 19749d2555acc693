from __future__ import annotations

import pytest
from templates import functions, reading, serverless, with_function

from lambdalint.model.function import Function
from lambdalint.model.source import Setting
from lambdalint.model.trigger import HttpTrigger

URI = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{}/invocations"
ORDERS = URI.format("arn:aws:lambda:eu-west-1:123456789012:function:orders")
OPEN_API = f"""
openapi: 3.0.1
security: [{{guard: []}}]
paths:
  /orders:
    post:
      x-amazon-apigateway-integration:
        type: aws_proxy
        payloadFormatVersion: "1.0"
        timeoutInMillis: 5000
        uri: {ORDERS}
components:
  securitySchemes:
    guard: {{type: oauth2, x-amazon-apigateway-authorizer: {{type: jwt}}}}
"""
REST = "{Type: Api, Properties: {RestApiId: !Ref A, Path: /orders, Method: post}}"
HTTP = "{Type: HttpApi, Properties: {ApiId: !Ref A, Path: /orders, Method: post}}"


def routes(function: Function) -> dict[str, HttpTrigger]:
    return {trigger.name: trigger for trigger in function.triggers if isinstance(trigger, HttpTrigger)}


def said(setting: Setting[str] | Setting[int] | None) -> str | int | None:
    return setting.value if setting is not None else "nothing"


@pytest.mark.parametrize(
    ("event", "api"),
    [
        (REST, "{Type: AWS::Serverless::Api, Properties: {DefinitionUri: api/orders.yaml}}"),
        (HTTP, "{Type: AWS::Serverless::HttpApi, Properties: {DefinitionUri: api/orders.yaml}}"),
        ("{Type: S3}", "{Type: AWS::ApiGateway::RestApi, Properties: {BodyS3Location: ./api/orders.yaml}}"),
    ],
)
def test_an_api_is_what_the_file_says_that_it_names(event: str, api: str) -> None:
    properties = f"FunctionName: orders\nEvents: {{E: {event}}}"
    function = serverless(properties, resources=f"A: {api}", files={"api/orders.yaml": OPEN_API})
    ((name, route),) = routes(function).items()

    assert (name, route.at.path, route.at.line) == ("post /orders", "api/orders.yaml", 6)
    assert (said(route.integration_timeout), said(route.payload_version), said(route.auth)) == (5000, "1.0", "JWT")


def test_the_api_of_a_file_that_is_not_here_is_unknown() -> None:
    api = "A: {Type: AWS::Serverless::HttpApi, Properties: {DefinitionUri: api.yaml}}"
    text = with_function("AWS::Serverless::Function", f"Events: {{E: {HTTP}}}", api)
    (problem,) = reading(text).problems
    (route,) = routes(functions(text)["F"]).values()

    assert (problem.code, problem.message) == ("LL009", "the API's definition `api.yaml` is not in the project")
    assert said(route.payload_version) is None


def test_a_route_that_the_body_has_is_not_added_by_an_event() -> None:
    own = URI.format("${F.Arn}")
    integration = f'{{type: aws_proxy, payloadFormatVersion: "1.0", uri: !Sub "{own}"}}'
    body = f"{{paths: {{/orders: {{post: {{x-amazon-apigateway-integration: {integration}}}}}}}}}"
    other = HTTP.replace("post", "get")
    function = serverless(
        f"Events: {{Body: {HTTP}, Added: {other}}}",
        resources=f"A: {{Type: AWS::Serverless::HttpApi, Properties: {{DefinitionBody: {body}}}}}",
    )

    versions = {name: said(route.payload_version) for name, route in routes(function).items()}
    assert versions == {"Added": "2.0", "post /orders": "1.0"}
