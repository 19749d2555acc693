"""What a handler's name stands for, and how it is called."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from lambdalint.code.decorators import without_arguments
from lambdalint.code.entities import Definition, Entity, External, Instance, Type
from lambdalint.code.finder import Finder
from lambdalint.code.handler_libraries import DURABLE, REGISTERS, ROUTED, TRANSPARENT
from lambdalint.code.naming import describe
from lambdalint.code.program import Program
from lambdalint.model.module import FunctionDef, Module
from lambdalint.model.value import Attribute, Global, Result, Value

_AROUND = frozenset({"middleware"})
_FOR_REQUESTS = _AROUND | {"route"}
"""What a Chalice app runs by itself; every other function that it registers is a Lambda function of its own."""


class Entry(Struct, frozen=True):
    """Where the project's code begins."""

    definition: Definition | None
    """None when it is an object of a library that dispatches by itself (`Mangum(app)`)."""
    framework: str | None = None
    """The library that calls the definition with arguments of its own; None: the runtime does, with event and context."""
    is_durable: bool = False
    """The second argument is a `DurableContext`."""
    direct: bool = False
    """The definition is called with the runtime's event and context, and what it returns is the answer."""
    registers: frozenset[str] = REGISTERS
    """The decorators whose functions run when the event is handed on to a framework."""


def defines(finder: Finder, module: Module, name: str) -> bool:
    """Whether a name, or a method as `Class.method`, is defined in a module."""
    first, _, rest = name.partition(".")
    return first in module.variables and (not rest or bool(Program(finder).entities(_named(name), module)))


def entry(program: Program, module: Module, name: str) -> Entry:
    """What the handler `name` of a module is; the name must be bound there."""
    own = next(
        (found for entity in program.entities(_named(name), module) if (found := _called(entity, program))), None
    )
    definition = own or _wrapped(program, module, name)
    if definition is None:
        maker = _maker(program, module, name)
        return Entry(None, maker, registers=_FOR_REQUESTS if maker == "chalice" else REGISTERS)
    texts = decorator_names(definition.function, program, definition.module)
    routed = next((match for text in texts if (match := ROUTED.match(text))), None)
    is_routed = routed is not None and routed["chalice"] != "lambda_function"
    return Entry(
        definition,
        "chalice" if is_routed else None,
        is_durable=any(DURABLE.fullmatch(text) for text in texts),
        direct=own is not None and all(_is_transparent(one, program, own) for one in own.function.decorators),
        registers=REGISTERS if routed is None else _AROUND,
    )


def _named(name: str) -> Value:
    first, *rest = name.split(".")
    value: Value = Global(first)
    for part in rest:
        value = Attribute(value, part)
    return value


def _called(entity: Entity, program: Program) -> Definition | None:
    """The function that runs when an entity is called as a handler."""
    match entity:
        case Definition(bound=Type(module=module, definition=definition)):
            return Definition(entity.module, entity.function, Instance(module, definition))
        case Definition():
            return entity
        case Instance():
            return program.classes.method(entity, "__call__")
        case _:
            return None


def _wrapped(program: Program, module: Module, name: str) -> Definition | None:
    """The function that a library's wrapper is given: `handler = datadog_lambda_wrapper(main)`."""
    value = module.variables.get(name)
    call = module.calls[value.call] if isinstance(value, Result) else None
    for argument in call.arguments if call is not None else ():
        for entity in program.entities(argument.value, module):
            if isinstance(entity, Definition):
                return entity
    return None


def _maker(program: Program, module: Module, name: str) -> str | None:
    names = [made.name for entity in program.entities(_named(name), module) for made in _made(entity, program)]
    return names[0].partition(".")[0] if names else None


def _made(entity: Entity, program: Program) -> Iterable[External]:
    """What a library made: also an object whose class extends one of the library's."""
    if isinstance(entity, Instance):
        return program.classes.outside(entity)
    return (entity,) if isinstance(entity, External) else ()


def _is_transparent(decorator: Value, program: Program, decorated: Definition) -> bool:
    """Whether a decorator surely passes event, context and answer on."""
    names = program.names(without_arguments(decorator, decorated.module), decorated.module)
    return bool(names) and all(TRANSPARENT.fullmatch(name) for name in names)


def decorator_names(function: FunctionDef, program: Program, at: Module) -> list[str]:
    """What the decorators of a function may be, without the arguments they are given."""
    plain = [without_arguments(one, at) for one in function.decorators]
    return [describe(entity, program.finder) for one in plain for entity in program.entities(one, at)]
