"""What runs, and when: from the handler and the module bodies through every call that can be followed."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from lambdalint.code.bodies import Body, bodies
from lambdalint.code.callbacks import calls_at_once, is_called_by, passed
from lambdalint.code.called import Called
from lambdalint.code.classes import is_property
from lambdalint.code.entities import Definition, Entity, External, Instance, Namespace, Type
from lambdalint.code.entry import Entry
from lambdalint.code.event import EventFlow
from lambdalint.code.handler_libraries import DISPATCHERS, ROUTED
from lambdalint.code.naming import describe
from lambdalint.code.passing import Passing
from lambdalint.code.phases import is_cached, is_cold, never_runs, stored_globals
from lambdalint.code.program import Program
from lambdalint.model.code import Phase, Reach, Step
from lambdalint.model.module import Call, Context, FunctionDef, Import, Module
from lambdalint.model.value import Attribute, Result, Value, walk

_RANK = {Phase.INIT: 0, Phase.COLD: 1, Phase.INVOKE: 2}
_BUDGET = 20_000
"""Functions read before the walk gives up, counting those read again because more became known of their arguments."""
_SCOPES = ("__enter__", "__exit__", "__aenter__", "__aexit__")
_STARTS = {"start": "run"}
"""Inherited methods that call one which the project's class has instead: `Thread.start`."""


