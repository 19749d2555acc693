"""Expressions to values, within one run of a function."""

from __future__ import annotations

from typing import Any, Protocol

from lambdalint.frameworks.programs.frames import Frame
from lambdalint.frameworks.programs.operators import agreed, item, joined, operation
from lambdalint.frameworks.programs.values import HIDDEN, ROOT, Class, Routine, Thing, Unknown
from lambdalint.model.module import Module
from lambdalint.model.value import (
    Attribute,
    Choice,
    Collection,
    Constant,
    Dictionary,
    Element,
    Global,
    Item,
    Local,
    Operation,
    Parameter,
    Result,
    Symbol,
    Text,
    Value,
    walk,
)


class Runner(Protocol):
    """What evaluates names, calls and loops of the whole program."""

    def name(self, name: str, module: Module, frame: Frame | None = None) -> Thing:
        """What a name of a module's own namespace holds, in one round of a loop of the module if that is given."""
        ...

    def imported(self, name: str, module: Module) -> Thing:
        """What an import gives."""
        ...

    def result(self, number: int, frame: Frame) -> Thing:
        """What a call gives."""
        ...

    def rounds(self, frame: Frame, loop: Value) -> list[Frame] | None:
        """The rounds of a loop; None when they cannot be known."""
        ...

    def attribute(self, of: Thing, name: str) -> Thing:
        """An attribute of a value."""
        ...

    def filled(self, held: Thing, container: Value, frame: Frame) -> Thing:
        """A container with what is put into it by its name."""
        ...


def evaluate(run: Runner, value: Value, frame: Frame) -> Thing:
    """What a value stands for."""
    match value:
        case Constant(value=constant):
            return constant
        case Parameter(function=function, name=name):
            owner = frame.around(function)
            held = Unknown(name) if owner is None else owner.bindings.get(name, Unknown(name))
            return run.filled(held, value, frame)
        case Global() | Symbol() | Local():
            return _named(run, value, frame)
        case Result(call=number):
            return run.filled(run.result(number, frame), value, frame)
        case Collection() | Dictionary():
            return _display(run, value, frame)
        case _:
            return _composed(run, value, frame)


def _named(run: Runner, value: Global | Symbol | Local, frame: Frame) -> Thing:
    match value:
        case Global(name=name):
            return run.name(name, frame.module, None if frame.function else frame)
        case Symbol(name="builtins.__file__"):
            return f"{ROOT}/{frame.module.key}"
        case Symbol(name="builtins.__name__"):
            return "__main__"
        case Symbol(name=name):
            return run.imported(name, frame.module)
        case Local(name=name):
            return _local(name, frame)


def _composed(run: Runner, value: Value, frame: Frame) -> Thing:
    """A value made of others."""
    match value:
        case Attribute(of=of, name=name):
            return run.attribute(evaluate(run, of, frame), name)
        case Item(of=of, key=key):
            return item(evaluate(run, of, frame), evaluate(run, key, frame))
        case Element(of=of):
            found = frame.item_of(of)
            return Unknown("an element") if found is None else found.item
        case Text(parts=parts):
            return joined(evaluate(run, part, frame) for part in parts)
        case Operation(operator=name, operands=operands):
            return operation(name, [evaluate(run, operand, frame) for operand in operands])
        case Choice(options=options):
            return agreed(evaluate(run, option, frame) for option in options)
        case _:
            return Unknown()


def _local(name: str, frame: Frame) -> Thing:
    module = frame.module
    if name in module.classes:
        return Class(module, module.classes[name])
    return Routine(module, module.functions[name], frame) if name in module.functions else Unknown(name)


def _display(run: Runner, value: Collection | Dictionary, frame: Frame) -> Thing:
    """A list or dict, written out or made by a comprehension."""
    loop = _comprehended(value, frame)
    if loop is None:
        return _items(run, value, frame) if isinstance(value, Collection) else _entries(run, value, frame)
    rounds = run.rounds(frame, loop)
    if rounds is None:
        return Unknown("a comprehension")
    parts = [_display(run, value, one) for one in rounds]
    if isinstance(value, Collection):
        return [one for part in parts if isinstance(part, list) for one in part]
    return {key: one for part in parts if isinstance(part, dict) for key, one in part.items()}


def _comprehended(value: Collection | Dictionary, frame: Frame) -> Value | None:
    """The loop of a comprehension that this run is not in yet."""
    if len(value.items if isinstance(value, Collection) else value.entries) != 1:
        return None
    for part in walk(value):
        loops: tuple[Value, ...] = ()
        if isinstance(part, Result):
            context = frame.module.calls[part.call].context
            loops = context.loops if context.function == frame.function else ()
        elif isinstance(part, Element) and part not in getattr(value, "items", ()):
            loops = (part.of,)
        missing = next((loop for loop in loops if frame.item_of(loop) is None), None)
        if missing is not None:
            return missing
    return None


def _items(run: Runner, value: Collection, frame: Frame) -> list[Thing]:
    found: list[Thing] = []
    for part in value.items:
        if isinstance(part, Element) and frame.item_of(part.of) is None:
            spread = evaluate(run, part.of, frame)
            found.extend(spread if isinstance(spread, list) else [Unknown("*")])
        else:
            found.append(evaluate(run, part, frame))
    return found


def _entries(run: Runner, value: Dictionary, frame: Frame) -> dict[Any, Thing]:
    found: dict[Any, Thing] = {}
    for key, part in value.entries:
        held = evaluate(run, part, frame)
        name = HIDDEN if key is None else evaluate(run, key, frame)
        if key is None and isinstance(held, dict):
            found.update(held)
        elif isinstance(name, str | int):
            found[name] = Unknown("**") if name == HIDDEN else held
        else:
            found[HIDDEN] = Unknown("a key")
    return found
