"""Everything of Terraform that invokes a function, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lambdalint.disk import Disk
from lambdalint.model.function import Function
from lambdalint.sources import Sources
from lambdalint.stacks import read_stacks

F = "aws_lambda_function.f"
PERMISSION = f'resource "aws_lambda_permission" "p" {{\n  function_name = {F}.function_name\n  action = "lambda:InvokeFunction"\n'
REST = 'resource "aws_api_gateway_rest_api" "api" { name = "api" }\n'
HTTP = 'resource "aws_apigatewayv2_api" "api" {\n  protocol_type = "HTTP"\n  name = "api"\n}\n'


def function(folder: Path, text: str) -> Function:
    (folder / "main.tf").write_text(f'resource "aws_lambda_function" "f" {{ handler = "app.f" }}\n{text}')
    (reading,) = read_stacks(["main.tf"], (), Sources(Disk(folder))).readings
    assert not reading.problems
    return next(each for each in reading.stack.functions if each.name == "f")


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        (f"""{REST}
resource "aws_api_gateway_resource" "r" {{
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = "orders"
}}
resource "aws_api_gateway_method" "m" {{
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.r.id
  http_method = "GET"
}}
resource "aws_api_gateway_integration" "i" {{
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_method.m.resource_id
  http_method = aws_api_gateway_method.m.http_method
  type        = "AWS_PROXY"
  uri         = {F}.invoke_arn
}}
""", ["HttpTrigger /orders"]),
        (f"""{HTTP}
resource "aws_apigatewayv2_integration" "i" {{
  api_id           = aws_apigatewayv2_api.api.id
  integration_type = "AWS_PROXY"
  integration_uri  = {F}.invoke_arn
}}
resource "aws_apigatewayv2_route" "r" {{
  for_each  = toset(["GET /a", "POST /b"])
  api_id    = aws_apigatewayv2_api.api.id
  route_key = each.key
  target    = "integrations/${{aws_apigatewayv2_integration.i.id}}"
}}
""", ["HttpTrigger /a", "HttpTrigger /b"]),
        (f'{REST}{PERMISSION}  principal = "apigateway.amazonaws.com"\n  source_arn = "${{aws_api_gateway_rest_api.api.execution_arn}}/*/*"\n}}\n', ["HttpTrigger"]),
        (f'{PERMISSION}  principal = "apigateway.amazonaws.com"\n  source_arn = "arn:aws:execute-api:eu-west-1:1:x/*"\n}}\n', []),
        (f"""{HTTP}{PERMISSION}  principal = "apigateway.amazonaws.com"
  source_arn = "${{aws_apigatewayv2_api.api.execution_arn}}/authorizers/x"
}}
""", []),
        (f'resource "aws_lambda_function_url" "u" {{\n  function_name = {F}.arn\n  authorization_type = "NONE"\n}}\n', ["HttpTrigger"]),
        (f"""
resource "aws_lb_target_group" "g" {{ target_type = "lambda" }}
resource "aws_lb_target_group_attachment" "a" {{
  target_group_arn = aws_lb_target_group.g.arn
  target_id        = {F}.arn
}}
""", ["HttpTrigger"]),
        (f"""
resource "aws_cloudwatch_log_group" "g" {{ name = "app" }}
resource "aws_cloudwatch_log_subscription_filter" "s" {{
  log_group_name  = aws_cloudwatch_log_group.g.name
  destination_arn = {F}.arn
  filter_pattern  = ""
}}
""", ["LogsTrigger"]),
        (f'resource "aws_cognito_user_pool" "u" {{\n  lambda_config {{\n    pre_sign_up = {F}.arn\n  }}\n}}\n', ["CognitoTrigger"]),
        (f'resource "aws_sfn_state_machine" "m" {{\n  definition = jsonencode({{ States = {{ A = {{ Type = "Task", Resource = {F}.arn }} }} }})\n}}\n', ["StateMachineTrigger"]),
        (f"""
