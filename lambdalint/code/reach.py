"""What runs, and when: from the handler and the module bodies through every call that can be followed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from lambdalint.code.arguments import free_parameters, pairs
from lambdalint.code.decorators import PROPERTIES, is_decorated
from lambdalint.code.entities import Definition, Entity, External, Instance, Namespace, Type
from lambdalint.code.entry import Entry
from lambdalint.code.event import EventFlow
from lambdalint.code.handler_libraries import REGISTERS
from lambdalint.code.phases import is_cached, is_cold, never_runs, stored_globals
from lambdalint.code.program import Program
from lambdalint.model.code import Phase, Reach, Step
from lambdalint.model.module import Argument, Call, Context, FunctionParameter, Import, Module
from lambdalint.model.value import Attribute, Item, Result, Value, walk

_RANK = {Phase.INIT: 0, Phase.COLD: 1, Phase.INVOKE: 2}
_BUDGET = 20_000
"""Functions read before the walk gives up, counting those read again because more became known of their arguments."""


@dataclass(slots=True)
class _Facts:
    """The facts of one function."""

    calls: list[Call] = field(default_factory=list)
    values: list[tuple[Value, Context]] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)


@dataclass(slots=True)
class Walk:
    """A walk through the code of one function. `reached` and `flow` are its result."""

    program: Program
    flow: EventFlow
    reached: dict[tuple[str, str], Reach] = field(default_factory=dict)
    modules: dict[str, Module] = field(default_factory=dict)
    finished: bool = True
    _facts: dict[str, dict[str, _Facts]] = field(default_factory=dict)
    _stored: dict[str, frozenset[str]] = field(default_factory=dict)
    _queue: deque[tuple[str, str]] = field(default_factory=deque)
    _dispatches: bool = False

    def run(self, module: Module, entry: Entry) -> None:
        """Start at a module's body and its handler; one that is an object dispatches by itself."""
        self._load(module)
        self.flow.start(entry)
        if entry.definition is not None:
            self._load(entry.definition.module)
            self._enter(entry.definition, Phase.INVOKE, ())
        self._dispatches = entry.definition is None
        budget = _BUDGET
        while self._queue or self._dispatch():
            budget -= 1
            if not budget:
                self.finished = False
                return
            self._read(*self._queue.popleft())

    def phase_of(self, context: Context, reach: Reach) -> Phase:
        """When a fact of a reached function runs."""
        if reach.phase is Phase.INVOKE and is_cold(context, self.modules[reach.module], self._stored[reach.module]):
            return Phase.COLD
        return reach.phase

    def _load(self, module: Module) -> None:
        if module.key not in self.modules:
            self.modules[module.key] = module
            self._facts[module.key] = _by_function(module)
            self._stored[module.key] = stored_globals(module)
            self._visit(module, "", Phase.INIT, ())

    def _visit(
        self, module: Module, function: str, phase: Phase, chain: tuple[Step, ...], *, again: bool = False
    ) -> None:
        self._load(module)
        key = (module.key, function)
        before = self.reached.get(key)
        if before is None or _RANK[phase] > _RANK[before.phase]:
            self.reached[key] = Reach(phase, module.key, function, chain)
        elif not again:
            return
        self._queue.append(key)

    def _read(self, key: str, function: str) -> None:
        module, reach = self.modules[key], self.reached[key, function]
        facts = self._facts[key].get(function)
        if facts is None:
            return
        for imported in facts.imports:
            self._import(imported, module)
        for call in facts.calls:
            if not never_runs(call.context):
                self._follow(call, module, reach)
        for value, context in facts.values:
            self._follow_properties(value, context, module, reach)

    def _import(self, imported: Import, module: Module) -> None:
        if imported.type_checking or never_runs(imported.context):
            return
        dotted = self.program.finder.absolute(imported.target, module)
        while dotted:
            found = self.program.finder.find(dotted)
            if found is not None:
                self._load(found)
            dotted = dotted.rpartition(".")[0]

    def _follow(self, call: Call, module: Module, reach: Reach) -> None:
        phase = self.phase_of(call.context, reach)
        chain = (*reach.chain, Step(reach.function, call.at))
        for entity in self.program.entities(call.callee, module):
            for called in self._called(entity):
                self._bind(called, call.arguments, module)
                self._enter(called, phase, chain)
            if isinstance(entity, External | Namespace):
                self._hand_over(call, module, phase, chain)
        for part in walk(call.callee):
            self._follow_property(part, module, phase, chain)

    def _called(self, entity: Entity) -> Iterator[Definition]:
        match entity:
            case Definition():
                yield entity
            case Type() | Instance():
                names = ("__init__", "__new__", "__post_init__") if isinstance(entity, Type) else ("__call__",)
                owner = Instance(entity.module, entity.definition)
                for name in names:
                    for member in self.program.member(owner, name):
                        if isinstance(member, Definition):
                            yield member
            case _:
                return

    def _enter(self, called: Definition, phase: Phase, chain: tuple[Step, ...]) -> None:
        if phase is Phase.INVOKE and is_cached(called.function, called.module):
            phase = Phase.COLD
        self._visit(called.module, called.function.name, phase, chain)
        for wrapper in self._wrappers(called):
            self._taint_like(called, wrapper)
            self._visit(wrapper.module, wrapper.function.name, phase, chain)

    def _wrappers(self, called: Definition) -> Iterator[Definition]:
        """The functions that the project's own decorators put around a function."""
        for decorator in called.function.decorators:
            for entity in self.program.entities(decorator, called.module):
                if isinstance(entity, Definition):
                    yield from (one for one in self.program.returned(entity) if isinstance(one, Definition))

    def _taint_like(self, called: Definition, wrapper: Definition) -> None:
        key, name = called.module.key, called.function.name
        if any((key, name, one.name) in self.flow.tainted for one in called.function.parameters):
            self._taint(wrapper, wrapper.function.parameters)

    def _bind(self, called: Definition, arguments: tuple[Argument, ...], module: Module) -> None:
        for parameter, value in pairs(called, arguments):
            key = (called.module.key, called.function.name, parameter.name)
            if self.program.bind(key, module, value):
                self._again(called)
            if self.flow.derives(value, module):
                self._taint(called, (parameter,))

    def _taint(self, called: Definition, parameters: tuple[FunctionParameter, ...]) -> None:
        keys = {(called.module.key, called.function.name, parameter.name) for parameter in parameters}
        if self.flow.taint(keys):
            self._again(called)

    def _again(self, called: Definition) -> None:
        key = (called.module.key, called.function.name)
        if key in self.reached and key not in self._queue:
            self._queue.append(key)

    def _hand_over(self, call: Call, module: Module, phase: Phase, chain: tuple[Step, ...]) -> None:
        """A function given to somebody else's code is called by it, with the event if that is given too."""
        from_event = self.flow.call_derives(call, module)
        self._dispatches |= from_event and phase is Phase.INVOKE and isinstance(call.callee, Attribute | Result)
        for argument in call.arguments:
            for entity in self.program.entities(argument.value, module):
                if isinstance(entity, Definition):
                    if from_event:
                        self._taint(entity, free_parameters(entity))
                    self._enter(entity, phase, chain)

    def _dispatch(self) -> bool:
        """Once the event is handed to a framework's object, the functions registered with it run."""
        if not self._dispatches:
            return False
        for module in list(self.modules.values()):
            for function in module.functions.values():
                if (module.key, function.name) not in self.reached and self._is_registered(function.decorators, module):
                    registered = Definition(module, function)
                    self._taint(registered, function.parameters)
                    self._enter(registered, Phase.INVOKE, ())
        return bool(self._queue)

    def _is_registered(self, decorators: tuple[Value, ...], module: Module) -> bool:
        for decorator in decorators:
            method = module.calls[decorator.call].callee if isinstance(decorator, Result) else decorator
            if isinstance(method, Attribute) and method.name in REGISTERS:
                entities = self.program.entities(method, module)
                if all(isinstance(entity, External) for entity in entities):
                    return True
        return False

    def _follow_properties(self, value: Value, context: Context, module: Module, reach: Reach) -> None:
        if not never_runs(context):
            self._follow_property(value, module, self.phase_of(context, reach), reach.chain)

    def _follow_property(self, value: Value, module: Module, phase: Phase, chain: tuple[Step, ...]) -> None:
        if not isinstance(value, Attribute):
            return
        for owner in self.program.entities(value.of, module):
            if isinstance(owner, Instance):
                method = owner.definition.methods.get(value.name)
                found = owner.module.functions.get(method) if method else None
                if found is not None and is_decorated(found, PROPERTIES):
                    self._enter(Definition(owner.module, found, owner), phase, chain)


def _by_function(module: Module) -> dict[str, _Facts]:
    facts: dict[str, _Facts] = {}
    for call in module.calls:
        facts.setdefault(call.context.function, _Facts()).calls.append(call)
    for read in module.reads:
        if isinstance(read.value, Attribute | Item):
            facts.setdefault(read.context.function, _Facts()).values.append((read.value, read.context))
    for imported in module.imports:
        facts.setdefault(imported.context.function, _Facts()).imports.append(imported)
    return facts
