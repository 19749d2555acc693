"""What the second argument of a handler has.

Source, read 2026-11-23: `awslambdaric.lambda_context.LambdaContext` of awslambdaric 4.2.2, the runtime's own package;
https://docs.aws.amazon.com/lambda/latest/dg/python-context.html.
"""

from __future__ import annotations

METHODS = frozenset({"get_remaining_time_in_millis", "log", "w3c"})
TEXTS = frozenset(
    {
        "aws_request_id",
        "function_name",
        "function_version",
        "invoked_function_arn",
        "log_group_name",
        "log_stream_name",
        "memory_limit_in_mb",
        "tenant_id",
    }
)
"""Attributes that are text, also where they look like a number."""
ATTRIBUTES = METHODS | TEXTS | {"client_context", "identity"}
