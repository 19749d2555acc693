"""What the resources of a reading say, put together by function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.frameworks.cloudformation.facts import (
    Aimable,
    Aimed,
    Alias,
    Doubt,
    Draft,
    Fact,
    Grants,
    Invited,
    LayerContent,
    Policy,
    Published,
)
from lambdalint.model.function import AsyncInvocation, Configuration, Function, FunctionUrl
from lambdalint.model.resource import Grant, LogGroup, Permission, Queue, Resource, ResourceId, Resources, Role, Table
from lambdalint.model.source import Setting
from lambdalint.model.trigger import AuthorizerTrigger, HttpTrigger, QueueTrigger, StreamTrigger, Trigger

LONGEST_CHAIN = 5
"""How many aliases of aliases are followed."""


class Assembly(Struct):
    """All facts of one reading, sorted by kind."""

    drafts: list[Draft] = field(default_factory=list)
    aimed: list[Aimed] = field(default_factory=list)
    aliases: dict[ResourceId, str] = field(default_factory=dict)
    layers: dict[ResourceId, tuple[str, ...]] = field(default_factory=dict)
    policies: dict[ResourceId, Policy] = field(default_factory=dict)
    queues: dict[ResourceId, Queue] = field(default_factory=dict)
    tables: dict[ResourceId, Table] = field(default_factory=dict)
    roles: dict[ResourceId, Role] = field(default_factory=dict)
    log_groups: dict[ResourceId, LogGroup] = field(default_factory=dict)
    others: dict[ResourceId, Resource] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Assembly:
        """Facts in the order of their templates."""
        assembly = cls()
        for fact in facts:
            assembly._sort(fact)
        assembly._join_roles()
        return assembly

    def _sort(self, fact: Fact) -> None:
        match fact:
            case Draft():
                self.drafts.append(fact)
            case Aimed():
                self.aimed.append(fact)
            case Alias():
                self.aliases[fact.id] = fact.target
            case LayerContent():
                self.layers[fact.id] = fact.paths
            case Policy():
                self.policies[fact.id] = fact
            case _:
                self._keep(fact)

    def _keep(self, resource: Queue | Table | Role | LogGroup | Resource) -> None:
        match resource:
            case Queue():
                self.queues[resource.id] = resource
            case Table():
                self.tables[resource.id] = resource
            case Role():
                self.roles[resource.id] = resource
            case LogGroup():
                self.log_groups[resource.id] = resource
            case Resource():
                self.others[resource.id] = resource

    def _join_roles(self) -> None:
        """Give each role the policies of the project that are attached to it, from either side."""
        doubtful = any(policy.anywhere for policy in self.policies.values())
        for role in self.roles.values():
            managed = {name.value for name in role.managed_policies}
            attached = [policy for policy in self.policies.values() if role.id in policy.roles or policy.id in managed]
            unread = any(name and "#" in name and name not in self.policies for name in managed)
            if attached or unread or doubtful:
                grants = (*role.grants, *(grant for policy in attached for grant in policy.grants))
                read = not unread and not doubtful and all(policy.complete for policy in attached)
                complete = role.complete and read
                self.roles[role.id] = replace(role, grants=grants, complete=complete)

    def functions(self) -> Iterator[Function]:
        """Every function with all that is aimed at it."""
        own = [draft.function for draft in self.drafts]
        called = {function.called: function.id for function in own if function.called is not None}
        said: dict[str | None, list[Aimable]] = {}
        for aimed in self.aimed:
            said.setdefault(self._function(aimed.target, called), []).append(aimed.what)
        # A trigger of a function that can't be known may be one of any function.
        doubtful = any(not isinstance(what, Permission | Invited) for what in said.get(None, ()))
        for draft in self.drafts:
            function = self._joined(draft, said.get(draft.function.id, []))
            yield replace(function, triggers_complete=False) if doubtful else function

    def _function(self, target: str | None, called: Map[str, ResourceId]) -> ResourceId | None:
        """The function that a name, an alias or a version stands for."""
        for _ in range(LONGEST_CHAIN):
            if target is None or (target not in self.aliases and target not in called):
                break
            target = self.aliases.get(target) or called.get(target)
        return target

    def _joined(self, draft: Draft, said: list[Aimable]) -> Function:
        function = draft.function
        triggers = (*function.triggers, *(what for what in said if isinstance(what, Trigger)))
        if not any(isinstance(trigger, HttpTrigger | AuthorizerTrigger) for trigger in triggers):
            invited = {what.trigger.api: what.trigger for what in said if isinstance(what, Invited)}
            triggers = (*triggers, *invited.values())
        complete = function.triggers_complete and not any(isinstance(what, Doubt) for what in said)
        return replace(
            function,
            configuration=self._configured(draft, said),
            triggers=tuple({_identity(trigger): self._supplied(trigger) for trigger in triggers}.values()),
            triggers_complete=complete,
        )

    def _supplied(self, trigger: Trigger) -> Trigger:
        """A trigger with the queue or table it reads from."""
        match trigger:
            case QueueTrigger(source=Setting(value=str(source))) if source in self.queues:
                return replace(trigger, queue=self.queues[source])
            case StreamTrigger(source=Setting(value=str(source))) if source in self.tables:
                return replace(trigger, table=self.tables[source])
            case _:
                return trigger

    def _configured(self, draft: Draft, said: list[Aimable]) -> Configuration:
        own = draft.function.configuration
        published = [what for what in said if isinstance(what, Published)]
        folders = [self.layers.get(layer.value or "", ()) for layer in own.layers]
        return replace(
            own,
            async_invocation=next((what for what in said if isinstance(what, AsyncInvocation)), own.async_invocation),
            url=next((what for what in said if isinstance(what, FunctionUrl)), own.url),
            alias=own.alias or next((what.alias for what in published if what.alias), None),
            provisioned_concurrency=own.provisioned_concurrency
            or next((what.provisioned for what in published if what.provisioned), None),
            layer_paths=tuple(path for paths in folders for path in paths),
            layers_complete=own.layers_complete and all(folders),
            permissions=tuple(what for what in said if isinstance(what, Permission)),
            role=self._role(draft, [grant for what in said if isinstance(what, Grants) for grant in what.statements]),
        )

    def _role(self, draft: Draft, granted: list[Grant]) -> Role | None:
        if draft.role is None:
            role = self.roles.get(f"{draft.function.id}Role")
        elif draft.role.value is None:
            return None
        else:
            identifier = draft.role.value
            elsewhere = Role(identifier, identifier.rpartition("/")[2], draft.role.at, complete=False)
            role = self.roles.get(identifier, elsewhere)
        return replace(role, grants=(*role.grants, *granted)) if role is not None and granted else role

    def resources(self) -> Resources:
        """What is not a function."""
        return Resources(self.queues, self.tables, self.roles, self.log_groups, self.others)


def _identity(trigger: Trigger) -> object:
    """What makes two triggers the same: a route that an event and an OpenAPI body both describe is one."""
    match trigger:
        case HttpTrigger(
            kind=kind,
            method=Setting(value=str(method)),
            path=Setting(value=str(path)),
            api=Setting(value=str(api)),
        ):
            return (kind, api, method, path)
        case _:
            return trigger
