"""What parameters are set to, and which conditions hold, under the scenario of a scope."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.conditions import Truth, decide
from lambdalint.frameworks.cloudformation.scope import OTHER, Key, Scope
from lambdalint.frameworks.cloudformation.template import Parameter
from lambdalint.frameworks.cloudformation.values import Composite, Reference, Unknown, Value, call_in, text_of
from lambdalint.model.source import Span

Evaluate: TypeAlias = Callable[[Scope, Node], Value | None]


def parameter_value(scope: Scope, parameter: Parameter, at: Span, evaluate: Evaluate) -> Value:
    """What `!Ref` of a parameter gives, as seen from the place that refers to it."""
    key, trace = scope.key("parameter", parameter.name), scope.trace
    given = argument(scope, parameter.name, evaluate)
    if given is not None:
        value = trace.once(trace.given, key, None, lambda: evaluate(*given))
        return Unknown(parameter.name, at) if value is None else moved(value, at)
    trace.touched.add(key)
    change = scope.world.change
    if change is not None and key in change.values:
        assumed = change.values[key]
        known = assumed if isinstance(assumed, str) else None
    else:
        known = default_of(parameter)
    return Unknown(parameter.name, at) if known is None else _typed(parameter, known, at)


def default_of(parameter: Parameter) -> str | None:
    """What a parameter is without anyone choosing; None when someone has to."""
    # The default of an SSM parameter type is the name of the parameter, not its value.
    if parameter.default is not None and not parameter.type.startswith("AWS::SSM::"):
        return text_of(parameter.default)
    return parameter.allowed[0] if len(parameter.allowed) == 1 else None


def _typed(parameter: Parameter, text: str, at: Span) -> Value:
    if parameter.type.startswith(("CommaDelimitedList", "List<")):
        return Sequence(tuple(Scalar(item.strip(), at, item.strip()) for item in text.split(",")), at)
    return Scalar(text, at, text)


def moved(value: Value, at: Span) -> Value:
    """The same value, said to stand where it is used."""
    match value:
        case Scalar():
            return Scalar(value.value, at, value.text)
        case Reference():
            return Reference(value.id, value.attribute, at)
        case Composite():
            return Composite(value.parts, at)
        case Unknown():
            return Unknown(value.name, at)
        case Mapping():
            return Mapping(value.entries, at)
        case Sequence():
            return Sequence(value.items, at)


def argument(scope: Scope, name: str, evaluate: Evaluate) -> tuple[Scope, Node] | None:
    """What the parent stack gives for a parameter, and the scope to evaluate it in; None when it gives nothing."""
    stack = scope.stack
    if stack.parent is None or stack.arguments is None:
        return None
    above = scope.of(stack.parent)
    given = evaluate(above, stack.arguments)
    if not isinstance(given, Mapping):
        return None if given is None else (above, stack.arguments)
    node = given.get(name)
    return None if node is None else (above, node)


def parameter_behind(scope: Scope, node: Node, evaluate: Evaluate) -> Key | None:
    """The parameter of the outermost stack that a plain `!Ref` (through nested stacks too) gives the value of."""
    while True:
        call = call_in(node)
        if call is None or call[0] != "Ref" or not isinstance(call[1], Scalar):
            return None
        name = text_of(call[1])
        if scope.parameter(name) is None:
            return None
        given = argument(scope, name, evaluate)
        if given is None:
            return scope.key("parameter", name)
        scope, node = given


def holds(scope: Scope, name: str, evaluate: Evaluate) -> Truth:
    """Whether a condition of the template holds."""
    key, trace = scope.key("condition", name), scope.trace
    condition = scope.stack.template.conditions.get(name)
    if condition is None or not trace.enter(condition.key_at):
        return None
    try:
        return trace.once(trace.decided, key, None, lambda: _decided(scope, condition.value, key, evaluate))
    finally:
        trace.leave()


def _decided(scope: Scope, node: Node, key: Key, evaluate: Evaluate) -> Truth:
    def equal(left: Node, right: Node) -> Truth:
        return _equal(scope, left, right, evaluate)

    truth = decide(node, equal, lambda other: holds(scope, other, evaluate))
    change = scope.world.change
    assumed = change.values.get(key) if change is not None else None
    if isinstance(assumed, bool):
        return assumed
    if truth is None:
        scope.trace.touched.add(key)
    return truth


def _equal(scope: Scope, left: Node, right: Node, evaluate: Evaluate) -> Truth:
    sides = (evaluate(scope, left), evaluate(scope, right))
    for node, other in ((left, sides[1]), (right, sides[0])):
        key = parameter_behind(scope, node, evaluate)
        if key is not None and isinstance(other, Scalar):
            scope.trace.compared.setdefault(key, {})[text_of(other)] = True
            if _is_other(scope, key):
                return False
    match sides:
        case Scalar() as one, Scalar() as two:
            return text_of(one) == text_of(two)
        case _:
            return None


def _is_other(scope: Scope, key: Key) -> bool:
    change = scope.world.change
    return change is not None and change.values.get(key, True) is OTHER
