"""What calls give."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.code.decorators import is_decorated
from lambdalint.code.displays import texts
from lambdalint.code.entities import Definition, Entity, External, Instance, Type
from lambdalint.code.naming import deciding_argument, result_name
from lambdalint.code.resolver import Resolver, Step
from lambdalint.model.module import Call, Module
from lambdalint.model.value import Attribute, Collection, Element, Value

FIELD_MAKERS = frozenset({"dataclasses.field", "attr.ib", "attr.field", "attrs.field", "pydantic.Field"})
"""What describes a field in the body of a class."""

_SAME = {
    "asyncio.run": 0,
    "asyncio.wait_for": 0,
    "asyncio.get_event_loop().run_until_complete": 0,
    "asyncio.new_event_loop().run_until_complete": 0,
    "contextlib.ExitStack().enter_context": 0,
    "contextlib.closing": 0,
    "copy.copy": 0,
    "copy.deepcopy": 0,
    "typing.cast": 1,
}
"""Functions that give back one of their arguments, or what it results in, by its position."""
_COPIES = frozenset({f"builtins.{name}" for name in ("dict", "iter", "list", "reversed", "set", "sorted", "tuple")})
"""Functions that give a container with the content of another one."""
_CONSTRUCTORS = frozenset(
    {"construct", "from_orm", "model_construct", "model_validate", "model_validate_json", "parse_obj", "parse_raw"}
)
"""Class methods of models that give an object of the class they are called on."""
_PARSER = "aws_lambda_powertools.utilities.parser."
_LOOKUPS = frozenset({"get", "pop", "setdefault"})


class Results(Struct, frozen=True):
    """Works out results from what is called."""

    resolver: Resolver

    def entities(self, call: Call, at: Module) -> Iterator[Entity]:
        """All that a call may give, but for what its result is declared to be."""
        callees = self.resolver.entities(call.callee, at)
        for entity in callees:
            match entity:
                case Type(module=module, definition=definition):
                    yield Instance(module, definition)
                case Definition():
                    yield from self.resolver.returned(entity)
                case External(name=name):
                    yield from self._of_others(name, call, at)
                case _:
                    pass
        if not callees:
            for module, value in self._looked_up(call, at):
                yield from self.resolver.entities(value, module)

    def steps(self, call: Call, at: Module) -> Iterator[Step]:
        """The values one of which a call gives, where they are values of the project."""
        callees = self.resolver.entities(call.callee, at)
        for entity in callees:
            match entity:
                case Definition():
                    yield from returned_values(entity)
                case External(name="builtins.next") if call.arguments:
                    yield at, Element(call.arguments[0].value)
                case External(name=name) if (value := _passed_through(name, call)) is not None:
                    yield at, value
                case _:
                    pass
        if not callees:
            yield from self._looked_up(call, at)

    def _of_others(self, name: str, call: Call, at: Module) -> Iterator[Entity]:
        same = call.argument(_SAME[name], "") if name in _SAME else None
        if name == "builtins.super":
            yield from self._parents(call, at)
        elif name == "functools.partial":
            yield from self._partial(call, at)
        elif name in FIELD_MAKERS:
            yield from self._field(call, at)
        elif same is not None:
            yield from self.resolver.entities(same, at)
        else:
            yield from list(self._models(name, call, at)) or self._named(name, call, at)

    def _named(self, name: str, call: Call, at: Module) -> Iterator[Entity]:
        deciding = deciding_argument(name)
        given = call.argument(0, deciding) if deciding else None
        for text in texts(given, at, self.resolver.given):
            yield External(result_name(name, text))

    def _parents(self, call: Call, at: Module) -> Iterator[Entity]:
        """`super()`: what the present object is, looked at from above the class that says so."""
        function = at.functions.get(call.context.function)
        if function is not None and function.class_name is not None:
            for owner in self.resolver.receivers_of(Definition(at, function)):
                if isinstance(owner, Type | Instance):
                    yield replace(owner, above=f"{at.key}:{function.class_name}")

    def _partial(self, call: Call, at: Module) -> Iterator[Entity]:
        if call.arguments and not call.arguments[0].unpacked:
            given = tuple((at, argument) for argument in call.arguments[1:])
            for entity in self.resolver.entities(call.arguments[0].value, at):
                yield replace(entity, given=entity.given + given) if isinstance(entity, Definition) else entity

    def _field(self, call: Call, at: Module) -> Iterator[Entity]:
        factory = field_factory(call)
        default = call.argument(-1, "default")
        for entity in () if factory is None else self.resolver.entities(factory, at):
            match entity:
                case Type(module=module, definition=definition):
                    yield Instance(module, definition)
                case Definition():
                    yield from self.resolver.returned(entity)
                case External(name=name):
                    yield External(result_name(name, None))
                case _:
                    pass
        yield from () if default is None else self.resolver.entities(default, at)

    def _models(self, name: str, call: Call, at: Module) -> Iterator[Entity]:
        """`Order.model_validate(…)` and `parse(model=Order, …)` give an Order."""
        model: Value | None = None
        match call.callee:
            case Attribute(of=of, name=method) if method in _CONSTRUCTORS:
                model = of
            case _ if name.startswith(_PARSER) and name.endswith(".parse"):
                model = call.argument(1, "model")
        for entity in () if model is None else self.resolver.entities(model, at):
            if isinstance(entity, Type):
                yield Instance(entity.module, entity.definition)

    def _looked_up(self, call: Call, at: Module) -> Iterator[Step]:
        """`table.get(key, other)` of a dictionary of the project."""
        match call.callee:
            case Attribute(of=of, name=name) if name in _LOOKUPS and call.arguments:
                found = self.resolver.inside(of, call.arguments[0].value, at)
                yield from found
                if found:
                    yield from ((at, argument.value) for argument in call.arguments[1:2])
            case _:
                return


def returned_values(function: Definition) -> Iterator[Step]:
    """What a function of the project returns; where it is a context manager, what `with` gives."""
    is_manager = is_decorated(function.function, {"contextmanager", "asynccontextmanager"})
    for found in function.function.returns:
        match found.value:
            case Collection(kind="generator", items=items) if is_manager:
                yield from ((function.module, one) for one in items)
            case value:
                yield function.module, value


def field_factory(call: Call) -> Value | None:
    """What makes the default of a field."""
    return call.argument(-1, "default_factory") or call.argument(-1, "factory")


def _passed_through(name: str, call: Call) -> Value | None:
    position = 0 if name in _COPIES else _SAME.get(name)
    return None if position is None else call.argument(position, "")
