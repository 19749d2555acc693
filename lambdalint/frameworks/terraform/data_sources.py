"""What is known of resources that another deployment made and a data source looks up by their names."""

from __future__ import annotations

from lambdalint.documents.tree import Node
from lambdalint.frameworks.terraform.nodes import joined, scalar, unknown
from lambdalint.model.source import Span

NAMED = {
    "aws_cloudwatch_event_bus": ("name", "events", "event-bus/"),
    "aws_dynamodb_table": ("name", "dynamodb", "table/"),
    "aws_kinesis_stream": ("name", "kinesis", "stream/"),
    "aws_lambda_function": ("function_name", "lambda", "function:"),
    "aws_s3_bucket": ("bucket", "s3", ""),
    "aws_sns_topic": ("name", "sns", ""),
    "aws_sqs_queue": ("name", "sqs", ""),
}
"""The argument that names the resource, and what its ARN says before the name."""


def named_by(kind: str, key: str) -> str | None:
    """The argument that an attribute repeats or holds: a bucket's id is its name."""
    argument, _, _ = NAMED.get(kind, ("", "", ""))
    return argument if argument and key in ("arn", "id") else None


def arn(kind: str, name: Node, at: Span) -> Node:
    """The ARN that a resource of this name has, in a region and an account that only the deployment knows."""
    _, service, before = NAMED[kind]
    place = [scalar("::", at)] if service == "s3" else [unknown("region", at), scalar(":", at), unknown("account", at)]
    start = scalar(f"arn:aws:{service}:", at)
    return joined((start, *place, scalar("" if service == "s3" else f":{before}", at), name), at)
