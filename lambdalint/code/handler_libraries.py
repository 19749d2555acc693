"""The libraries that stand between the Lambda runtime and people's functions, and what they are told apart by."""

from __future__ import annotations

import re

DECORATORS = re.compile(
    r"aws_lambda_powertools\..*\.(?:inject_lambda_context|capture_lambda_handler|log_metrics|event_source|event_parser"
    r"|validator|idempotent|batch_processor|async_batch_processor|kafka_consumer)"
    r"|aws_durable_execution_sdk_python\.(?:.*\.)?durable_(?:execution|handler)"
    r"|datadog_lambda\.wrapper\.datadog_lambda_wrapper"
    r"|sentry_sdk\.integrations\.serverless\.serverless_function"
    r"|newrelic\.agent\.lambda_handler(?:\(\))?"
    r"|lumigo_tracer\.(?:lumigo_tracer|tracer\.lumigo_tracer)"
    r"|lambda_decorators\.\w+"
)
"""Decorators that only a handler takes."""

TRANSPARENT = re.compile(
    r"aws_lambda_powertools\..*\.(?:inject_lambda_context|capture_lambda_handler|log_metrics|event_source|validator|idempotent)"
    r"|datadog_lambda\.wrapper\.datadog_lambda_wrapper"
    r"|builtins\.(?:staticmethod|classmethod)|functools\.wraps"
)
"""Decorators that call the handler once, with event and context, and answer what it returns."""

MIDDLEWARE = re.compile(r"aws_lambda_powertools\.middleware_factory\.(?:factory\.)?lambda_handler_decorator")
"""What turns a function of the project into a decorator for handlers."""

DURABLE = re.compile(r"aws_durable_execution_sdk_python\.(?:.*\.)?durable_(?:execution|handler)")
"""Decorators whose functions take a `DurableContext` in place of the runtime's context."""

MAKERS = re.compile(
    r"(?:mangum\.(?:adapter\.)?Mangum|apig_wsgi\.make_lambda_handler"
    r"|ask_sdk(?:_core)?\.(?:\w+\.)?\w*SkillBuilder\(\)\.lambda_handler"
    r"|crhelper\.(?:\w+\.)?CfnResource)\(\)"
    r"|aws_lambda_powertools\.event_handler\..*\)\.resolve"
    r"|ask_sdk(?:_core)?\.(?:\w+\.)?\w*SkillBuilder\(\)\.lambda_handler"
)
"""Objects that the runtime can call, by how they are made."""

DISPATCHERS = re.compile(
    r"aws_lambda_powertools\.event_handler\..*\)\.resolve"
    r"|aws_lambda_powertools\.utilities\.batch\.(?:\w+\.)?(?:async_)?process_partial_response"
    r"|mangum\.(?:adapter\.)?Mangum\(\)"
    r"|serverless_wsgi\.handle_request|(?:awsgi|aws_wsgi)\.response"
    r"|slack_bolt\.adapter\.aws_lambda\..*SlackRequestHandler\(\)\.handle"
    r"|ask_sdk(?:_core)?\..*\.lambda_handler\(\)"
    r"|crhelper\.(?:\w+\.)?CfnResource\(\)"
)
"""What a handler that only passes its event on calls with it."""

ROUTED = re.compile(
    r"chalice\.(?:\w+\.)?(?:Chalice|Blueprint)\(\)\.(?P<chalice>route|lambda_function|schedule|authorizer|on_\w+)"
)
"""Decorators by which a function becomes a Lambda function, or part of one, without a handler of its own."""

REGISTERS = frozenset(
    {
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "head",
        "options",
        "route",
        "middleware",
        "use",
        "resolver",
        "exception_handler",
        "not_found",
        "errorhandler",
        "event",
        "command",
        "action",
        "shortcut",
        "view",
        "message",
        "error",
        "create",
        "update",
        "poll_create",
        "poll_update",
        "poll_delete",
        "request_handler",
        "before_request",
        "after_request",
        "lambda_function",
        "schedule",
        "on_sqs_message",
        "on_s3_event",
        "on_sns_message",
        "on_kinesis_record",
        "on_dynamodb_record",
        "authorizer",
        "async_on_publish",
        "on_publish",
        "on_subscribe",
        "websocket",
    }
)
"""Methods of frameworks by which a decorated function becomes a target of the handler's dispatch."""

PLATFORMS = ("azure.functions", "functions_framework", "google.cloud", "google.events")
"""Modules of other platforms whose functions take an event and a context too."""