@dataclass(slots=True)
class Walk:
    """A walk through the code of one function. `reached` and `flow` are its result."""

    program: Program
    flow: EventFlow
    reached: dict[tuple[str, str], Reach] = field(default_factory=dict)
    modules: dict[str, Module] = field(default_factory=dict)
    finished: bool = True
    _bodies: dict[str, Mapping[str, Body]] = field(default_factory=dict)
    _stored: dict[str, frozenset[str]] = field(default_factory=dict)
    _queue: deque[tuple[str, str]] = field(default_factory=deque)
    _made: dict[str, set[Phase]] = field(default_factory=dict)
    """When objects of a class are made, by its key."""
    _registered: list[Definition] = field(default_factory=list)
    """What was given to a framework while modules were loaded."""
    _dispatches: bool = False
    _decorators: frozenset[str] = frozenset()
    _known: int = 0
    _passing: Passing = field(init=False)
    _called: Called = field(init=False)

    def __post_init__(self) -> None:
        self._passing = Passing(self.program, self.flow)
        self._called = Called(self.program)

    def run(self, module: Module, entry: Entry) -> None:
        """Start at a module's body and its handler; one that is an object dispatches by itself."""
        self._load(module)
        self.flow.start(entry)
        if entry.definition is not None:
            self._load(entry.definition.module)
            self.program.receive(entry.definition)
            self._enter(entry.definition, Phase.INVOKE, ())
        self._dispatches, self._decorators = entry.definition is None, entry.registers
        budget = _BUDGET
        while self._queue or self._dispatch() or self._learned():
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
            self._bodies[module.key] = bodies(module)
            self._stored[module.key] = stored_globals(module)
            self._visit(module, "", Phase.INIT, ())

    def _visit(self, module: Module, function: str, phase: Phase, chain: tuple[Step, ...]) -> None:
        self._load(module)
        key = (module.key, function)
        before = self.reached.get(key)
        if before is None or _RANK[phase] > _RANK[before.phase]:
            self.reached[key] = Reach(phase, module.key, function, chain)
            self._queue.append(key)

    def _read(self, key: str, function: str) -> None:
        module, reach = self.modules[key], self.reached[key, function]
        body = self._bodies[key].get(function, Body())
        for imported in body.imports:
            self._import(imported, module)
        for definition in body.definitions:
            self._decorate(definition, module, reach)
        for number, call in body.calls:
            if not never_runs(call.context):
                self._follow(number, call, module, reach)
        for value, context in body.values:
            if not never_runs(context):
                self._follow_property(value, module, self.phase_of(context, reach), reach.chain)

    def _import(self, imported: Import, module: Module) -> None:
        if imported.type_checking or never_runs(imported.context):
            return
        dotted = self.program.finder.absolute(imported.target, module)
        while dotted:
            found = self.program.finder.find(dotted)
            if found is not None:
                self._load(found)
            dotted = dotted.rpartition(".")[0]

    def _decorate(self, function: FunctionDef, module: Module, reach: Reach) -> None:
        """The project's own decorators run where a function is defined."""
        chain = (*reach.chain, Step(reach.function, function.at))
        for decorator in function.decorators:
            for entity in self.program.entities(decorator, module):
                if isinstance(entity, Definition):
                    self._again(entity, news=self._passing.decorated(entity, function, module))
                    self._visit(*entity.place, reach.phase, chain)

    def _follow(self, number: int, call: Call, module: Module, reach: Reach) -> None:
        phase = self.phase_of(call.context, reach)
        chain = (*reach.chain, Step(reach.function, call.at))
        for entity in self.program.entities(call.callee, module):
            if isinstance(entity, External | Namespace):
                self._hand_over(describe(entity, self.program.finder), call, module, phase, chain)
            else:
                self._call(entity, call, module, phase, chain)
        if call.scoped:
            for entity in self.program.entities(Result(number), module):
                self._enter_methods(entity, _SCOPES, phase, chain)
        for part in walk(call.callee):
            self._follow_property(part, module, phase, chain)

    def _call(self, entity: Entity, call: Call, module: Module, phase: Phase, chain: tuple[Step, ...]) -> None:
        if isinstance(entity, Type):
            self._made.setdefault(entity.key, set()).add(phase)
            self._passing.fields(entity, call.arguments, module)
            for factory in self._called.factories(entity):
                self._enter(factory, phase, chain)
        for called in self._called.functions(entity):
            news = self._passing.arguments(called, call.arguments, module)
            self._again(called, news=self._passing.receiver(called, call.callee, module) or news)
            self._enter(called, phase, chain)

    def _enter_methods(self, owner: Entity, names: tuple[str, ...], phase: Phase, chain: tuple[Step, ...]) -> None:
        for method in self._called.methods(owner, names):
            self._again(method, news=self.program.receive(method))
            self._enter(method, phase, chain)

    def _enter(self, called: Definition, phase: Phase, chain: tuple[Step, ...]) -> None:
        if phase is Phase.INVOKE and is_cached(called.function, called.module) and not self._is_short_lived(called):
            phase = Phase.COLD
        self._visit(*called.place, phase, chain)
        for decorator in called.function.decorators:
            for wrapper in self._called.wrappers(decorator, called.module):
                self._again(wrapper, news=self.flow.wrap(called, wrapper))
                self._visit(*wrapper.place, phase, chain)

    def _is_short_lived(self, called: Definition) -> bool:
        """What an object caches ends with it, and it is made anew for every event."""
        return isinstance(called.bound, Instance) and self._made.get(called.bound.key) == {Phase.INVOKE}

    def _again(self, called: Definition, *, news: bool) -> None:
        """Read a function again when more became known of what it is given."""
        if news and called.key in self.reached and called.key not in self._queue:
            self._queue.append(called.key)

    def _hand_over(self, name: str, call: Call, module: Module, phase: Phase, chain: tuple[Step, ...]) -> None:
        """A function given to somebody else's code is called by it, with the event if that is given too."""
        from_event = self.flow.call_derives(call, module)
        is_dispatcher = DISPATCHERS.fullmatch(name) is not None
        if from_event and phase is Phase.INVOKE:
            self._dispatches |= is_dispatcher or isinstance(call.callee, Attribute | Result)
        for position, argument in enumerate(call.arguments if is_called_by(name) else ()):
            arguments = passed(name, call, position)
            for entity in self.program.entities(argument.value, module):
                for called in self._called.handed(entity, registers=is_dispatcher or phase is Phase.INIT):
                    if arguments is not None:
                        self._again(called, news=self._passing.arguments(called, arguments, module))
                    elif from_event:
                        self._again(called, news=self._passing.event(called))
                    elif phase is Phase.INIT and not calls_at_once(name):
                        self._registered.append(called)
                    if not (phase is Phase.INIT and ROUTED.match(name)):
                        self._enter(called, phase, chain)
        self._start(call, module, phase, chain)

    def _start(self, call: Call, module: Module, phase: Phase, chain: tuple[Step, ...]) -> None:
        """An inherited method may call one of the project's own class."""
        if isinstance(call.callee, Attribute) and call.callee.name in _STARTS:
            for owner in self.program.entities(call.callee.of, module):
                self._enter_methods(owner, (_STARTS[call.callee.name],), phase, chain)

    def _dispatch(self) -> bool:
        """Once the event is handed to a framework's object, the functions registered with it run."""
        if not self._dispatches:
            return False
        found = [
            one for module in list(self.modules.values()) for one in self._called.registered(module, self._decorators)
        ]
        by_calls = self._registered if "route" in self._decorators else ()
        for called in (*found, *by_calls):
            before = self.reached.get(called.key)
            if before is None or before.phase is not Phase.INVOKE:
                self._passing.event(called)
                self._enter(called, Phase.INVOKE, ())
        self._registered.clear()
        return bool(self._queue)

    def _learned(self) -> bool:
        """Everything is read again until nothing more becomes known of what variables and attributes hold."""
        news = self._known != self.flow.version
        self._known = self.flow.version
        self._queue.extend(self.reached if news else ())
        return news

    def _follow_property(self, value: Value, module: Module, phase: Phase, chain: tuple[Step, ...]) -> None:
        """Reading an attribute runs a property's method, or the `__get__` of what the class holds there."""
        if not isinstance(value, Attribute):
            return
        for owner in self.program.entities(value.of, module):
            if not isinstance(owner, Instance):
                continue
            method = self.program.classes.method(owner, value.name)
            if method is not None and is_property(method.function):
                self._enter_methods(owner, (value.name,), phase, chain)
            elif method is None:
                for at, held in self.program.classes.attribute(owner, value.name):
                    for entity in self.program.entities(held, at):
                        self._enter_methods(entity, ("__get__",), phase, chain)
