"""Entities as one would write them, with one spelling for each thing."""

from __future__ import annotations

import re

from lambdalint.code.entities import Definition, Entity, External, Instance, Namespace, Type
from lambdalint.code.finder import Finder

_SESSION = re.compile(
    r"(?:boto3(?:\.session)?\.Session|boto3\._get_default_session|botocore\.session\.(?:get_session|Session))\(\)"
)
"""The ways to a session, whose clients and resources are `boto3`'s own."""
_ASYNC_SESSION = re.compile(r"(?:aioboto3(?:\.session)?\.Session|aiobotocore\.session\.(?:get_session|AioSession))\(\)")
"""Clients of such a session have the same methods; but they live in an event loop, so making one is another matter."""
_STUB = re.compile(
    r"(?:mypy_boto3|types_boto3|types_aiobotocore|types_aioboto3)_(\w+)(?:\.(?:client|service_resource))?\.(\w+)"
)
"""A class of the type stubs: `mypy_boto3_s3.client.S3Client`."""
_DECIDING = {
    "boto3.client": "service_name",
    "boto3.resource": "service_name",
    "get_paginator": "operation_name",
    "get_waiter": "waiter_name",
}


def describe(entity: Entity, finder: Finder) -> str:
    """An entity as one would write it."""
    match entity:
        case External(name=name):
            return _of_boto3(name)
        case Definition(module=module, function=function):
            return f"{finder.name_of(module.key)}.{function.name}"
        case Type(module=module, definition=definition) | Instance(module=module, definition=definition):
            return f"{finder.name_of(module.key)}.{definition.name}"
        case Namespace(dotted=dotted):
            return dotted


def deciding_argument(callee: str) -> str | None:
    """The parameter whose text decides what a call gives; None when none does."""
    callee = _of_boto3(callee, _ASYNC_SESSION)
    return _DECIDING.get(callee) or (_DECIDING.get(callee.rpartition(".")[2]) if callee.startswith("boto3.") else None)


def result_name(callee: str, text: str | None) -> str:
    """What a call gives: a client is known by its service; any other result by what made it."""
    return f"{_of_boto3(callee, _ASYNC_SESSION)}({'' if text is None else repr(text)})"


def object_name(type_name: str) -> str | None:
    """What an object of a class of an AWS SDK or of its type stubs is written as; None for any other class."""
    made = f"{type_name}()"
    if _SESSION.fullmatch(made) or _ASYNC_SESSION.fullmatch(made):
        return made
    stub = _STUB.fullmatch(type_name)
    if stub is None:
        return None
    service, class_name = stub[1].replace("_", "-"), stub[2]
    if class_name.endswith("Client"):
        return f"boto3.client({service!r})"
    resource = f"boto3.resource({service!r})"
    return resource if class_name.endswith("ServiceResource") else f"{resource}.{class_name}()"


def _of_boto3(name: str, *more: re.Pattern[str]) -> str:
    """The same name for all ways to a session's clients."""
    for session in (_SESSION, *more):
        found = session.match(name)
        if found is not None:
            rest = name[found.end() :]
            return f"boto3{rest.replace('.create_client', '.client', 1) if rest.startswith('.create_client') else rest}"
    return name
