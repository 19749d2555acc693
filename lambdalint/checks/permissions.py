"""Which IAM actions code needs, and which ones a role allows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambdalint.aws import boto3
from lambdalint.aws.permissions import EXECUTION_POLICIES, GRANTED_ELSEWHERE, POWERTOOLS
from lambdalint.model.code import Code, Confidence, ReachedCall
from lambdalint.model.resource import Grant, Role
from lambdalint.model.value import Attribute, Symbol, walk

_CREDENTIALS = frozenset({"aws_access_key_id", "aws_session_token", "profile_name", "botocore_session"})
_OPENERS = ("boto3.client", "boto3.resource", "boto3.Session", "boto3.session.Session")


def needed(call: ReachedCall) -> tuple[str, ...]:
    """The actions that a call surely needs its role to allow."""
    if call.aws is None:
        return POWERTOOLS.get(call.target or "", ())
    service = boto3.service(call.aws.service) if call.aws.confidence is Confidence.HIGH else None
    operation = service.operation(call.aws.method) if service else None
    actions = operation.actions if operation else ()
    return tuple(action for action in actions if action.partition(":")[0] not in GRANTED_ELSEWHERE)


def allowing(role: Role, action: str) -> Iterator[Grant]:
    """The statements that allow an action on anything."""
    return (grant for grant in role.grants if grant.effect == "Allow" and _covers(grant.actions, action))


def allows(role: Role, action: str) -> bool:
    """Whether any policy of a role allows an action on anything."""
    policies = (EXECUTION_POLICIES.get(policy.value or "", ()) for policy in role.managed_policies)
    return any(allowing(role, action)) or any(_covers(actions, action) for actions in policies)


def is_readable(role: Role) -> bool:
    """Whether all that a role allows is known, so that what is not there is not allowed."""
    policies = (policy.value or "" for policy in role.managed_policies)
    known = all(name in EXECUTION_POLICIES or "#" in name for name in policies)
    return role.complete and known and not any(grant.inverted and grant.effect == "Allow" for grant in role.grants)


def uses_role_only(code: Code) -> bool:
    """Whether no client has credentials or an endpoint of its own, which ask somebody else for permission."""
    return not any(_assumes(call) or _opens_otherwise(call) for call in code.calls)


def _assumes(call: ReachedCall) -> bool:
    return call.aws is not None and call.aws.operation.startswith(("AssumeRole", "GetCredentialsForIdentity"))


def _opens_otherwise(call: ReachedCall) -> bool:
    if call.target not in _OPENERS:
        return False
    given = {argument.name for argument in call.call.arguments}
    parts = (part for argument in call.call.arguments for part in walk(argument.value))
    unsigned = any(isinstance(part, Symbol | Attribute) and part.name.endswith("UNSIGNED") for part in parts)
    own_endpoint = "endpoint_url" in given and not _is_api_management(call)
    return bool(given & _CREDENTIALS) or call.call.unpacks or unsigned or own_endpoint


def _is_api_management(call: ReachedCall) -> bool:
    service = call.call.argument(0, "service_name")
    return getattr(service, "value", None) == "apigatewaymanagementapi"


def _covers(patterns: tuple[str, ...], action: str) -> bool:
    return any(_pattern(pattern).fullmatch(action) for pattern in patterns)


def _pattern(written: str) -> re.Pattern[str]:
    escaped = re.escape(written).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.IGNORECASE)
