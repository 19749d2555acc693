"""What single resources say. `assembly` puts together what belongs to one function."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from lambdalint.model.function import AsyncInvocation, Function, FunctionUrl
from lambdalint.model.resource import Grant, LogGroup, Permission, Queue, Resource, ResourceId, Role, Table
from lambdalint.model.source import Setting
from lambdalint.model.trigger import HttpTrigger, Trigger

Target: TypeAlias = str
"""A function as another resource names it: an id, a name, an ARN, or a pattern of these."""


class Draft(Struct, frozen=True):
    """A function, as far as its own resource describes it."""

    function: Function
    role: Setting[ResourceId] | None
    """The role it names; None when SAM makes one."""


class Published(Struct, frozen=True):
    """An alias of a function, or concurrency kept ready for one."""

    alias: Setting[str] | None = None
    provisioned: Setting[int] | None = None


class Grants(Struct, frozen=True):
    """Statements for the role of the function that is aimed at."""

    statements: tuple[Grant, ...]


class Doubt(Struct, frozen=True):
    """Something that can't be read may invoke the function that is aimed at."""


class Invited(Struct, frozen=True):
    """An API that may invoke the function that is aimed at, unless a route says how it does."""

    trigger: HttpTrigger


Aimable: TypeAlias = Trigger | Permission | FunctionUrl | AsyncInvocation | Published | Grants | Doubt | Invited


class Aimed(Struct, frozen=True):
    """What a resource says about a function; without a target, about every function of the stack."""

    target: Target | None
    what: Aimable


class Alias(Struct, frozen=True):
    """An alias or version: who names it means the function."""

    id: ResourceId
    target: Target


class LayerContent(Struct, frozen=True):
    """A layer the project defines; `paths` are the folders it puts on the import path, none when they are elsewhere."""

    id: ResourceId
    paths: tuple[str, ...]


class Policy(Struct, frozen=True):
    """A policy document of its own, and the roles it says it is attached to."""

    id: ResourceId
    grants: tuple[Grant, ...]
    complete: bool
    roles: tuple[ResourceId, ...]
    anywhere: bool = False
    """It is attached to a role that is not known, which may be any."""


Fact: TypeAlias = Draft | Aimed | Alias | LayerContent | Policy | Queue | Table | Role | LogGroup | Resource
