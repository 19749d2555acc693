"""A program, followed call by call from where it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from lambdalint.documents.tree import Problem
from lambdalint.frameworks.programs import standard
from lambdalint.frameworks.programs.attributes import Attributes
from lambdalint.frameworks.programs.binding import bind, filled_fields, given
from lambdalint.frameworks.programs.evaluation import evaluate
from lambdalint.frameworks.programs.flow import Flow
from lambdalint.frameworks.programs.frames import Frame, next_loops
from lambdalint.frameworks.programs.library import Library
from lambdalint.frameworks.programs.modules import Modules
from lambdalint.frameworks.programs.operators import agreed
from lambdalint.frameworks.programs.values import (
    HIDDEN,
    Arguments,
    Callback,
    Class,
    Given,
    Instance,
    Method,
    Name,
    Namespace,
    Parent,
    Routine,
    Thing,
    Unknown,
)
from lambdalint.model.module import Call, FunctionDef, Module, Store
from lambdalint.model.source import Anchor, Span
from lambdalint.model.value import Global, Value

MOST_CALLS = 20_000
"""Calls of one program that are followed."""
DEEPEST = 40
"""Calls within calls that are followed."""
_RUNNING = Unknown("itself")


@dataclass(slots=True)
class Program:
    """Runs functions of the project over what they are given. What it cannot know is `Unknown`, never a guess."""

    modules: Modules
    library: Library
    here: str
    """The folder in which the program runs."""
    made: set[str] = field(default_factory=set)
    """The classes of the project that were made, by module and name."""
    problems: dict[Problem, None] = field(default_factory=dict)
    attributes: Attributes = field(init=False)
    flow: Flow = field(init=False)
    _frames: dict[str, Frame] = field(default_factory=dict)
    _running: list[FunctionDef] = field(default_factory=list)
    _calls: int = 0
    _depth: int = 0

    def __post_init__(self) -> None:
        self.attributes = Attributes(self)
        self.flow = Flow(self)

    def module_frame(self, module: Module) -> Frame:
        """The run of a module's body."""
        return self._frames.setdefault(module.key, Frame(module))

    def name(self, name: str, module: Module, frame: Frame | None = None) -> Thing:
        """What a name of a module's own namespace holds, in one round of a loop of the module if that is given."""
        if name in module.variables:
            frame = frame or self.module_frame(module)
            return self.filled(evaluate(self, module.variables[name], frame), Global(name), frame)
        for origin in module.star_imports:
            space = self.imported(origin, module)
            if isinstance(space, Namespace) and space.module is not None and space.module is not module:
                found = self.name(name, space.module)
                if not isinstance(found, Unknown):
                    return found
            elif isinstance(space, Name):
                return Name(f"{space.dotted}.{name}")
        return Unknown(name)

    def imported(self, name: str, module: Module) -> Thing:
        """What an import gives."""
        match self.modules.named(name, module):
            case (Module() as holder, tuple() as names):
                value = self.name(names[0], holder)
                for inner in names[1:]:
                    value = self.attribute(value, inner)
                return value
            case found:
                return found

    def attribute(self, of: Thing, name: str) -> Thing:
        """An attribute of a value."""
        return self.attributes.of(of, name)

    def filled(self, held: Thing, container: Value, frame: Frame) -> Thing:
        """A dict with what is put into it through its name."""
        return self.flow.filled(held, container, frame)

    def rounds(self, frame: Frame, loop: Value) -> list[Frame] | None:
        """The rounds of a loop over something known; None for any other."""
        return self.flow.rounds(frame, loop)

    def result(self, number: int, frame: Frame) -> Thing:
        """What a call gives; it is made now if it was not yet."""
        context = frame.module.calls[number].context
        owner = frame.around(context.function)
        within = self.flow.round(owner, context.loops) if owner is not None else None
        return Unknown("a call") if within is None else self._called(number, within)

    def run(self, frame: Frame) -> None:
        """Make all calls of a function's body, or of one round of a loop in it."""
        calls = frame.module.calls
        numbers = self.flow.body(frame.module).calls.get(frame.function, [])
        for number in numbers:
            if calls[number].context.loops == frame.loops:
                self._called(number, frame)
        stores = self.flow.body(frame.module).stores.get(frame.function, [])
        for of, name, store in stores:
            if store.context.loops == frame.loops:
                self._assign(evaluate(self, of, frame), name, store, frame)
        contexts = chain((calls[number].context for number in numbers), (store.context for _, _, store in stores))
        for loop in next_loops(contexts, frame.loops):
            for one in self.flow.looped(frame, loop):
                self.run(one)

    def _assign(self, of: Thing, name: str, store: Store, frame: Frame) -> None:
        """Give an attribute of something of a library its value; those of objects are looked up when they are asked for."""
        runs = self.flow.holds(store.context, frame)
        if isinstance(of, Instance | Unknown) or runs is False:
            return
        doubt = self.library.doubt
        self.library.doubt = doubt or runs is None or frame.unsure
        self.library.assign(of, name, Given(evaluate(self, store.value, frame), store.at))
        self.library.doubt = doubt

    def _called(self, number: int, frame: Frame) -> Thing:
        if number in frame.results:
            return frame.results[number]
        frame.results[number] = _RUNNING
        call = frame.module.calls[number]
        runs = self.flow.holds(call.context, frame)
        if runs is False or not self._may_go_on(frame.module):
            return frame.results[number]
        doubt = self.library.doubt
        self.library.doubt = doubt or runs is None or frame.unsure
        self._depth += 1
        try:
            frame.results[number] = self._call(call, frame)
        except RecursionError:
            self._give_up(frame.module)
        self._depth -= 1
        self.library.doubt = doubt
        return frame.results[number]

    def _may_go_on(self, module: Module) -> bool:
        self._calls += 1
        if self._calls <= MOST_CALLS and self._depth < DEEPEST:
            return True
        self._give_up(module)
        return False

    def _give_up(self, module: Module) -> None:
        message = "this program makes too many calls, or too deep ones, to be followed to its end"
        self.problems.setdefault(Problem("LL008", message, Span.of_line(module.key)))

    def _call(self, call: Call, frame: Frame) -> Thing:
        callee = evaluate(self, call.callee, frame)
        if callee == Name("builtins.super"):
            return self._super(call, frame)
        arguments = given(call, lambda value: evaluate(self, value, frame), frame.place_of)
        return self.apply(callee, arguments)

    def apply(self, callee: Thing, arguments: Arguments) -> Thing:
        """What calling something gives."""
        match callee:
            case Class():
                return self.instantiate(callee, arguments)
            case Routine():
                return self.run_routine(callee, arguments)
            case Method(of=Parent(instance=instance), name=name):
                return self._initialised(instance, name, arguments)
            case Method(of=of, name=name):
                return self._method(of, name, arguments)
            case Name(dotted=dotted):
                found = standard.called(dotted, arguments, self.here)
                if found is None and dotted == "builtins.dict":
                    return _dictionary(arguments)
                return self.library.make(dotted, arguments) if found is None else found
            case _:
                self.library.escaped(arguments)
                return Unknown("a call")

    def _super(self, call: Call, frame: Frame) -> Thing:
        """`super()` in a method: its first parameter as what the class inherits from."""
        function = frame.module.functions.get(call.context.function)
        if function is None or function.class_name is None or not function.parameters:
            return Unknown("super")
        instance = frame.bindings.get(function.parameters[0].name)
        definition = frame.module.classes.get(function.class_name)
        if not isinstance(instance, Instance) or definition is None:
            return Unknown("super")
        return Parent(instance, definition, frame.module)

    def _method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        if isinstance(of, Instance):
            of = of.base if of.base is not None else of
        if standard.has(of, name):
            return standard.method(of, name, arguments)
        given = self.library.method(of, name, arguments)
        return self.apply(given.callee, given.arguments) if isinstance(given, Callback) else given

    def instantiate(self, of: Class, arguments: Arguments) -> Instance:
        """An object of a class of the project."""
        instance = Instance(of.module, of.definition)
        self.made.add(f"{of.module.key}:{of.definition.name}")
        for one in self.attributes.ancestry(of):
            if isinstance(one, Name):
                self._initialised(instance, f"{one.dotted}.__init__", arguments)
                return instance
            if "__init__" in one.definition.methods:
                method = one.module.functions[one.definition.methods["__init__"]]
                self.run_routine(Routine(one.module, method, self.module_frame(one.module), instance), arguments)
                return instance
        instance.values = filled_fields(of, arguments)
        return instance

    def _initialised(self, instance: Instance, name: str, arguments: Arguments) -> Thing:
        base, _, method = name.rpartition(".")
        if method != "__init__":
            return Unknown(method)
        self.library.initialise(instance, base, arguments)
        return None

    def run_routine(self, routine: Routine, arguments: Arguments) -> Thing:
        """What a function of the project returns."""
        definition, module = routine.definition, routine.module
        if self.library.doubt and any(one is definition for one in self._running):
            return Unknown("a call that only the running program ends")
        outer = routine.frame if isinstance(routine.frame, Frame) else self.module_frame(module)
        bindings, places = bind(definition, arguments, routine.owner, lambda value: evaluate(self, value, outer))
        frame = Frame(module, definition.name, bindings, outer, places=places)
        if isinstance(routine.owner, Instance):
            routine.owner.frames.append(frame)
        self._running.append(definition)
        try:
            self.run(frame)
        finally:
            self._running.pop()
        return self._returned(frame)

    def _returned(self, frame: Frame) -> Thing:
        returns = frame.module.functions[frame.function].returns
        running = [one for one in returns if self.flow.holds(one.context, frame) is not False]
        values = [
            evaluate(self, one.value, within)
            for one in running
            if (within := self.flow.round(frame, one.context.loops))
        ]
        return agreed(values) if values else None

    def run_module(self, module: Module) -> None:
        """Make all calls of a module's body."""
        try:
            self.run(self.module_frame(module))
        except RecursionError:
            self._give_up(module)

    def make_alone(self, of: Class, at: Anchor) -> None:
        """An object of a class that nothing in the project makes: all that it is given is unknown."""
        try:
            self.instantiate(of, Arguments(at, complete=False))
        except RecursionError:
            self._give_up(of.module)


def _dictionary(arguments: Arguments) -> Thing:
    held = arguments.get(0, "")
    known = dict(held) if isinstance(held, dict) else {}
    known.update({name: one.value for name, one in arguments.named.items()})
    if not arguments.complete or (held is not None and not isinstance(held, dict)):
        known[HIDDEN] = Unknown("**")
    return known
