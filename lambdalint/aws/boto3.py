"""What boto3's clients and resources can do: operations, pages, waits, partial failures and the permissions they need.

`scripts/refresh_boto3.py` derives the tables from botocore, boto3 and cfn-lint (`boto3_sources.json` says from which
versions). One JSON file a service, because a run meets two or three of 439. Measured: reading S3's takes 0.08 ms and that of
EC2, the largest, 0.4 ms; in one file for all, finding a service takes 0.9 ms and reading all 20 ms, and an index of offsets
alone takes longer to read than most services. A refresh shows as a readable difference of the services that changed. They
are 0.5 MB of the wheel.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

TABLES = Path(__file__).parent / "boto3_services"
_NAME = re.compile(r"[a-z0-9-]+")
"""A service's name; what code calls one may be anything."""


class Paginator(Struct, frozen=True):
    """How an operation's pages follow one another."""

    input_tokens: tuple[str, ...]
    output_tokens: tuple[str, ...]
    """JMESPath into the answer: `NextMarker || Contents[-1].Key`."""
    result_keys: tuple[str, ...]
    limit_key: str | None
    more_results: str | None
    """The field that says whether there are more: `IsTruncated`."""


class Operation(Struct, frozen=True):
    """A method of a client that calls AWS. `upload_file` and the like count as the operation they come down to."""

    method: str
    name: str
    """AWS's name: `ListObjectsV2`."""
    parameters: tuple[str, ...]
    """Required ones first."""
    required: frozenset[str]
    actions: tuple[str, ...]
    """The IAM actions that every call needs; empty when that is none, when it depends on the call, or when it is unknown."""
    partial_failures: tuple[str, ...]
    """Fields of the answer that tell what failed although the call succeeded."""
    positional: bool
    """It takes its arguments by position too, being boto3's own: `upload_file`."""
    deprecated: bool


class Waiter(Struct, frozen=True):
    """A wait that asks AWS again and again."""

    name: str
    method: str
    """What it asks with: `head_bucket`."""
    delay: int
    """Seconds between two questions."""
    attempts: int

    @property
    def seconds(self) -> int:
        """How long it sleeps at most before it gives up; botocore does not sleep after the last question."""
        return self.delay * (self.attempts - 1)


class Resource(Struct, frozen=True):
    """A class of boto3's resource layer: `dynamodb.Table`, or the service resource itself."""

    operations: Mapping[str, str]
    """Method ► the client's method it calls."""
    waiters: Mapping[str, str]
    """`wait_until_exists` ► the client's waiter."""
    collections: Mapping[str, str]
    """Attribute ► the client's method that lists its members."""
    leads_to: Mapping[str, str]
    """Sub-resource, reference, collection or method ► the resource it gives, or gives several of."""
    batch: Mapping[str, str]
    """Method of a collection of these ► the client's method it calls."""


class Service(Struct, frozen=True):
    """A service, as `boto3.client` takes its name."""

    name: str
    _table: Mapping[str, Any]

    def operation(self, method: str) -> Operation | None:
        """What a method of the client does; None when it calls no operation (`get_paginator`) or there is no such method."""
        found = self._table["operations"].get(method)
        return None if found is None else self._operation(method, *found)

    @property
    def methods(self) -> frozenset[str]:
        """The client's methods that call an operation."""
        return frozenset(self._table["operations"])

    def paginator(self, method: str) -> Paginator | None:
        """How `get_paginator(method)` turns pages; None when the operation has none."""
        found = self._table["paginators"].get(method)
        if found is None:
            return None
        inputs, outputs, results, limit, more = found
        return Paginator(tuple(inputs), tuple(outputs), tuple(results), limit, more)

    def waiter(self, name: str) -> Waiter | None:
        """What `get_waiter(name)` gives."""
        found = self._table["waiters"].get(name)
        return None if found is None else Waiter(name, *found)

    @property
    def waited_for(self) -> frozenset[str]:
        """The client's methods that waiters ask with."""
        return frozenset(found[0] for found in self._table["waiters"].values())

    def resource(self, name: str = "") -> Resource | None:
        """A resource by its class name, the service resource by the empty one."""
        found = self._table["resources"].get(name)
        return None if found is None else Resource(**found)

    def _operation(self, method: str, parameters: str, details: Mapping[str, Any] | None = None) -> Operation:
        details = details or {}
        names = parameters.split()
        name = details.get("name") or operation_name(method)
        return Operation(
            method,
            name,
            tuple(one.removesuffix("!") for one in names),
            frozenset(one[:-1] for one in names if one.endswith("!")),
            tuple(details.get("actions", (f"{self._table['prefix']}:{name}",))),
            tuple(details.get("failures", ())),
            bool(details.get("positional")),
            bool(details.get("deprecated")),
        )


def operation_name(method: str) -> str:
    """AWS's name of most methods' operation: `list_objects_v2` ► `ListObjectsV2`."""
    return "".join(part[:1].upper() + part[1:] for part in method.split("_"))


@cache
def names() -> frozenset[str]:
    """All services."""
    return frozenset(path.stem for path in TABLES.iterdir())


@cache
def service(name: str) -> Service | None:
    """A service; None when boto3 knows none of that name."""
    table = TABLES / f"{name}.json"
    if not _NAME.fullmatch(name) or not table.is_file():
        return None
    return Service(name, json.loads(table.read_bytes()))
