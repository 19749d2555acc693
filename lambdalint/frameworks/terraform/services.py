"""Which resource of CloudFormation each of Terraform's is, and its properties in CloudFormation's words."""

from __future__ import annotations

from lambdalint.documents.tree import Node
from lambdalint.frameworks.cloudformation.values import call_in
from lambdalint.frameworks.terraform.code import code
from lambdalint.frameworks.terraform.function_words import FUNCTION, INVOKE_CONFIG, MAPPING
from lambdalint.frameworks.terraform.json_text import parsed
from lambdalint.frameworks.terraform.nodes import is_known, mapping, scalar
from lambdalint.frameworks.terraform.operators import truth
from lambdalint.frameworks.terraform.policies import document
from lambdalint.frameworks.terraform.wording import Given, Words, each, json, one, unless


def _stream(given: Given) -> Node | None:
    view = given.value("stream_view_type")
    enabled = given.value("stream_enabled")
    if view is None or (enabled is not None and truth(enabled) is False):
        return None
    return mapping({"StreamViewType": view}, view.at)


def _state(given: Given) -> Node | None:
    """An older argument is true or false."""
    enabled = given.value("is_enabled")
    if enabled is None:
        return given.value("state")
    on = truth(enabled)
    return enabled if on is None else scalar("ENABLED" if on else "DISABLED", enabled.at)


def _definition(given: Given) -> Node | None:
    node = given.value("definition")
    found = parsed(node) if node is not None else None
    return found if found is not None and is_known(found) else None


def _definition_text(given: Given) -> Node | None:
    node = given.value("definition")
    return node if node is not None and _definition(given) is None and _given_to_definition(given) is None else None


def _given_to_definition(given: Given) -> Node | None:
    """The variables of a template that is not read: the definition can only invoke what it is given."""
    node = given.value("definition")
    match call_in(node) if node is not None else None:
        case "TemplateFile", variables:
            return variables
        case _:
            return None


DEAD_LETTER_ARN = one("dead_letter_config", {"Arn": "arn"})

POOL_EVENTS: Words = {
    "CreateAuthChallenge": "create_auth_challenge",
    "CustomMessage": "custom_message",
    "DefineAuthChallenge": "define_auth_challenge",
    "PostAuthentication": "post_authentication",
    "PostConfirmation": "post_confirmation",
    "PreAuthentication": "pre_authentication",
    "PreSignUp": "pre_sign_up",
    "PreTokenGeneration": "pre_token_generation",
    "PreTokenGenerationConfig": one("pre_token_generation_config", {"LambdaArn": "lambda_arn"}),
    "UserMigration": "user_migration",
    "VerifyAuthChallengeResponse": "verify_auth_challenge_response",
    "CustomEmailSender": one("custom_email_sender", {"LambdaArn": "lambda_arn"}),
    "CustomSMSSender": one("custom_sms_sender", {"LambdaArn": "lambda_arn"}),
}

