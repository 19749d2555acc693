"""The values that parameters and conditions may take, one at a time or as somebody deploys them: never their product."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lambdalint.frameworks.cloudformation.parameters import default_of
from lambdalint.frameworks.cloudformation.scope import OTHER, Change, Key, Stack, Trace
from lambdalint.frameworks.cloudformation.template import Parameter
from lambdalint.model.function import Assumption


def changes(stacks: Collection[Stack], touched: frozenset[Key], trace: Trace) -> Iterator[Change]:
    """Every change to the defaults that may make a difference to what touched them, in the order of the templates."""
    varied: set[Key] = set()
    for change in _deployments(stacks):
        if not touched.isdisjoint(change.values):
            varied.update(change.values)
            yield change
    for stack in stacks:
        for parameter in stack.template.parameters.values():
            key = (stack.prefix, "parameter", parameter.name)
            if key in touched:
                for change in _parameter_changes(parameter, key, trace.compared.get(key, {})):
                    varied.add(key)
                    yield change
    for stack in stacks:
        for name, entry in stack.template.conditions.items():
            key = (stack.prefix, "condition", name)
            # A condition is free when nothing decides it: neither the defaults nor a parameter that is varied.
            if key in touched and varied.isdisjoint(trace.decided[key][1]):
                yield Change({key: True}, Assumption(entry.key_at, f"when the condition `{name}` holds"))
                yield Change({key: False}, Assumption(entry.key_at, f"when the condition `{name}` does not hold"))


def _deployments(stacks: Collection[Stack]) -> Iterator[Change]:
    for stack in stacks:
        for each in stack.template.deployments:
            values = {(stack.prefix, "parameter", name): value for name, value in each.values.items()}
            yield Change(values, each.assumption)


def _parameter_changes(parameter: Parameter, key: Key, compared: dict[str, bool]) -> Iterator[Change]:
    base = default_of(parameter)
    # What an SSM parameter type allows are names of parameters, not values.
    allowed = () if parameter.type.startswith("AWS::SSM::") else parameter.allowed
    for value in allowed or compared:
        if value != base:
            message = f"when the parameter `{parameter.name}` is `{value}`"
            yield Change({key: value}, Assumption(parameter.at, message))
    equals = [value for value, by_equality in compared.items() if by_equality]
    # Where the default is none of the values, the defaults already are the other case.
    if equals and not allowed and (base is None or base in equals):
        values = " or ".join(f"`{value}`" for value in equals)
        message = f"when the parameter `{parameter.name}` is not {values}"
        yield Change({key: OTHER}, Assumption(parameter.at, message))
