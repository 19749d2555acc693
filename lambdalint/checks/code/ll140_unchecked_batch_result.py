"""LL140 unchecked-batch-result. See rules/LL140-unchecked-batch-result.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws import boto3
from lambdalint.checks.notes import way
from lambdalint.checks.results import keys_read
from lambdalint.model.code import Code, Confidence, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_READS = ("batch_check_", "batch_describe_", "batch_detect_", "batch_get_", "batch_lookup_", "get_")
"""What such a method could not give is missing in what it gives, where code finds out by itself."""
_THROTTLED = frozenset({("dynamodb", "batch_get_item")})
"""It leaves out whatever did not fit into 16 MB or into the table's capacity."""


class UncheckedBatchResult(Struct, frozen=True):
    """Report calls that may partly fail, where nothing asks what failed."""

    code: ClassVar[str] = "LL140"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call whose answer's list of failures nobody reads."""
        code = function.code
        if code is None:
            return
        for call in code.calls:
            failures = _failures(call)
            if failures and _is_unread(call, failures, code):
                yield Finding(
                    self.code,
                    f"`{call.name}` does not raise when a part of it fails; look at `{failures[0]}`, and send that part again",
                    at=call.at,
                    function=function.name,
                    label="what failed is lost",
                    notes=way(function, code, call.reach),
                )


def _failures(call: ReachedCall) -> tuple[str, ...]:
    """The fields that name what failed; none for what boto3 retries or turns into several calls by itself."""
    aws = call.aws
    if aws is None or aws.confidence is Confidence.LOW or call.name != aws.method:
        return ()
    if aws.method.startswith(_READS) and (aws.service, aws.method) not in _THROTTLED:
        return ()
    service = boto3.service(aws.service)
    operation = service.operation(aws.method) if service is not None else None
    return operation.partial_failures if operation is not None else ()


def _is_unread(call: ReachedCall, failures: tuple[str, ...], code: Code) -> bool:
    read = keys_read(call, code)
    return read is not None and read.isdisjoint(failures) and not _tells_by_success(call, read)


def _tells_by_success(call: ReachedCall, read: frozenset[str]) -> bool:
    """What went well is listed too: code may compare that with what it sent."""
    return call.aws is not None and bool(read & {"Successful", "Entries", "RequestResponses", "Records", "Deleted"})