SERVICES: dict[str, tuple[str, Words]] = {
    "aws_api_gateway_authorizer": (
        "AWS::ApiGateway::Authorizer",
        {"AuthorizerUri": "authorizer_uri", "Type": lambda given: given.value("type") or scalar("TOKEN", given.at)},
    ),
    "aws_api_gateway_method": (
        "AWS::ApiGateway::Method",
        {
            "RestApiId": "rest_api_id",
            "ResourceId": "resource_id",
            "HttpMethod": "http_method",
            "AuthorizationType": "authorization",
        },
    ),
    "aws_api_gateway_resource": (
        "AWS::ApiGateway::Resource",
        {"RestApiId": "rest_api_id", "ParentId": "parent_id", "PathPart": "path_part"},
    ),
    "aws_api_gateway_rest_api": (
        "AWS::ApiGateway::RestApi",
        {"Body": json("body"), "EndpointConfiguration": one("endpoint_configuration", {"Types": "types"})},
    ),
    "aws_apigatewayv2_api": (
        "AWS::ApiGatewayV2::Api",
        {"ProtocolType": "protocol_type", "Target": "target", "RouteKey": "route_key", "Body": json("body")},
    ),
    "aws_apigatewayv2_authorizer": (
        "AWS::ApiGatewayV2::Authorizer",
        {
            "ApiId": "api_id",
            "AuthorizerUri": "authorizer_uri",
            "AuthorizerType": "authorizer_type",
            "AuthorizerPayloadFormatVersion": "authorizer_payload_format_version",
            "EnableSimpleResponses": "enable_simple_responses",
        },
    ),
    "aws_apigatewayv2_integration": (
        "AWS::ApiGatewayV2::Integration",
        {
            "ApiId": "api_id",
            "IntegrationType": "integration_type",
            "IntegrationUri": "integration_uri",
            "PayloadFormatVersion": "payload_format_version",
            "TimeoutInMillis": "timeout_milliseconds",
            "RequestParameters": "request_parameters",
        },
    ),
    "aws_apigatewayv2_route": (
        "AWS::ApiGatewayV2::Route",
        {"ApiId": "api_id", "RouteKey": "route_key", "Target": "target", "AuthorizationType": "authorization_type"},
    ),
    "aws_cloudwatch_event_bus": ("AWS::Events::EventBus", {"Name": "name"}),
    "aws_cloudwatch_event_rule": (
        "AWS::Events::Rule",
        {
            "ScheduleExpression": "schedule_expression",
            "EventPattern": json("event_pattern"),
            "EventBusName": "event_bus_name",
            "State": _state,
        },
    ),
    "aws_cloudwatch_log_group": (
        "AWS::Logs::LogGroup",
        {"LogGroupName": "name", "RetentionInDays": unless("retention_in_days", "0")},
    ),
    "aws_cloudwatch_log_subscription_filter": (
        "AWS::Logs::SubscriptionFilter",
        {"DestinationArn": "destination_arn", "LogGroupName": "log_group_name", "FilterPattern": "filter_pattern"},
    ),
    "aws_cognito_user_pool": ("AWS::Cognito::UserPool", {"LambdaConfig": one("lambda_config", POOL_EVENTS)}),
    "aws_docdb_cluster": ("AWS::DocDB::DBCluster", {}),
    "aws_dynamodb_table": ("AWS::DynamoDB::Table", {"TableName": "name", "StreamSpecification": _stream}),
    "aws_iam_policy": ("AWS::IAM::ManagedPolicy", {"PolicyDocument": document("policy")}),
    "aws_iam_role": (
        "AWS::IAM::Role",
        {
            "ManagedPolicyArns": "managed_policy_arns",
            "Policies": each("inline_policy", {"PolicyName": "name", "PolicyDocument": document("policy")}),
        },
    ),
    "aws_kinesis_stream": ("AWS::Kinesis::Stream", {"Name": "name"}),
    "aws_kinesis_stream_consumer": ("AWS::Kinesis::StreamConsumer", {}),
    "aws_lambda_alias": ("AWS::Lambda::Alias", {"FunctionName": "function_name", "Name": "name"}),
    "aws_lambda_event_source_mapping": ("AWS::Lambda::EventSourceMapping", MAPPING),
    "aws_lambda_function": ("AWS::Lambda::Function", FUNCTION),
    "aws_lambda_function_event_invoke_config": ("AWS::Lambda::EventInvokeConfig", INVOKE_CONFIG),
    "aws_lambda_function_url": (
        "AWS::Lambda::Url",
        {
            "TargetFunctionArn": "function_name",
            "AuthType": "authorization_type",
            "InvokeMode": "invoke_mode",
            "Cors": one("cors", {"AllowOrigins": "allow_origins"}),
        },
    ),
    "aws_lambda_layer_version": ("AWS::Lambda::LayerVersion", {"Content": code}),
    "aws_lambda_permission": (
        "AWS::Lambda::Permission",
        {
            "Action": "action",
            "FunctionName": "function_name",
            "Principal": "principal",
            "SourceArn": "source_arn",
            "SourceAccount": "source_account",
            "FunctionUrlAuthType": "function_url_auth_type",
            "InvokedViaFunctionUrl": "invoked_via_function_url",
            "PrincipalOrgID": "principal_org_id",
        },
    ),
    "aws_lambda_provisioned_concurrency_config": (
        "AWS::Lambda::Version",
        {
            "FunctionName": "function_name",
            "ProvisionedConcurrencyConfig": lambda given: mapping(
                {
                    "ProvisionedConcurrentExecutions": given.value("provisioned_concurrent_executions")
                    or scalar(None, given.at)
                },
                given.at,
            ),
        },
    ),
    "aws_lb_target_group": ("AWS::ElasticLoadBalancingV2::TargetGroup", {"TargetType": "target_type"}),
    "aws_mq_broker": ("AWS::AmazonMQ::Broker", {}),
    "aws_msk_cluster": ("AWS::MSK::Cluster", {}),
    "aws_msk_serverless_cluster": ("AWS::MSK::ServerlessCluster", {}),
    "aws_s3_bucket": ("AWS::S3::Bucket", {"BucketName": "bucket"}),
    "aws_scheduler_schedule": (
        "AWS::Scheduler::Schedule",
        {
            "ScheduleExpression": "schedule_expression",
            "State": "state",
            "Target": one("target", {"Arn": "arn", "Input": json("input"), "DeadLetterConfig": DEAD_LETTER_ARN}),
        },
    ),
    "aws_sfn_state_machine": (
        "AWS::StepFunctions::StateMachine",
        {
            "Definition": _definition,
            "DefinitionString": _definition_text,
            "DefinitionSubstitutions": _given_to_definition,
        },
    ),
    "aws_sns_topic": ("AWS::SNS::Topic", {"TopicName": "name"}),
    "aws_sns_topic_subscription": (
        "AWS::SNS::Subscription",
        {
            "Protocol": "protocol",
            "Endpoint": "endpoint",
            "TopicArn": "topic_arn",
            "FilterPolicy": json("filter_policy"),
            "RedrivePolicy": json("redrive_policy"),
        },
    ),
    "aws_sqs_queue": (
        "AWS::SQS::Queue",
        {
            "QueueName": "name",
            "VisibilityTimeout": "visibility_timeout_seconds",
            "FifoQueue": "fifo_queue",
            "MessageRetentionPeriod": "message_retention_seconds",
            "RedrivePolicy": json("redrive_policy"),
            "KmsMasterKeyId": unless("kms_master_key_id", ""),
            "SqsManagedSseEnabled": "sqs_managed_sse_enabled",
        },
    ),
}

HARMLESS = {
    "aws_api_gateway_": "AWS::ApiGateway::",
    "aws_apigatewayv2_": "AWS::ApiGatewayV2::",
    "aws_appautoscaling_": "AWS::ApplicationAutoScaling::",
    "aws_cloudwatch_": "AWS::CloudWatch::",
    "aws_codedeploy_": "AWS::CodeDeploy::",
    "aws_iam_": "AWS::IAM::",
    "aws_kms_": "AWS::KMS::",
    "aws_lambda_": "AWS::Lambda::",
    "aws_s3_": "AWS::S3::",
    "aws_sns_": "AWS::SNS::",
    "aws_sqs_": "AWS::SQS::",
    "aws_ssm_parameter": "AWS::SSM::",
}
"""Resources that name functions to watch, scale or allow them, with the services of CloudFormation that do."""


def other_type(kind: str) -> str:
    """A type for what is not in the table: what CloudFormation's reader takes for harmless, or one it knows nothing of."""
    service = next((name for prefix, name in HARMLESS.items() if kind.startswith(prefix)), None)
    return f"{service or 'Terraform::'}{kind}"
