"""The resources that a plan or a state lists, each with what is written for it in the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.terraform.nodes import text
from lambdalint.model.source import Span

DEEPEST = 20
"""Modules inside of modules further down are not looked at."""
_STEP = re.compile(r'module\.([^.\[\]"]+)(\["(?:[^"\\]|\\.)*"\]|\[\d+\])?')

Path: TypeAlias = tuple[tuple[str, str], ...]
"""The modules from the root down to one, each with its index or nothing: `(("orders", '["a"]'),)`."""


class Planned(Struct, frozen=True):
    """One instance of a resource or data source."""

    path: Path
    type: str
    name: str
    index: str
    """`["a"]`, `[0]`, or nothing."""
    data: bool
    at: Span
    values: Node | None
    unknown: Node | None
    """The shape of `values`, true where only the deployment knows."""
    secret: Node | None
    """The same, true where a value is a secret."""

    @property
    def address(self) -> str:
        """What its module calls it, all instances together."""
        return f"{'data.' if self.data else ''}{self.type}.{self.name}"


def find(node: Node | None, *keys: str) -> Node | None:
    """What stands under several keys."""
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def entries(node: Node | None) -> dict[str, Node]:
    """What an object holds, by key."""
    return {entry.key: entry.value for entry in node} if isinstance(node, Mapping) else {}


def items(node: Node | None) -> Iterator[Mapping]:
    """The objects in a list."""
    return (item for item in node if isinstance(item, Mapping)) if isinstance(node, Sequence) else iter(())


def word(node: Node | None) -> str:
    """A text, or nothing."""
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else ""


def resources(root: Node) -> list[Planned]:
    """Every instance, a module's own before those of the modules in it."""
    changes = {word(change.get("address")): change for change in items(find(root, "resource_changes"))}
    earlier = _listed(find(root, "prior_state", "values", "root_module"))
    listed = [
        *_listed(find(root, "planned_values", "root_module")),
        *_listed(find(root, "values", "root_module")),
        *((module, item) for module, item in earlier if word(item.get("mode")) == "data"),
        *((word(change.get("module_address")), change) for change in changes.values() if _stays(change)),
    ]
    # What is listed more than once is said best where it is listed first.
    best = {word(item.get("address")): (module, item) for module, item in reversed(listed)}
    made = (_planned(module, item, changes.get(address)) for address, (module, item) in best.items())
    return sorted((each for each in made if each.type and each.name), key=_place)


def _place(planned: Planned) -> tuple[object, ...]:
    return len(planned.path), planned.path, planned.address, len(planned.index), planned.index


def _stays(change: Mapping) -> bool:
    return isinstance(find(change, "change", "after"), Mapping)


def _listed(module: Node | None, depth: int = 0) -> Iterator[tuple[str, Mapping]]:
    """The resources of a module and of those in it, each with its module's address."""
    if depth > DEEPEST:
        return
    for item in items(find(module, "resources")):
        yield word(find(module, "address")), item
    for child in items(find(module, "child_modules")):
        yield from _listed(child, depth + 1)


def _planned(module: str, item: Mapping, change: Mapping | None) -> Planned:
    named, index = item.entry("address"), item.get("index")
    return Planned(
        tuple((name, position) for name, position in _STEP.findall(module)),
        word(item.get("type")),
        word(item.get("name")),
        "" if text(index) is None else f'["{word(index)}"]' if word(index) else f"[{text(index)}]",
        word(item.get("mode")) == "data",
        named.value.at if named is not None else item.at,
        item.get("values") or find(item, "change", "after"),
        find(change, "change", "after_unknown"),
        item.get("sensitive_values") or find(item, "change", "after_sensitive"),
    )


def configured(root: Node, path: Path) -> Node | None:
    """What is written of a module; None in a state, which does not hold it."""
    module = find(root, "configuration", "root_module")
    for name, _ in path:
        module = find(module, "module_calls", name, "module")
    return module


def written(module: Node | None) -> dict[str, Node]:
    """The arguments of a module's resources, by address."""
    found = ((word(item.get("address")), item.get("expressions")) for item in items(find(module, "resources")))
    return {address: expressions for address, expressions in found if expressions is not None}
