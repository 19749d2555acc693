"""Joins what is named by an ARN that somebody wrote out: it is the resource of that name, where the project declares one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.model.function import Configuration, Environment, Function, Variable
from lambdalint.model.project import Stack
from lambdalint.model.resource import Grant, ResourceId, Resources
from lambdalint.model.source import Setting

T = TypeVar("T", bound=Struct)

_FIELD = r"(?:\$\{[^}]*\}|[^:/])*"
_ARN = re.compile(
    rf"arn:{_FIELD}:(?P<service>dynamodb|events|kinesis|s3|sns|sqs):{_FIELD}:{_FIELD}:"
    rf"(?:event-bus/|stream/|table/)?(?P<name>(?:\$\{{[^}}]*\}}|[\w.-])+)(?P<rest>.*)",
    re.DOTALL,
)
_SERVICES = {
    "AWS::Events::EventBus": "events",
    "AWS::Kinesis::Stream": "kinesis",
    "AWS::S3::Bucket": "s3",
    "AWS::SNS::Topic": "sns",
}


def with_named(stacks: Iterable[Stack]) -> tuple[Stack, ...]:
    """All stacks, with ids instead of ARNs."""
    stacks = tuple(stacks)
    names = _Names.of(stacks)
    return tuple(_stack(stack, names) for stack in stacks) if names.known else stacks


class _Names(Struct, frozen=True):
    """Every resource with a name of its own, by service and name."""

    known: dict[tuple[str, str], list[ResourceId]]

    @classmethod
    def of(cls, stacks: Iterable[Stack]) -> _Names:
        """The names that the templates of the project give."""
        known: dict[tuple[str, str], list[ResourceId]] = {}
        for stack in stacks:
            for service, name, identifier in _named(stack.resources):
                if name is not None:
                    known.setdefault((service, name), []).append(identifier)
        return cls(known)

    def find(self, arn: str, near: ResourceId) -> tuple[ResourceId, str] | None:
        """The resource that an ARN is of, and what follows its name; of several, the one of the same template."""
        match = _ARN.fullmatch(arn) if arn.startswith("arn:") else None
        if match is None:
            return None
        found = self.known.get((match["service"], match["name"]), [])
        own = [identifier for identifier in found if _template(identifier) == _template(near)]
        # A name that holds something unknown says which one only in its own template.
        chosen = own if own or "${" in match["name"] else found
        return (chosen[0], match["rest"]) if len(chosen) == 1 else None


def _named(resources: Resources) -> Iterator[tuple[str, str | None, ResourceId]]:
    yield from (("sqs", each.called, each.id) for each in resources.queues.values())
    yield from (("dynamodb", each.called, each.id) for each in resources.tables.values())
    others = resources.others.values()
    yield from ((_SERVICES[each.type], each.called, each.id) for each in others if each.type in _SERVICES)


def _template(identifier: ResourceId) -> str:
    return identifier.partition("#")[0]


def _stack(stack: Stack, names: _Names) -> Stack:
    queues = {key: _with_ids(queue, names, key) for key, queue in stack.resources.queues.items()}
    functions = tuple(_function(function, names) for function in stack.functions)
    return replace(stack, functions=functions, resources=replace(stack.resources, queues=queues))


def _function(function: Function, names: _Names) -> Function:
    near = function.id
    triggers = tuple(_with_ids(trigger, names, near) for trigger in function.triggers)
    return replace(function, triggers=triggers, configuration=_configuration(function.configuration, names, near))


def _configuration(own: Configuration, names: _Names, near: ResourceId) -> Configuration:
    role = own.role
    return replace(
        own,
        dead_letter=_setting(own.dead_letter, names, near),
        async_invocation=_with_ids(own.async_invocation, names, near),
        environment=_environment(own.environment, names, near),
        permissions=tuple(_with_ids(permission, names, near) for permission in own.permissions),
        role=None if role is None else replace(role, grants=tuple(_grant(each, names, near) for each in role.grants)),
    )


def _with_ids(part: T, names: _Names, near: ResourceId) -> T:
    """The same, with ids in those of its settings that hold an ARN."""
    values = ((name, getattr(part, name)) for name in part.__struct_fields__)
    changed = {name: _setting(value, names, near) for name, value in values if isinstance(value, Setting)}
    return replace(part, **changed)


def _setting(setting: Setting[str] | None, names: _Names, near: ResourceId) -> Setting[str] | None:
    found = names.find(setting.value, near) if setting is not None and isinstance(setting.value, str) else None
    return setting if setting is None or found is None else replace(setting, value=found[0])


def _environment(environment: Environment, names: _Names, near: ResourceId) -> Environment:
    variables = {name: _variable(variable, names, near) for name, variable in environment.variables.items()}
    return replace(environment, variables=variables)


def _variable(variable: Variable, names: _Names, near: ResourceId) -> Variable:
    """A value stays as it is written; it also names the resource."""
    written = variable.value.value
    found = names.find(written, near) if variable.names is None and written is not None else None
    return variable if found is None else replace(variable, names=found[0])


def _grant(grant: Grant, names: _Names, near: ResourceId) -> Grant:
    """What follows a resource's name in a policy says which part of it."""
    found = ((resource, names.find(resource, near)) for resource in grant.resources)
    return replace(grant, resources=tuple(resource if one is None else "".join(one) for resource, one in found))
