"""What a YAML scalar stands for: YAML 1.1 as CloudFormation reads it, which leaves dates alone."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

_YAML_ORG = "tag:yaml.org,2002:"
STRING = f"{_YAML_ORG}str"
NULL = f"{_YAML_ORG}null"
MERGE = f"{_YAML_ORG}merge"
_SEQUENCE = f"{_YAML_ORG}seq"
_MAPPING = f"{_YAML_ORG}map"
DEFAULT_TAGS = {yaml.ScalarNode: STRING, yaml.SequenceNode: _SEQUENCE, yaml.MappingNode: _MAPPING}

_TYPED = frozenset({NULL, f"{_YAML_ORG}bool", f"{_YAML_ORG}int", f"{_YAML_ORG}float"})
_BY_ITSELF = frozenset({STRING, MERGE, _SEQUENCE, _MAPPING, *_TYPED})

_LONGEST_NUMBER = 100
_CONSTRUCTOR = SafeConstructor()
_PATTERNS: dict[str, list[tuple[str, Any]]] = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in {*_TYPED, MERGE}]
    for first, resolvers in Resolver.yaml_implicit_resolvers.items()
}


def plain_tag(text: str) -> str:
    """The tag of a plain scalar that has none written."""
    for tag, pattern in _PATTERNS.get(text[:1], ()):
        if pattern.match(text):
            return tag
    return STRING


def value_of(node: yaml.ScalarNode) -> str | int | float | bool | None:
    """The value of a scalar; its text when it has a tag of its own or cannot be what its tag says."""
    value: str | float | bool | None = node.value
    if node.tag in _TYPED and len(node.value) <= _LONGEST_NUMBER:
        with suppress(ValueError, KeyError, IndexError):  # `!!int many`
            value = _CONSTRUCTOR.yaml_constructors[node.tag](_CONSTRUCTOR, node)
    return value


def short_tag(tag: str) -> str | None:
    """A tag as it is written in a file; None for the types that need no tag."""
    if tag in _BY_ITSELF:
        return None
    return f"!!{tag.removeprefix(_YAML_ORG)}" if tag.startswith(_YAML_ORG) else tag
