"""Arguments to parameters."""

from __future__ import annotations

from collections.abc import Callable

from lambdalint.frameworks.programs.values import HIDDEN, Arguments, Class, Given, Instance, Thing, Unknown
from lambdalint.model.module import Call, FunctionDef
from lambdalint.model.source import Anchor
from lambdalint.model.value import Value


def given(call: Call, evaluate: Callable[[Value], Thing], place_of: Callable[[Value], Anchor | None]) -> Arguments:
    """What a call is given, `*` and `**` unpacked as far as they are known; what is handed on stands where it was written."""
    arguments = Arguments(call.at)
    for argument in call.arguments:
        at = place_of(argument.value) or Anchor(call.at.module, argument.node)
        value = evaluate(argument.value)
        if not argument.unpacked:
            _add(arguments, argument.name, Given(value, at))
        elif isinstance(value, dict):
            arguments.named.update({str(key): _at(one, at) for key, one in value.items() if key != HIDDEN})
            arguments.complete &= HIDDEN not in value
        elif isinstance(value, list):
            arguments.positional.extend(_at(one, at) for one in value)
        else:
            arguments.complete = False
    return arguments


def _at(value: Thing, at: Anchor) -> Given:
    return value if isinstance(value, Given) else Given(value, at)


def _add(arguments: Arguments, name: str | None, value: Given) -> None:
    if name is None:
        arguments.positional.append(value)
    else:
        arguments.named[name] = value


def bind(
    function: FunctionDef, arguments: Arguments, owner: Instance | Class | None, evaluate: Callable[[Value], Thing]
) -> tuple[dict[str, Thing], dict[str, Anchor]]:
    """What each parameter of a function holds, and where that was written; `evaluate` gives defaults."""
    bound: dict[str, Thing] = {}
    places: dict[str, Anchor] = {}
    positional, named = list(arguments.positional), dict(arguments.named)
    for index, parameter in enumerate(function.parameters):
        if index == 0 and owner is not None:
            bound[parameter.name] = owner
        elif parameter.kind == "*":
            bound[parameter.name], positional = [one.value for one in positional], []
        elif parameter.kind == "**":
            rest = {} if arguments.complete else {HIDDEN: Unknown("**")}
            bound[parameter.name] = {**named, **rest}
        elif parameter.kind == "positional" and positional:
            one = positional.pop(0)
            bound[parameter.name], places[parameter.name] = one.value, one.at
        elif parameter.name in named:
            one = named.pop(parameter.name)
            bound[parameter.name], places[parameter.name] = one.value, one.at
        elif parameter.default is not None and arguments.complete:
            bound[parameter.name] = evaluate(parameter.default)
        else:
            bound[parameter.name] = Unknown(parameter.name)
    return bound, places


def filled_fields(of: Class, arguments: Arguments) -> dict[str, Thing]:
    """The fields of an object without `__init__`, as of a dataclass."""
    names = list(of.definition.attributes)
    positional = {name: one.value for name, one in zip(names, arguments.positional, strict=False)}
    return {**positional, **{name: one.value for name, one in arguments.named.items()}}
