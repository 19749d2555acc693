"""Names as `naming` writes them to the AWS operations they call: `boto3.client('s3').get_object` to GetObject."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from lambdalint.aws import boto3
from lambdalint.aws.boto3 import Resource, Service
from lambdalint.model.code import Confidence, ServiceCall, ServiceCallKind

_OPENING = re.compile(r"boto3\.(client|resource)\('([^']+)'\)")
_STEP = re.compile(r"\.(?P<name>\w+)(?:\((?:'(?P<text>[^']*)')?\))?(?P<element>(?:\[\*\])*)")
"""An attribute, called or not, and `[*]` for one of what it holds."""
_PAGED = frozenset({"all", "filter", "limit", "page_size", "pages", "iterator"})
"""What a collection of resources has besides its batch actions; each gives the collection again."""


class _Place(Struct, frozen=True):
    """Where a path through a service's resources leads; `listing` is the client's method that fills a collection."""

    resource: Resource
    listing: str | None = None


@cache
def service_call_of(name: str) -> ServiceCall | None:
    """The AWS operation that a name calls, as surely as the name is known; None when it calls none."""
    opening, steps = _parsed(name)
    service = boto3.service(opening[2]) if opening else None
    if opening is None or service is None or not steps:
        return None
    return _by_client(service, steps) if opening[1] == "client" else _by_resource(service, steps)


def holds_resources(name: str) -> bool:
    """Whether what a name stands for is a collection or a list of resources: `boto3.resource('s3').buckets.all()`."""
    if not (name.startswith("boto3.resource('") and name.endswith((")", ".pages()[*]"))):
        return False
    opening, steps = _parsed(name)
    service = boto3.service(opening[2]) if opening else None
    owner = _lead(service, steps[:-1]) if service and steps else None
    if owner is None:
        return False
    last = steps[-1]["name"]
    return owner.listing is not None or (last in owner.resource.operations and last in owner.resource.leads_to)


def _parsed(name: str) -> tuple[re.Match[str] | None, list[re.Match[str]]]:
    opening = _OPENING.match(name)
    return opening, list(_STEP.finditer(name, opening.end())) if opening else []


def _by_client(service: Service, steps: list[re.Match[str]]) -> ServiceCall | None:
    match [(step["name"], step["text"]) for step in steps]:
        case [(method, None)]:
            return _call(service, method, "client")
        case [("get_paginator", str(method)), ("paginate", None)]:
            return _call(service, method, "paginator")
        case [("get_waiter", str(waiter)), ("wait", None)]:
            return _wait(service, waiter)
        case _:
            return None


def _by_resource(service: Service, steps: list[re.Match[str]]) -> ServiceCall | None:
    names = [step["name"] for step in steps]
    if names[-3:-1] == ["meta", "client"]:
        return _by_client(service, steps[-1:])
    place, last = _lead(service, steps[:-1]), names[-1]
    if place is None:
        return None
    if place.listing is not None:
        method = place.listing if last in _PAGED else place.resource.batch.get(last)
    elif last in place.resource.waiters:
        return _wait(service, place.resource.waiters[last])
    else:
        method = place.resource.operations.get(last)
    return None if method is None else _call(service, method, "resource")


def _lead(service: Service, steps: list[re.Match[str]]) -> _Place | None:
    """Where a path leads; None when it is no path through the service's resources."""
    resource, listing = service.resource(), None
    for step in steps:
        name = step["name"]
        if resource is None:
            return None
        if listing is None or name not in _PAGED:
            listing = resource.collections.get(name)
            resource = service.resource(resource.leads_to[name]) if name in resource.leads_to else None
        if step["element"]:
            listing = None
    return None if resource is None else _Place(resource, listing)


def _call(service: Service, method: str, kind: ServiceCallKind) -> ServiceCall | None:
    operation = service.operation(method)
    if operation is None:
        return None
    return ServiceCall(service.name, method, operation.name, kind, Confidence.HIGH)


def _wait(service: Service, name: str) -> ServiceCall | None:
    waiter = service.waiter(name)
    operation = service.operation(waiter.method) if waiter else None
    if operation is None:
        return None
    return ServiceCall(service.name, operation.method, operation.name, "waiter", Confidence.HIGH, name)
