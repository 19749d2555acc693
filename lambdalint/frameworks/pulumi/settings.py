"""What a stack sets, and what a program gets of it.

Source: https://www.pulumi.com/docs/iac/concepts/config/
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map

from msgspec import Struct

from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.values import text_of
from lambdalint.frameworks.programs.values import Arguments, Thing, Unknown
from lambdalint.model.source import Span


class Stack(Struct, frozen=True):
    """One deployment of a project; `values` are its settings by full key (`shop:timeout`)."""

    name: str
    values: Map[str, Thing]
    at: Span


def stack_of(name: str, project: str, settings: Mapping, defaults: Node | None, at: Span) -> Stack:
    """A stack with what its file sets, above what the project says for all of them."""
    shared = {_full(key, project): _default(node) for key, node in _entries(defaults)}
    own = {_full(key, project): _value(node) for key, node in _entries(settings.get("config"))}
    return Stack(name, {**shared, **own}, at)


def _entries(node: Node | None) -> Iterator[tuple[str, Node]]:
    return ((entry.key, entry.value) for entry in (node if isinstance(node, Mapping) else ()))


def _full(key: str, project: str) -> str:
    return key if ":" in key else f"{project}:{key}"


def _default(node: Node) -> Thing:
    """A value for all stacks, written plainly or with its type."""
    if not isinstance(node, Mapping):
        return _value(node)
    given = node.get("value") or node.get("default")
    return None if given is None else _value(given)


def _value(node: Node) -> Thing:
    match node:
        case Scalar(value=None):
            return None
        case Scalar():
            return text_of(node)
        case Sequence():
            return [_value(item) for item in node]
        case Mapping() if node.entry("secure") is not None:
            return Unknown("a secret")
        case Mapping():
            return {entry.key: _value(entry.value) for entry in node}


def setting(stack: Stack | None, project: str, space: Thing, method: str, arguments: Arguments) -> Thing:
    """What `Config(space).get_int(key)` and its siblings give; None for a key that the stack does not set."""
    key = arguments.get(0, "key")
    space = project if space is None else space
    if stack is None or not isinstance(key, str) or not isinstance(space, str):
        return Unknown(key if isinstance(key, str) else "a setting")
    found = stack.values.get(f"{space}:{key}")
    if found is None:
        return Unknown(key) if method.startswith("require") else arguments.get(1, "default")
    return _typed(found, method.rpartition("_")[2])


def _typed(found: Thing, kind: str) -> Thing:
    """A setting is text, unless the program asks for something else."""
    if kind not in ("bool", "float", "int") or not isinstance(found, str):
        return found
    if kind == "bool":
        return {"true": True, "false": False}.get(found, Unknown("a setting"))
    try:
        return int(found) if kind == "int" else float(found)
    except ValueError:
        return Unknown("a setting")
