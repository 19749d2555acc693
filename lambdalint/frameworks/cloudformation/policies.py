"""Policy documents, managed policies and SAM's policy templates as grants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct, field

from lambdalint.aws.sam_policies import Statement, policy_template
from lambdalint.documents.tree import Mapping
from lambdalint.frameworks.cloudformation.intrinsics import filled, named
from lambdalint.frameworks.cloudformation.values import Value, pattern_of, spelling_of
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import Grant
from lambdalint.model.source import Origin, Setting, Span

_AWS_MANAGED = re.compile(r"arn:.*:iam::aws:policy/(?:.*/)?|service-role/")

Lookup: TypeAlias = Callable[[str], Value | None]


class Permissions(Struct):
    """What a role is being given; `complete` turns false when a part can't be read."""

    grants: list[Grant] = field(default_factory=list)
    managed: list[Setting[str]] = field(default_factory=list)
    complete: bool = True

    def add_document(self, document: View) -> None:
        """The statements of a policy document."""
        statements = document.get("Statement")
        self.complete &= document.written and statements.written and statements.complete
        for statement in statements.items():
            self.add_statement(statement)

    def add_statement(self, statement: View) -> None:
        """One statement, unless the parts that matter can't be read."""
        grant = _grant(statement)
        if grant is None:
            self.complete = False
        else:
            self.grants.append(grant)

    def add_managed(self, policy: View) -> None:
        """A managed policy by ARN, name or reference."""
        name = policy.read(_policy_name)
        if name is not None:
            self.complete &= name.value is not None
            self.managed.append(name)

    def add_named(self, name: str, at: Span) -> None:
        """A managed policy of AWS's that nobody wrote."""
        self.managed.append(Setting(name, at, Origin.DEFAULT))

    def add_sam_policies(self, policies: View) -> None:
        """SAM's `Policies`: names, ARNs, documents, statements and policy templates, one or a list of them."""
        self.complete &= policies.complete
        for policy in policies.items():
            if not isinstance(policy.value, Mapping):
                self.add_managed(policy)
            elif policy.get("Statement").present:
                self.add_document(policy)
            elif policy.get("Effect").present:
                self.add_statement(policy)
            else:
                self._add_templates(policy)

    def _add_templates(self, policy: View) -> None:
        for entry, parameters in policy.entries():
            statements = policy_template(entry.key)
            if statements is None:
                self.complete = False
            else:
                self.grants.extend(granted(statements, _given(parameters, entry.key_at), entry.key_at))
        self.complete &= policy.complete


def _policy_name(policy: Value) -> str | None:
    """AWS's own policies by name, whatever their path and partition; others as they are written."""
    written = pattern_of(policy)
    return _AWS_MANAGED.sub("", written) if written else None


def _given(parameters: View, at: Span) -> Lookup:
    def lookup(name: str) -> Value | None:
        value = parameters.get(name).value
        return named(parameters.scope, name, at) if value is None else value

    return lookup


def granted(statements: tuple[Statement, ...], lookup: Lookup, at: Span) -> Iterator[Grant]:
    """Statements of a table as grants, with what `lookup` gives for their parameters."""
    for actions, resources in statements:
        yield Grant("Allow", actions, tuple(spelling_of(filled(resource, lookup, at)) for resource in resources), at)


def _grant(statement: View) -> Grant | None:
    effect, actions, resources = _effect(statement), statement.get("Action"), statement.get("Resource")
    inverted = statement.get("NotAction").written or statement.get("NotResource").written
    if inverted:
        actions = actions if actions.present else statement.get("NotAction")
        resources = resources if resources.present else statement.get("NotResource")
    names = [as_text(action.value) for action in actions.items()]
    known = tuple(name for name in names if name is not None)
    if effect is None or not known or len(known) < len(names) or not actions.complete:
        return None
    named_resources = tuple(spelling_of(item.value) for item in resources.items())
    conditional = statement.get("Condition").present
    return Grant(effect, known, named_resources, statement.at, inverted, conditional)


def _effect(statement: View) -> Literal["Allow", "Deny"] | None:
    match as_text(statement.get("Effect").value):
        case "Allow":
            return "Allow"
        case "Deny":
            return "Deny"
        case _:
            return None
