"""LL145 invalid-boto3-call. See rules/LL145-invalid-boto3-call.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws import boto3
from lambdalint.aws.boto3 import Operation, Service
from lambdalint.checks.meant import meant
from lambdalint.checks.notes import way
from lambdalint.model.code import Confidence, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_METHOD = re.compile(r"boto3\.client\('([^']+)'\)\.(\w+)")
_OF_CLIENTS = frozenset(
    {"can_paginate", "close", "generate_presigned_post", "generate_presigned_url", "get_paginator", "get_waiter"}
)
"""Methods of clients that call no operation."""
_FILLING = frozenset({"s3control"})
"""Services of whose calls botocore takes a part of an ARN for a parameter."""


class InvalidBoto3Call(Struct, frozen=True):
    """Report calls of clients that fail before anything is sent."""

    code: ClassVar[str] = "LL145"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that does not fit what boto3 knows of the service."""
        code = function.code
        for call in code.calls if code is not None else ():
            problem = _problem(call)
            if code is not None and problem is not None:
                yield Finding(
                    self.code,
                    problem,
                    at=call.at,
                    function=function.name,
                    notes=way(function, code, call.reach),
                )


def _problem(call: ReachedCall) -> str | None:
    aws = call.aws
    if aws is None:
        found = _METHOD.fullmatch(call.target or "")
        service = boto3.service(found[1]) if found is not None else None
        return _of_method(service, found[2]) if found is not None and service is not None else None
    service = boto3.service(aws.service) if aws.confidence is Confidence.HIGH else None
    operation = service.operation(aws.method) if service is not None else None
    if operation is None or aws.kind not in ("client", "paginator"):
        return None
    return _of_arguments(call, operation, f"`{aws.service}.{operation.method}`")


def _of_method(service: Service, method: str) -> str | None:
    owner = service.resource()
    if owner is not None and method[:1].isupper() and method in owner.leads_to:
        return f"a client of `{service.name}` has no `{method}`; `boto3.resource({service.name!r})` has"
    near = meant(method, {*service.methods, *_OF_CLIENTS}) if method not in _OF_CLIENTS else None
    return None if near is None else f"a client of `{service.name}` has no method `{method}`; did you mean `{near}`?"


def _of_arguments(call: ReachedCall, operation: Operation, called: str) -> str | None:
    arguments = call.call.arguments
    if not operation.positional and any(one.name is None and not one.unpacked for one in arguments):
        return (
            f"{called} takes no positional arguments; name them: `{operation.parameters[0]}=`"
            if operation.parameters
            else None
        )
    given = [one.name for one in arguments if one.name is not None]
    for name in given:
        near = meant(name, operation.parameters) if name not in (*operation.parameters, "PaginationConfig") else None
        if near is not None:
            return f"{called} has no parameter `{name}`; did you mean `{near}`?"
    unknown = set(given) - {*operation.parameters, "PaginationConfig"}
    if unknown or operation.positional or call.call.unpacks or call.aws is None or call.aws.service in _FILLING:
        return None
    missing = [one for one in operation.parameters if one in operation.required - set(given)]
    return f"{called} needs `{missing[0]}`, which is not given here" if missing else None
