"""Step Functions state machines: which of their task states invoke which function."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map

from msgspec import Struct

from lambdalint.documents import load
from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.facts import Aimed, Fact
from lambdalint.frameworks.cloudformation.files import names_a_file, root_of_file
from lambdalint.frameworks.cloudformation.intrinsics import evaluate, filled
from lambdalint.frameworks.cloudformation.scope import Scope
from lambdalint.frameworks.cloudformation.targets import function_in, is_function
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.values import Composite, Value, pattern_of, text_of
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.source import Span
from lambdalint.model.trigger import StateMachineTrigger

INVOKE = ":states:::lambda:invoke"


class Definition(Struct, frozen=True):
    """A definition as a tree, and what its `${…}` stand for."""

    scope: Scope
    root: Node
    variables: Map[str, Value]
    at: Span | None = None
    """Where it is when the tree's own positions are of no file: a text in the template."""

    def value(self, node: Node | None) -> Value | None:
        """What a part of the definition stands for."""
        value = evaluate(self.scope, node) if node is not None else None
        return filled(text_of(value), self.variables.get, value.at) if isinstance(value, Scalar) else value


def state_machine(properties: View, declared: Declared) -> Iterator[Fact]:
    """The tasks of an `AWS::Serverless::StateMachine` or `AWS::StepFunctions::StateMachine`."""
    machine = properties.scope.id(declared.name)
    definition = _definition(properties)
    if definition is None:
        # Whatever it says, it can only invoke what it is given.
        for _, view in properties.get("DefinitionSubstitutions").entries():
            if is_function(view.scope, view.value):
                trigger = StateMachineTrigger(declared.name, declared.at, machine)
                yield Aimed(function_in(view.scope, view.value), trigger)
        return
    for entry, state in _tasks(definition.root):
        resource = definition.value(state.get("Resource"))
        function = _invoked(definition, state, resource)
        if is_function(properties.scope, function):
            trigger = StateMachineTrigger(
                declared.name,
                definition.at or entry.key_at,
                machine,
                state=entry.key,
                timeout=View.of(properties.scope, state.get("TimeoutSeconds"), entry.key_at).integer(),
                waits_for_token=(pattern_of(resource) or "").endswith(".waitForTaskToken"),
                asynchronous=as_text(_parameter(definition, state, "InvocationType")) == "Event",
            )
            yield Aimed(function_in(properties.scope, function), trigger)


def _invoked(definition: Definition, state: Mapping, resource: Value | None) -> Value | None:
    """The function a task names: as parameter of `lambda:invoke`, or as the resource itself."""
    if INVOKE in (pattern_of(resource) or ""):
        return _parameter(definition, state, "FunctionName")
    return resource


def _parameter(definition: Definition, state: Mapping, name: str) -> Value | None:
    for key in ("Parameters", "Arguments"):
        parameters = state.get(key)
        if isinstance(parameters, Mapping):
            return definition.value(parameters.get(name))
    return None


def _tasks(node: Node | None) -> Iterator[tuple[Entry, Mapping]]:
    """Every task state, in parallel branches and maps too."""
    states = node.get("States") if isinstance(node, Mapping) else None
    for entry in states if isinstance(states, Mapping) else ():
        state = entry.value
        if not isinstance(state, Mapping):
            continue
        kind = state.get("Type")
        if isinstance(kind, Scalar) and kind.value == "Task":
            yield entry, state
        branches = state.get("Branches")
        inner = branches.items if isinstance(branches, Sequence) else ()
        for machine in (*inner, state.get("Iterator"), state.get("ItemProcessor")):
            yield from _tasks(machine)


def _definition(properties: View) -> Definition | None:
    given = properties.get("DefinitionSubstitutions").entries()
    variables = {entry.key: view.value for entry, view in given if view.value is not None}
    inline = properties.get("Definition").value
    if isinstance(inline, Mapping):
        return Definition(properties.scope, inline, variables)
    text = properties.get("DefinitionString").value
    if isinstance(text, Scalar | Composite):
        return _parsed(properties.scope, text, variables)
    for key in ("DefinitionUri", "DefinitionS3Location"):
        location = properties.get(key)
        if names_a_file(location):
            return _from_file(location, variables)
    return None


def _parsed(scope: Scope, value: Scalar | Composite, variables: Map[str, Value]) -> Definition | None:
    """A definition written as text; what is no text in it becomes a variable of its own."""
    parts = value.parts if isinstance(value, Composite) else (text_of(value),)
    text = "".join(part if isinstance(part, str) else f"${{part {index}}}" for index, part in enumerate(parts))
    document = load("definition.json", text.encode(errors="replace"))
    if not isinstance(document.root, Mapping):
        return None
    others = {f"part {index}": part for index, part in enumerate(parts) if not isinstance(part, str)}
    return Definition(scope, document.root, {**variables, **others}, value.at)


def _from_file(location: View, variables: Map[str, Value]) -> Definition | None:
    root = root_of_file(location, "the state machine's definition")
    return Definition(location.scope, root, variables) if isinstance(root, Mapping) else None
