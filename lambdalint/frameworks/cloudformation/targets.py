"""Which function a value names: by reference, by ARN, by name, or inside an integration URI."""

from __future__ import annotations

import re

from lambdalint.documents.tree import Scalar
from lambdalint.frameworks.cloudformation.facts import Target
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.values import Composite, Reference, Value, pattern_of
from lambdalint.frameworks.cloudformation.view import View

FUNCTION_TYPES = frozenset({
    "AWS::Serverless::Function",
    "AWS::Lambda::Function",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Version",
})  # fmt: skip

_NAME = r"((?:\$\{[^}]*\}|[^:/])+)"
_NAME_IN_ARN = re.compile(":function:" + _NAME)
_BARE_NAME = re.compile(_NAME)


def target_of(view: View) -> Target | None:
    """The function that a value names; None when it names none that could be known."""
    return function_in(view.scope, view.value)


def function_in(scope: Scope, value: Value | None) -> Target | None:
    """The function that a value is, or holds within an ARN or URI."""
    match value:
        case Reference(id=identifier):
            return identifier
        case Composite(parts=parts):
            for part in parts:
                if isinstance(part, Reference) and scope.type_of(part.id) in FUNCTION_TYPES:
                    return part.id
            return _name_in(pattern_of(value) or "")
        case Scalar():
            return _name_in(str(value.value))
        case _:
            return None


def is_function(scope: Scope, value: Value | None) -> bool:
    """Whether a value surely names a Lambda function, not just anything."""
    match value:
        case Reference(id=identifier):
            return scope.type_of(identifier) in FUNCTION_TYPES
        case Composite() | Scalar():
            target = function_in(scope, value) or ""
            return scope.type_of(target) in FUNCTION_TYPES or ":function:" in (pattern_of(value) or "")
        case _:
            return False


def _name_in(text: str) -> Target | None:
    """The name in an ARN (with or without a version), or the bare name."""
    found = _NAME_IN_ARN.search(text) or (None if text.startswith("arn:") else _BARE_NAME.match(text))
    return found.group(1) if found else None
