"""What references stand for: variables, locals, resources, called modules, and what is inside of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lambdalint.documents.hcl_tree import Expression
from lambdalint.documents.tree import Mapping, Node, Sequence
from lambdalint.frameworks.terraform.conversion import converted
from lambdalint.frameworks.terraform.data_sources import arn, named_by
from lambdalint.frameworks.terraform.nodes import is_known, is_nothing, moved, reference, referred, scalar, unknown
from lambdalint.frameworks.terraform.operators import truth
from lambdalint.frameworks.terraform.shapes import whole
from lambdalint.frameworks.terraform.world import Fails, Instance, Resource, Scope
from lambdalint.model.source import Span

Evaluate: TypeAlias = Callable[[Scope, Expression], Node]

IDENTITY = frozenset({
    "arn", "bucket", "execution_arn", "function_arn", "function_name", "id", "invoke_arn", "name", "qualified_arn",
    "qualified_invoke_arn", "queue_url", "url",
})  # fmt: skip
"""Attributes that say no more than which resource it is, in one way or another."""
ATTRIBUTES = {"stream_arn": "StreamArn", "root_resource_id": "RootResourceId"}
"""Attributes that CloudFormation's reader tells apart, in its words."""


def rooted(scope: Scope, root: str, name: str, at: Span, evaluate: Evaluate) -> Node:
    """What `root.name` stands for."""
    instance = scope.instance
    match root:
        case "var":
            value = variable(instance, name, at, evaluate)
            return value if instance.arguments is not None else moved(value, at)
        case "local":
            return moved(_local(instance, name, at, evaluate), at)
        case "path":
            return scalar(instance.folder if name == "module" else ".", at)
        case "module" | "each" | "count" | "self" | "terraform":
            known = root == "module" and name in instance.module.calls
            return instance.find(instance, f"module.{name}") if known else unknown(f"{root}.{name}", at)
        case _:
            address = f"{root}.{name}"
            known = address in instance.module.resources
            return moved(instance.find(instance, address), at) if known else unknown(address, at)


def variable(instance: Instance, name: str, at: Span, evaluate: Evaluate) -> Node:
    """What a variable is set to, in the form of its type: by the caller, a file of values, or its default."""
    return instance.once(f"var.{name}", at, lambda: _variable(instance, name, at, evaluate))


def _variable(instance: Instance, name: str, at: Span, evaluate: Evaluate) -> Node:
    block = instance.module.variables.get(name)
    default, kind, nullable = (
        block.body.attribute(each) if block else None for each in ("default", "type", "nullable")
    )
    written, scope = instance.module.given.get(name) if instance.arguments is None else None, Scope(instance)
    node = (instance.arguments or {}).get(name) if written is None else evaluate(scope, written.value)
    refuses_null = nullable is not None and truth(evaluate(scope, nullable.value)) is False
    if default is not None and (node is None or (refuses_null and is_nothing(node))):
        node = evaluate(scope, default.value)
    if node is None:
        return unknown(f"var.{name}", at)
    return node if kind is None else converted(scope, kind.value, node, evaluate)


def _local(instance: Instance, name: str, at: Span, evaluate: Evaluate) -> Node:
    attribute = instance.module.locals.get(name)
    if attribute is None:
        return unknown(f"local.{name}", at)
    return instance.once(f"local.{name}", at, lambda: evaluate(Scope(instance), attribute.value))


def stepped(scope: Scope, node: Node, key: str | None, at: Span, evaluate: Evaluate) -> Node:
    """What is under a key or index of a value; a key of None is not known."""
    if referred(node) is not None:
        return _of_reference(scope, node, key, at, evaluate)
    if key is None or not is_known(node):
        return unknown("…", at)
    match node:
        case Mapping():
            found = node.get(key)
        case Sequence(items=items) if key.isdecimal():
            found = items[int(key[:6])] if int(key[:6]) < len(items) else None
        case _:
            found = None
    if found is None and whole(node):
        raise Fails
    return unknown("…", at) if found is None else found


def _of_reference(scope: Scope, node: Node, key: str | None, at: Span, evaluate: Evaluate) -> Node:
    world, name = scope.instance.world, referred(node) or ""
    resource = world.resources.get(name)
    if resource is not None:
        # An index of what is there once, or nobody knows how often, is that.
        return node if key is None or key.isdecimal() else attribute(resource, key, at, evaluate)
    if key is not None and name in world.outputs:
        return world.outputs[name](key, at)
    return unknown(f"{name}.{key or '…'}", at)


def attribute(resource: Resource, key: str, at: Span, evaluate: Evaluate) -> Node:
    """An attribute of a resource: which one it is, what is written there, or what only the deployment knows."""
    managed = resource.block.type == "resource"
    if managed and (key in IDENTITY or key in ATTRIBUTES):
        return reference(resource.name, at, ATTRIBUTES.get(key))
    if key == "json" and resource.type == "aws_iam_policy_document":
        return reference(resource.name, at)
    argument = None if managed else named_by(resource.type, key)
    written = resource.block.body.attribute(argument or key)
    if written is None:
        return reference(resource.name, at) if managed else unknown(f"{resource.name}.{key}", at)
    place = f"{resource.name}.{argument or key}"
    node = moved(resource.scope.instance.once(place, at, lambda: evaluate(resource.scope, written.value)), at)
    return arn(resource.type, node, at) if argument and key == "arn" else node
