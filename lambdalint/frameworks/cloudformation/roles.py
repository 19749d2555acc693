"""Roles: those a template declares, and those SAM makes for its functions."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.frameworks.cloudformation.facts import Fact, Policy
from lambdalint.frameworks.cloudformation.policies import Permissions
from lambdalint.frameworks.cloudformation.pollers import add_pollers, add_senders
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.values import Reference
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import Role
from lambdalint.model.source import Span

BASIC = "AWSLambdaBasicExecutionRole"
NETWORK = "AWSLambdaVPCAccessExecutionRole"
TRACING = "AWSXrayWriteOnlyAccess"
DURABLE = "AWSLambdaBasicDurableExecutionRolePolicy"


def role(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::IAM::Role` with what is written inside it."""
    permissions = Permissions(complete=properties.complete)
    permissions.complete &= properties.get("Policies").complete and properties.get("ManagedPolicyArns").complete
    for policy in properties.get("Policies").items():
        permissions.add_document(policy.get("PolicyDocument"))
    for policy in properties.get("ManagedPolicyArns").items():
        permissions.add_managed(policy)
    yield _role(properties.scope, declared.name, declared.at, permissions)


def _role(scope: Scope, name: str, at: Span, permissions: Permissions) -> Role:
    # A policy that SAM adds may be written too, and then the written one counts.
    managed = {policy.value or policy.at: policy for policy in permissions.managed}
    return Role(scope.id(name), name, at, tuple(permissions.grants), tuple(managed.values()), permissions.complete)


def policy(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::IAM::Policy`, `ManagedPolicy` or `RolePolicy`, and the roles it names."""
    permissions = Permissions()
    permissions.add_document(properties.get("PolicyDocument"))
    attached = (*properties.get("Roles").items(), properties.get("RoleName"))
    roles = tuple(view.value.id for view in attached if isinstance(view.value, Reference))
    identifier = properties.scope.id(declared.name)
    anywhere = len(roles) < sum(view.present for view in attached)
    yield Policy(identifier, tuple(permissions.grants), permissions.complete, roles, anywhere)


def generated_role(properties: View, declared: Declared) -> Role:
    """The role SAM makes for a function that names none."""
    at, permissions = declared.at, Permissions(complete=properties.complete)
    permissions.add_named(DURABLE if properties.get("DurableConfig").present else BASIC, at)
    tracing = properties.get("Tracing")
    if tracing.present and as_text(tracing.value) != "Disabled":
        permissions.add_named(TRACING, at)
    if properties.get("VpcConfig").present:
        permissions.add_named(NETWORK, at)
    permissions.add_sam_policies(properties.get("Policies"))
    add_senders(permissions, properties)
    add_pollers(permissions, properties.get("Events"), at)
    return _role(properties.scope, f"{declared.name}Role", at, permissions)
