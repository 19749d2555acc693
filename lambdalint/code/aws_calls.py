"""Which calls run an AWS operation: by what they surely call, else by how well a guess fits."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from lambdalint.aws import boto3
from lambdalint.aws.boto3 import Operation
from lambdalint.code.decorators import last_name
from lambdalint.code.guesses import guesses
from lambdalint.code.services import service_call_of
from lambdalint.model.code import Confidence, ServiceCall
from lambdalint.model.module import Call, Module
from lambdalint.model.value import Attribute

_SETTINGS = {"paginator": "PaginationConfig", "waiter": "WaiterConfig"}
"""What boto3 takes beside the operation's own parameters."""


def service_call(call: Call, at: Module, names: tuple[str, ...], *, outside: bool) -> ServiceCall | None:
    """The AWS operation of a call; `names` are all it may call, `outside` says that none is the project's own code."""
    found = dict.fromkeys(one for one in map(service_call_of, names) if one is not None)
    if len(found) > 1:
        found = dict.fromkeys(one for one in found if _fits(call, one))
    if len(found) == 1:
        (only,) = found
        return only if len(names) == 1 else replace(only, confidence=Confidence.MEDIUM)
    return None if found or not outside else _guess(call, at, names)


def _guess(call: Call, at: Module, names: Iterable[str]) -> ServiceCall | None:
    if not isinstance(call.callee, Attribute):
        return None
    is_client = any(name.startswith(("boto3.client()", "boto3.resource()")) for name in names)
    for owner, confidence in guesses(call.callee.of, at):
        found = service_call_of(f"{owner}.{call.callee.name}")
        if found is not None and _fits(call, found):
            return replace(found, confidence=Confidence.MEDIUM if is_client else confidence)
    return None


def _fits(call: Call, found: ServiceCall) -> bool:
    """Whether a call's arguments are those of the operation: named, known, and all that are required."""
    service = boto3.service(found.service)
    operation = service.operation(found.method) if service else None
    if operation is None:
        return False
    given = {argument.name for argument in call.arguments if argument.name is not None}
    known = {*operation.parameters, _SETTINGS.get(found.kind, "")}
    return given <= known and _suffices(call, found, operation, given)


def _suffices(call: Call, found: ServiceCall, operation: Operation, given: set[str]) -> bool:
    if any(argument.name is None and not argument.unpacked for argument in call.arguments):
        return operation.positional
    if found.kind == "resource":
        # A resource fills in parameters by itself; without any other, a name as short as `delete` says nothing.
        return bool(given) or call.unpacks or "_" in last_name(call.callee)
    return call.unpacks or operation.required <= given
