"""What calls pass to the project's functions, and the event with it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from lambdalint.code.arguments import filled_parameters, free_parameters, pairs
from lambdalint.code.called import gives_back
from lambdalint.code.entities import Definition, Instance, Type
from lambdalint.code.event import EventFlow
from lambdalint.code.program import Program
from lambdalint.model.module import Argument, FunctionDef, FunctionParameter, Module
from lambdalint.model.value import Attribute, Local, Value


class Passing(Struct, frozen=True):
    """Notes bindings and taints, and says whether that was news to the function that is called."""

    program: Program
    flow: EventFlow

    def arguments(self, called: Definition, arguments: Iterable[Argument], at: Module) -> bool:
        """What a call passes, the defaults of what it leaves out, and the object it is called on."""
        given = [*called.given, *((at, argument) for argument in arguments)]
        parameters = filled_parameters(called)
        filled = list(pairs(parameters, given))
        names = {parameter.name for parameter, _, _ in filled}
        defaults = [
            (one, called.module, one.default) for one in parameters if one.default is not None and one.name not in names
        ]
        news = self.program.receive(called) | self._receive_explicitly(called, filled)
        for parameter, module, value in (*filled, *defaults):
            key = (*called.key, parameter.name)
            news |= self.program.bind(key, module, value)
            if self.flow.derives(value, module):
                news |= self.flow.taint({key})
        return news

    def _receive_explicitly(
        self, called: Definition, filled: Iterable[tuple[FunctionParameter, Module, Value]]
    ) -> bool:
        """`Base.save(self, order)`: the first argument is the object."""
        first = called.function.parameters[:1]
        if not isinstance(called.bound, Type) or called.function.class_name is None:
            return False
        news = False
        for parameter, module, value in filled:
            if parameter in first:
                for owner in self.program.entities(value, module):
                    if isinstance(owner, Instance):
                        news |= self.program.receive(Definition(called.module, called.function, owner))
        return news

    def receiver(self, called: Definition, callee: Value, at: Module) -> bool:
        """The object that a method is called on may be made from the event."""
        if (
            not isinstance(callee, Attribute)
            or not isinstance(called.bound, Instance)
            or not called.function.parameters
        ):
            return False
        key = (*called.key, called.function.parameters[0].name)
        return self.flow.derives(callee.of, at) and self.flow.taint({key})

    def fields(self, owner: Type, arguments: Iterable[Argument], at: Module) -> None:
        """What a dataclass or a model is made with, when it writes no `__init__` of its own."""
        for one, module, value in pairs(
            self.program.classes.record(owner) or (), ((at, argument) for argument in arguments)
        ):
            self.program.bind_field(owner, one.name, module, value)

    def event(self, called: Definition) -> bool:
        """Somebody else's code calls a function, who knows how, with what comes from the event."""
        return self.flow.taint({(*called.key, parameter.name) for parameter in free_parameters(called)})

    def decorated(self, decorator: Definition, function: FunctionDef, at: Module) -> bool:
        """A decorator that only keeps what it is given gets to know it; others call it, which is followed there."""
        if not gives_back(decorator):
            return False
        first = filled_parameters(decorator)[0]
        return self.program.bind((*decorator.key, first.name), at, Local(function.name))
