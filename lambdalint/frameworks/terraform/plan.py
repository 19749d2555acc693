"""What `terraform show -json` prints of a plan or a state, as instances of the modules that it is of.

Source: https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from typing import TypeAlias

from lambdalint.documents.hcl_tree import Block, Body
from lambdalint.documents.tree import Document, Entry, Mapping, Node, Sequence
from lambdalint.frameworks.reading import Nested
from lambdalint.frameworks.terraform import module as modules
from lambdalint.frameworks.terraform.evaluate import evaluate
from lambdalint.frameworks.terraform.nodes import reference, text, unknown
from lambdalint.frameworks.terraform.plan_values import body, expression, identity
from lambdalint.frameworks.terraform.planned import Path, Planned, configured, entries, find, resources, written
from lambdalint.frameworks.terraform.references import ATTRIBUTES
from lambdalint.frameworks.terraform.world import MOST_INSTANCES, Instance, Resource, Scope, World
from lambdalint.model.source import Span

IDENTITIES = ("arn", "invoke_arn", "qualified_arn", "qualified_invoke_arn", "url")
"""Values by which other resources name one, where they are known."""

Modules: TypeAlias = dict[Path, Instance]
Named: TypeAlias = list[tuple[Planned, str]]


def planned_world(document: Document, root: Node, nested: Nested) -> World:
    """Every instance of every resource of a plan or a state."""
    world = World(nested, posixpath.dirname(document.path) or ".")
    found = resources(root)
    if len(found) > MOST_INSTANCES:
        world.trace.stop(f"more than {MOST_INSTANCES} resources: the rest is not looked at", found[0].at)
    tree = _modules(world, document, found[:MOST_INSTANCES])
    named = _named(tree, found[:MOST_INSTANCES])
    known = {key: node for each, name in named for key, node in _identities(each, name)}
    arguments = {path: written(configured(root, path)) for path in tree}
    for each, name in named:
        block = _block(each, body(each, arguments[each.path].get(each.address), known.keys()))
        world.resources[name] = Resource(name, each.type, block, Scope(tree[each.path], known))
    _give_variables(tree[()], root)
    for path in tree:
        if path:
            _connect(root, tree, path, known)
    return world


def _modules(world: World, document: Document, found: list[Planned]) -> Modules:
    """Every module, those above before those below; the root is there even if it is empty."""
    paths = {(), *(planned.path[:depth] for planned in found for depth in range(len(planned.path) + 1))}
    at = Span.of_line(document.path)
    tree: Modules = {}
    for path in sorted(paths, key=lambda path: (len(path), path)):
        own = {planned.address: _block(planned, Body()) for planned in found if planned.path == path}
        below = sorted({other[-1][0] for other in paths if other and other[:-1] == path})
        calls = (Block("module", (name,), Body(), at) for name in below)
        module = modules.parse(document.path, Body((), (*own.values(), *calls)), complete=True)
        prefix = "".join(f"{name}{index}." for name, index in path)
        tree[path] = Instance(world, module, _find, prefix, arguments={})
    return tree


def _block(planned: Planned, filled: Body) -> Block:
    return Block("data" if planned.data else "resource", (planned.type, planned.name), filled, planned.at)


def _find(instance: Instance, name: str) -> Node:
    return instance.values.get(name) or unknown(name, Span.of_line(instance.module.path))


def _named(tree: Modules, found: list[Planned]) -> Named:
    """What every instance is called; what its module calls all of its kind stands for them."""
    together: dict[tuple[Path, str], dict[str, Node]] = {}
    counts = Counter((planned.path, planned.address) for planned in found)
    named: Named = []
    for planned in found:
        instance = tree[planned.path]
        # One that is there or not is called by its plain name.
        alone = counts[planned.path, planned.address] == 1 and planned.index == "[0]"
        called = instance.module.names.get(planned.address, planned.address)
        named.append((planned, instance.prefix + called + ("" if alone else planned.index)))
        members = together.setdefault((planned.path, planned.address), {})
        members[planned.index] = reference(named[-1][1], planned.at)
    for (path, address), members in together.items():
        tree[path].values[address] = _all_of(members)
    return named


def _all_of(members: Map[str, Node]) -> Node:
    """One, a list or an object of instances, by their indexes."""
    first = next(iter(members))
    at = members[first].at
    if first.startswith('["'):
        return Mapping(tuple(Entry(index[2:-2], at, node) for index, node in members.items()), at)
    return Sequence(tuple(members.values()), at) if first else members[first]


def _identities(planned: Planned, name: str) -> Iterator[tuple[str, Node]]:
    """What others know an instance by, and what they mean by it."""
    values, at = entries(planned.values), planned.at
    for key in IDENTITIES:
        if ":" in (address := text(values.get(key)) or ""):
            yield identity(address, by_id=False), reference(name, at)
    for key, attribute in ATTRIBUTES.items():
        if known := text(values.get(key)):
            yield identity(known, by_id=key.endswith("_id")), reference(name, at, attribute)
    known = text(values.get("id"))
    if known and not planned.data:
        yield identity(known, by_id=True), reference(name, at)
        if planned.type == "aws_apigatewayv2_integration":
            yield f"integrations/{known}", reference(name, at)


def _give_variables(instance: Instance, root: Node) -> None:
    """What the root module was given; a secret stays one."""
    declared = find(configured(root, ()), "variables")
    instance.arguments = {
        name: value
        for name, said in entries(find(root, "variables")).items()
        if (value := find(said, "value")) is not None and find(declared, name, "sensitive") is None
    }


def _connect(root: Node, tree: Modules, path: Path, known: Map[str, Node]) -> None:
    """Give a module what its caller does, and the caller what comes out of it."""
    instance, above, (name, index) = tree[path], tree[path[:-1]], path[-1]
    call = find(configured(root, path[:-1]), "module_calls", name, "expressions")
    scope, at = Scope(above, known), Span.of_line(above.module.path)
    instance.arguments = {key: evaluate(scope, expression(key, said)) for key, said in entries(call).items()}
    called = f"module.{above.prefix}{name}"
    above.world.outputs[called + index] = _output(Scope(instance, known), find(configured(root, path), "outputs"))
    siblings = [other[-1][1] for other in tree if other[:-1] == path[:-1] and other[-1:] and other[-1][0] == name]
    above.values[f"module.{name}"] = _all_of({each: unknown(called + each, at) for each in siblings})


def _output(scope: Scope, outputs: Node | None) -> Callable[[str, Span], Node]:
    def output(key: str, at: Span) -> Node:
        said = find(outputs, key, "expression")
        if said is None:
            return unknown(f"module.{scope.instance.prefix}{key}", at)
        return scope.instance.once(f"output.{key}", at, lambda: evaluate(scope, expression(key, said)))

    return output
