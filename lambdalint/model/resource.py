"""What stands around a function: queues, topics, roles and the like, as far as checks ask about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, field

from lambdalint.model.source import Setting, Span

ResourceId: TypeAlias = str
"""`<template path>#<logical id>` for what a template of the project defines; else an ARN or name as written."""


class Queue(Struct, frozen=True):
    """An SQS queue."""

    id: ResourceId
    name: str
    """What people call it: the logical id."""
    at: Span
    visibility_timeout: Setting[int]
    """Seconds."""
    fifo: Setting[bool]
    retention: Setting[int]
    """Seconds."""
    dead_letter: Setting[ResourceId] | None = None
    max_receive_count: Setting[int] | None = None
    encrypted: Setting[bool] | None = None
    called: str | None = None
    """The name that it is deployed under, as far as that is written."""


class LogGroup(Struct, frozen=True):
    """A CloudWatch log group; `retention` in days, None when it never expires."""

    id: ResourceId
    name: Setting[str]
    at: Span
    retention: Setting[int] | None = None


class Table(Struct, frozen=True):
    """A DynamoDB table."""

    id: ResourceId
    name: str
    at: Span
    stream_view: Setting[str] | None = None
    """`NEW_IMAGE`, `OLD_IMAGE`, `NEW_AND_OLD_IMAGES`, `KEYS_ONLY`; None without a stream."""
    called: str | None = None
    """The name that it is deployed under, as far as that is written."""


class Resource(Struct, frozen=True):
    """Any other resource a function or a trigger refers to, by its CloudFormation type."""

    id: ResourceId
    name: str
    type: str
    at: Span
    called: str | None = None
    """The name that it is deployed under, as far as that is written and asked for."""


class Grant(Struct, frozen=True):
    """One statement of a policy. `actions` are as written (`s3:Get*`); `resources` are ids or patterns."""

    effect: Literal["Allow", "Deny"]
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    at: Span
    inverted: bool = False
    """`NotAction` or `NotResource` was used."""
    conditional: bool = False
    """A `Condition` limits it further."""


class Role(Struct, frozen=True):
    """What a function may do. `complete` is False when any part could not be read: then absence proves nothing."""

    id: ResourceId
    name: str
    at: Span
    grants: tuple[Grant, ...] = ()
    managed_policies: tuple[Setting[str], ...] = ()
    """AWS's own by name, without path; others by ARN, name or id."""
    complete: bool = True


class Permission(Struct, frozen=True):
    """A statement of a function's resource policy (`AWS::Lambda::Permission`)."""

    action: Setting[str]
    principal: Setting[str]
    at: Span
    source: Setting[ResourceId] | None = None
    source_account: Setting[str] | None = None
    auth_type: Setting[str] | None = None
    organization: Setting[str] | None = None
    by_url: Setting[bool] | None = None
    """It holds for invocations through the function's URL alone."""


class Resources(Struct, frozen=True):
    """All that the templates of a project define beside functions, by id."""

    queues: Mapping[ResourceId, Queue] = field(default_factory=dict)
    tables: Mapping[ResourceId, Table] = field(default_factory=dict)
    roles: Mapping[ResourceId, Role] = field(default_factory=dict)
    log_groups: Mapping[ResourceId, LogGroup] = field(default_factory=dict)
    others: Mapping[ResourceId, Resource] = field(default_factory=dict)