resource "aws_s3_bucket_notification" "n" {{
  bucket = "elsewhere"
  dynamic "lambda_function" {{
    for_each = {{ a = "in/", b = "out/" }}
    content {{
      lambda_function_arn = {F}.arn
      events              = ["s3:ObjectCreated:*"]
      filter_prefix       = lambda_function.value
    }}
  }}
}}
""", ["BucketTrigger", "BucketTrigger"]),
        (f'resource "aws_sns_topic_subscription" "s" {{\n  topic_arn = "arn:aws:sns:eu-west-1:1:t"\n  protocol = "lambda"\n  endpoint = {F}.arn\n}}\n', ["TopicTrigger"]),
        (f'resource "aws_scheduler_schedule" "s" {{\n  schedule_expression = "rate(1 day)"\n  target {{\n    arn = {F}.arn\n  }}\n}}\n', ["ScheduleTrigger"]),
        (f"""
resource "aws_cloudwatch_event_rule" "r" {{
  name          = "placed"
  event_pattern = jsonencode({{ source = ["shop"] }})
}}
resource "aws_cloudwatch_event_target" "t" {{
  rule = "placed"
  arn  = {F}.arn
}}
""", ["EventTrigger"]),
        (f"""
resource "aws_dynamodb_table" "t" {{
  name             = "t"
  stream_enabled   = true
  stream_view_type = "KEYS_ONLY"
}}
resource "aws_lambda_alias" "live" {{
  name          = "live"
  function_name = {F}.function_name
}}
resource "aws_lambda_event_source_mapping" "m" {{
  function_name     = aws_lambda_alias.live.arn
  event_source_arn  = aws_dynamodb_table.t.stream_arn
  starting_position = "LATEST"
}}
""", ["StreamTrigger"]),
        (f"""
module "alias" {{
  source        = "terraform-aws-modules/lambda/aws//modules/alias"
  name          = "live"
  function_name = {F}.function_name
  event_source_mapping = {{
    q = {{ event_source_arn = "arn:aws:sqs:eu-west-1:1:q", scaling_config = {{ maximum_concurrency = 5 }} }}
  }}
}}
""", ["QueueTrigger"]),
    ],
)  # fmt: skip
def test_what_invokes_a_function_is_known(tmp_path: Path, text: str, triggers: list[str]) -> None:
    found = function(tmp_path, text)
    paths = [getattr(trigger, "path", None) for trigger in found.triggers]

    assert [
        f"{type(trigger).__name__} {path.value if path else ''}".removesuffix(" None").strip()
        for trigger, path in zip(found.triggers, paths, strict=True)
    ] == triggers
    assert found.triggers_complete


def test_statements_of_a_data_source_may_be_repeated_over_literals(tmp_path: Path) -> None:
    text = """
data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = { read = ["s3:GetObject"], write = ["s3:PutObject"] }
    content {
      actions   = statement.value
      resources = ["arn:aws:s3:::b/${statement.key}/*"]
    }
  }
}
resource "aws_iam_role" "r" { name = "r" }
resource "aws_iam_policy" "p" { policy = data.aws_iam_policy_document.d.json }
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = aws_iam_policy.p.arn
}
resource "aws_lambda_function" "g" { role = aws_iam_role.r.arn }
"""
    (tmp_path / "main.tf").write_text(text)
    (reading,) = read_stacks(["main.tf"], (), Sources(Disk(tmp_path))).readings
    role = reading.stack.functions[0].configuration.role

    assert role is not None
    assert [(grant.actions, grant.resources) for grant in role.grants] == [
        (("s3:GetObject",), ("arn:aws:s3:::b/read/*",)),
        (("s3:PutObject",), ("arn:aws:s3:::b/write/*",)),
    ]
    assert role.complete


def test_settings_that_are_resources_of_their_own_belong_to_the_function(tmp_path: Path) -> None:
    found = function(
        tmp_path,
        f"""
resource "aws_lambda_function_event_invoke_config" "c" {{
  function_name                = {F}.function_name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}}
resource "aws_lambda_function_recursion_config" "c" {{
  function_name  = {F}.function_name
  recursive_loop = "Allow"
}}
resource "aws_lambda_provisioned_concurrency_config" "c" {{
  function_name                     = {F}.function_name
  provisioned_concurrent_executions = 3
  qualifier                         = "1"
}}
""",
    ).configuration

    assert (found.async_invocation.retries.value, found.async_invocation.maximum_age.value) == (0, 60)
    assert found.recursive_loop is not None
    assert found.recursive_loop.value == "Allow"
    assert found.provisioned_concurrency is not None
    assert found.provisioned_concurrency.value == 3
