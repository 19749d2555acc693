"""Modules and resources, one for each time that `count`, `for_each` or a call makes them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping as Map

from lambdalint.documents.hcl_tree import Block
from lambdalint.documents.tree import Entry, Mapping, Node, Problem, Scalar, Sequence
from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.terraform import module as modules
from lambdalint.frameworks.terraform.evaluate import evaluate
from lambdalint.frameworks.terraform.nodes import mapping, reference, scalar, text, unknown
from lambdalint.frameworks.terraform.operators import number
from lambdalint.frameworks.terraform.registry import KNOWN, function_output
from lambdalint.frameworks.terraform.shapes import elements
from lambdalint.frameworks.terraform.world import MOST_INSTANCES, Instance, Resource, Scope, World
from lambdalint.model.source import Span

DEEPEST = 8

META = frozenset({"source", "version", "providers", "for_each", "count", "depends_on"})
"""Arguments of a call that are not the module's."""

Bindings = Map[str, Node]


def root(module: modules.Module, world: World) -> Instance:
    """A module as it is deployed itself, with everything in it met."""
    instance = Instance(world, module, find)
    _meet_all(instance)
    return instance


def _meet_all(instance: Instance) -> None:
    for address in instance.module.resources:
        find(instance, address)
    for name in instance.module.calls:
        find(instance, f"module.{name}")


def find(instance: Instance, name: str) -> Node:
    """What a resource or a called module is: a reference, or a list or an object of them."""
    call = instance.module.calls.get(name.removeprefix("module.")) if name.startswith("module.") else None
    block = call or instance.module.resources[name]
    return instance.once(name, block.at, lambda: _found(instance, name, block))


def _found(instance: Instance, name: str, block: Block) -> Node:
    scope = Scope(instance)
    made = _repeated(scope, block)
    if made is None:
        return _made(instance, name, block, "", scope, certain=False)
    nodes = {
        suffix: _made(instance, name, block, suffix, scope.binding(bindings), certain=True)
        for suffix, bindings in made.items()
    }
    if block.body.attribute("for_each"):
        keys = {suffix[2:-2]: node for suffix, node in nodes.items()}
        return Mapping(tuple(Entry(key, block.at, node) for key, node in keys.items()), block.at)
    return Sequence(tuple(nodes.values()), block.at) if block.body.attribute("count") else nodes[""]


def _repeated(scope: Scope, block: Block) -> dict[str, Bindings] | None:
    """What `each` and `count` are in each instance, by what follows its name; None when nobody knows how many there are."""
    for_each, count = block.body.attribute("for_each"), block.body.attribute("count")
    if for_each is not None:
        found = elements(evaluate(scope, for_each.value))
        pairs = None if found is None else [_pair(key, value) for key, value in found]
        if pairs is None or any(key is None for key, _ in pairs) or len(pairs) > MOST_INSTANCES:
            return None
        return {f'["{key}"]': {"each": _each(key or "", value, block.at)} for key, value in pairs}
    if count is None:
        return {"": {}}
    wanted = number(evaluate(scope, count.value))
    if wanted is None or wanted > MOST_INSTANCES:
        return None
    # One that is there or not is called by its plain name.
    return {
        "" if wanted == 1 else f"[{index}]": {"count": mapping({"index": scalar(index, block.at)}, block.at)}
        for index in range(int(wanted))
    }


def _pair(key: Node, value: Node) -> tuple[str | None, Node]:
    """Of a set, the values are the keys."""
    named = isinstance(key, Scalar) and isinstance(key.value, str)
    return text(key if named else value), value


def _each(key: str, value: Node, at: Span) -> Node:
    return mapping({"key": scalar(key, at), "value": value}, at)


def _made(instance: Instance, name: str, block: Block, suffix: str, scope: Scope, *, certain: bool) -> Node:
    if len(instance.world.resources) > MOST_INSTANCES:
        scope.trace.stop(f"more than {MOST_INSTANCES} resources: the rest is not looked at", block.at)
        return unknown(name, block.at)
    if name.startswith("module."):
        return _call(instance, name.removeprefix("module.") + suffix, block, scope, certain=certain)
    called = instance.prefix + instance.module.names.get(name, name) + suffix
    kind = block.labels[0]
    instance.world.resources[called] = Resource(called, kind, block, scope, certain)
    return reference(called, block.at)


def _call(instance: Instance, name: str, block: Block, scope: Scope, *, certain: bool) -> Node:
    source = block.body.attribute("source")
    written = text(evaluate(scope, source.value)) if source else None
    called = f"module.{instance.prefix}{name}"
    world = instance.world
    if (written or "").startswith(("./", "../")):
        child = _child(instance, name, block, scope, written or "")
        if child is None:
            return unknown(called, block.at)
        _meet_all(child)
        world.outputs[called] = lambda key, at: _output(child, key, at)
    elif (known := (written or "").removeprefix("registry.terraform.io/")) in KNOWN:
        function = f"{instance.prefix}{name}"
        world.resources[function] = Resource(function, known, block, scope, certain)
        world.outputs[called] = lambda key, at: function_output(function, key, at)
    else:
        world.resources[called] = Resource(called, "module", block, scope, certain)
    return unknown(called, block.at)


def _child(instance: Instance, name: str, block: Block, scope: Scope, written: str) -> Instance | None:
    world, folder = instance.world, posixpath.normpath(posixpath.join(instance.folder, written))
    path = beside(f"{world.folder}/main.tf", folder)
    document = world.files(f"{path}/") if path else None
    if document is None or document.body is None:
        problem = Problem("LL009", f"the module `{written}` is not in the project", block.at)
        world.trace.problems[problem] = None
        return None
    if name.count(".") + instance.prefix.count(".") >= DEEPEST:
        scope.trace.stop(f"modules call each other more than {DEEPEST} deep: the rest is not looked at", block.at)
        return None
    world.covered[f"{path}/"] = None
    given = (each for each in block.body.attributes if each.name not in META)
    return Instance(
        world,
        modules.parse(document.path, document.body, complete=not document.problems),
        find,
        prefix=f"{instance.prefix}{name}.",
        folder=folder if folder.startswith(".") else f"./{folder}",
        arguments={each.name: evaluate(scope, each.value) for each in given},
    )


def _output(child: Instance, key: str, at: Span) -> Node:
    block = child.module.outputs.get(key)
    value = block.body.attribute("value") if block else None
    if value is None:
        return unknown(f"module.{child.prefix}{key}", at)
    return child.once(f"output.{key}", at, lambda: evaluate(Scope(child), value.value))
