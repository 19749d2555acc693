"""What is known of the AWS operation that a call runs, as several checks ask."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.aws import boto3
from lambdalint.aws.boto3 import Operation
from lambdalint.model.code import Code, Confidence, ReachedCall


def operation_of(call: ReachedCall) -> Operation | None:
    """The operation that a call runs by itself; None when that is a guess, or boto3 runs it on the way to something else."""
    aws = call.aws
    if aws is None or aws.confidence is Confidence.LOW or call.name != aws.method:
        return None
    service = boto3.service(aws.service)
    return service.operation(aws.method) if service is not None else None


def calls_of(code: Code, *operations: tuple[str, str]) -> Iterator[ReachedCall]:
    """The calls that surely run one of some operations, each written as service and method."""
    for call in code.calls:
        if (
            call.aws is not None
            and operation_of(call) is not None
            and (call.aws.service, call.aws.method) in operations
        ):
            yield call
