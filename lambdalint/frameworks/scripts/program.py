"""A program in TypeScript or JavaScript, followed from where it starts."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct, field

from lambdalint.documents.script_tree import Call, Class, DefaultExport, Export, Function, Import, Member
from lambdalint.documents.script_tree import Name as Word
from lambdalint.documents.tree import Problem
from lambdalint.frameworks.programs.operators import agreed
from lambdalint.frameworks.programs.values import (
    ROOT,
    Arguments,
    FileText,
    Given,
    Joined,
    Method,
    Name,
    Ref,
    Thing,
    Unknown,
)
from lambdalint.frameworks.scripts import standard
from lambdalint.frameworks.scripts.evaluation import bind, evaluate, given, held, spread_out
from lambdalint.frameworks.scripts.execution import execute
from lambdalint.frameworks.scripts.library import Library
from lambdalint.frameworks.scripts.operators import item
from lambdalint.frameworks.scripts.shelf import Shelf
from lambdalint.frameworks.scripts.values import ClassValue, Closure, Fields, Instance, Places, Scope, plain
from lambdalint.model.source import Span

MOST_STEPS = 50_000
"""Statements of one program that are carried out."""
DEEPEST = 40
"""Calls within calls that are followed."""
_MADE_OF_DATA = (str, int, float, bool, list, type(None), FileText, Ref, Joined)
_RUNNING = Unknown("itself")


class Program(Struct):
    """Runs modules and functions of the project over what they are given. What it cannot know is `Unknown`, never a guess."""

    shelf: Shelf
    library: Library
    here: str
    """The folder in which the program runs."""
    places: Places
    made: set[int] = field(default_factory=set)
    """The classes that were made, by the identity of their definitions."""
    problems: dict[Problem, None] = field(default_factory=dict)
    _modules: dict[str, Scope] = field(default_factory=dict)
    _steps: int = 0
    _depth: int = 0

    def may_go_on(self, path: str) -> bool:
        """Count one more statement; False, and said, when there are too many."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            self._give_up(path)
        return self._steps <= MOST_STEPS

    def _give_up(self, path: str) -> None:
        message = "this program does too much, or nests calls too deeply, to be followed to its end"
        self.problems.setdefault(Problem("LL008", message, Span.of_line(path)))

    @contextmanager
    def doubting(self) -> Iterator[None]:
        """What is done in here may not be done."""
        before = self.library.doubt
        self.library.doubt = True
        try:
            yield
        finally:
            self.library.doubt = before

    def guarded(self, path: str, run: Callable[[], object]) -> None:
        """Do something that may turn out to be nested without end."""
        try:
            run()
        except RecursionError:
            self._give_up(path)

    def module(self, path: str) -> Scope:
        """A module that ran."""
        if path not in self._modules:
            scope = self._modules[path] = Scope(path)
            exports = Given(Fields(), self.places.anchor(Span.of_line(path)))
            module = Fields()
            module.put("exports", exports, Span.of_line(path))
            scope.names |= {"module": module, "__dirname": posixpath.join(ROOT, posixpath.dirname(path)),
                            "__filename": posixpath.join(ROOT, path)}  # fmt: skip
            doubt, self.library.doubt = self.library.doubt, False
            self.guarded(path, lambda: execute(self, self.shelf.script(path).body, scope))
            self.library.doubt = doubt
        return self._modules[path]

    def exports(self, path: str) -> Thing:
        """What a module gives to others."""
        if path.endswith(".json"):
            return self.shelf.data(path, self.places)
        return plain(self.module(path).names["module"]["exports"])

    def export(self, scope: Scope, name: str, value: Given) -> None:
        """Give a name of a module to others."""
        holder = scope.holder("module")
        exports = plain(holder.names["module"]["exports"]) if holder is not None else None
        if isinstance(exports, Fields):
            exports.put(name, value, self.places.spans[value.at])

    def module_statement(self, one: Import | Export | DefaultExport, scope: Scope) -> None:
        """What a module takes from others and gives to them."""
        at = self.places.anchor(Span.of_line(scope.path))
        match one:
            case Import(source=source, name=name, local=local):
                scope.names[local] = plain(self._imported(source, name, scope))
            case DefaultExport(value=value):
                self.export(scope, "default", given(self, value, scope))
            case Export(name="*", known_as="*", source=str(source)):
                everything = self._imported(source, "*", scope)
                for name, value in everything.items() if isinstance(everything, dict) else ():
                    self.export(scope, name, value)
            case Export(name=name, known_as=known_as, source=None):
                self.export(scope, known_as, Given(plain(held(self, Word(name, Span.of_line(scope.path)), scope)), at))
            case Export(name=name, known_as=known_as, source=str(source)):
                self.export(scope, known_as, Given(plain(self._imported(source, name, scope)), at))

    def _imported(self, source: str, name: str, scope: Scope) -> Thing:
        path = self.shelf.finder.find(source, scope.path)
        if path is not None:
            exports = self.exports(path)
            if name == "*" or (name == "default" and not (isinstance(exports, dict) and "default" in exports)):
                return exports
            return item(exports, name) if isinstance(exports, dict) else Unknown(name)
        if source.startswith("."):
            return Unknown(source)
        plain_source = source.removeprefix("node:")
        package = Name(plain_source) if standard.knows(plain_source) else self.library.package(source)
        return package if name in ("*", "default") else self.attribute(package, name)

    def free(self, name: str, scope: Scope) -> Thing:
        """A name that no scope has."""
        if name == "exports":
            return self.attribute(self._module_of(scope), "exports")
        return Name(name) if standard.knows(name) else Unknown(name)

    def _module_of(self, scope: Scope) -> Thing:
        holder = scope.holder("module")
        return Unknown("module") if holder is None else holder.names["module"]

    def attribute(self, of: Thing, name: str) -> Thing:
        """An attribute of a value, with the place where it was written if that is known."""
        match of:
            case dict():
                return item(of, name)
            case Name(dotted=dotted):
                return Name(f"{dotted}.{name}") if standard.knows(dotted) else self.library.member(of, name)
            case Instance():
                return self._of_instance(of, name)
            case ClassValue():
                return self._static(of, name)
            case str() | list():
                return standard.length(of) if name == "length" else Unknown(name)
            case None:
                return None
            case Unknown() | Closure() | int() | float() | Joined() | Ref() | FileText():
                return Unknown(name)
            case _:
                return self._of_library(of, name)

    def _of_library(self, of: Thing, name: str) -> Thing:
        found = self.library.attribute(of, name)
        return Unknown(name) if isinstance(found, Method) else found

    def _of_instance(self, of: Instance, name: str) -> Thing:
        if name in of.values:
            return of.values[name]
        for one in of.of.ancestry():
            if name in one.definition.getters:
                return self.run(one.definition.getters[name], Arguments(self.places.anchor(one.definition.at)), one, of)
            if name in one.definition.methods:
                return Closure(one.definition.methods[name], one.scope, of, one)
        return Unknown(name) if of.base is None else self._of_library(of.base, name)

    def _static(self, of: ClassValue, name: str) -> Thing:
        for one in of.ancestry():
            if name in one.statics:
                return one.statics[name]
            if name in one.definition.static_methods:
                return Closure(one.definition.static_methods[name], one.scope, one, one)
            if isinstance(one.base, Name):
                return self.library.member(one.base, name)
        return Unknown(name)

    def part(self, of: Thing, key: str | int) -> Thing:
        """What a part of a pattern is bound to."""
        return item(of, key) if isinstance(key, int) else self.attribute(of, key)

    def define(self, definition: Class, scope: Scope) -> ClassValue:
        """A class, with what is static in it."""
        base = evaluate(self, definition.base, scope) if definition.base is not None else None
        made = ClassValue(definition, scope, base)
        for name, value in definition.static_fields:
            made.statics[name] = evaluate(self, value, scope) if value is not None else None
        return made

    def call(self, expression: Call, scope: Scope) -> Thing:
        """What a call gives."""
        callee = expression.callee
        if isinstance(callee, Member) and not (isinstance(callee.of, Word) and callee.of.name == "super"):
            of = evaluate(self, callee.of, scope)
            return self.call_method(of, callee.name, self._arguments(expression, scope))
        if isinstance(callee, Member):
            return self._of_parent(callee.name, self._arguments(expression, scope), scope)
        if isinstance(callee, Word) and callee.name == "super":
            return self._initialise(self._arguments(expression, scope), scope)
        called = evaluate(self, callee, scope)
        arguments = self._arguments(expression, scope)
        if called == Name("require"):
            source = arguments.get(0, "id")
            return self._imported(source, "*", scope) if isinstance(source, str) else Unknown("a module")
        return self.apply(called, arguments)

    def _arguments(self, expression: Call, scope: Scope) -> Arguments:
        positional, complete = spread_out(self, expression.arguments, scope)
        return Arguments(self.places.anchor(expression.at), positional, {}, complete)

    def apply(self, callee: Thing, arguments: Arguments) -> Thing:
        """What calling something gives."""
        match callee:
            case Closure(function=function, this=this, home=home):
                return self.run(function, arguments, home, this, callee.scope)
            case ClassValue():
                return self.instantiate(callee, arguments)
            case Name(dotted=dotted) if standard.knows(dotted):
                return standard.called(self, dotted, arguments)
            case Name():
                return self.library.make(callee, arguments)
            case _:
                return self.unknown_call(arguments)

    def call_method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        """What a method gives."""
        match of:
            case dict() | Name() | ClassValue():
                return self.apply(plain(self.attribute(of, name)), arguments)
            case Instance():
                found = plain(self.attribute(of, name))
                if isinstance(found, Closure | ClassValue):
                    return self.apply(found, arguments)
                return self.unknown_call(arguments) if of.base is None else self._method(of.base, name, arguments)
            case _:
                return self._method(of, name, arguments)

    def _method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        if isinstance(of, _MADE_OF_DATA):
            return standard.method(self, of, name, arguments)
        if isinstance(of, Unknown | Closure):
            return self.unknown_call(arguments)
        return self.library.method(of, name, arguments)

    def unknown_call(self, arguments: Arguments) -> Thing:
        """Something that cannot be followed is called: it may call the functions that it is given, or not."""
        with self.doubting():
            for one in arguments.positional:
                if isinstance(one.value, Closure):
                    self.apply(one.value, Arguments(one.at, complete=False))
        self.library.escaped(arguments)
        return Unknown("a call")

    def instantiate(self, of: ClassValue, arguments: Arguments) -> Instance:
        """An object of a class of the project."""
        instance = Instance(of)
        self.made.add(id(of.definition))
        self._construct(instance, of, arguments)
        return instance

    def _construct(self, instance: Instance, of: ClassValue, arguments: Arguments) -> None:
        maker = of.definition.maker
        if maker is None:
            self._make_base(instance, of, arguments)
        else:
            if of.base is None:
                self._fill(instance, of)
            self.run(maker, arguments, of, instance)

    def _initialise(self, arguments: Arguments, scope: Scope) -> Thing:
        """`super(…)` in a constructor."""
        home = next((one.home for one in scope.around() if one.home is not None), None)
        if home is not None and isinstance(scope.self, Instance):
            self._make_base(scope.self, home, arguments)
        return None

    def _make_base(self, instance: Instance, of: ClassValue, arguments: Arguments) -> None:
        if isinstance(of.base, ClassValue):
            self._construct(instance, of.base, arguments)
        elif isinstance(of.base, Name):
            instance.base = self.library.make(of.base, arguments)
        elif of.base is not None:
            self.unknown_call(arguments)
        self._fill(instance, of)

    def _fill(self, instance: Instance, of: ClassValue) -> None:
        """What the fields of a class begin with."""
        scope = Scope(of.scope.path, of.scope, {}, instance, of)
        for name, value in of.definition.fields:
            if value is not None or name not in instance.values:
                instance.values[name] = evaluate(self, value, scope) if value is not None else None

    def _of_parent(self, name: str, arguments: Arguments, scope: Scope) -> Thing:
        """`super.name(…)` in a method."""
        home = next((one.home for one in scope.around() if one.home is not None), None)
        for one in home.base.ancestry() if home is not None and isinstance(home.base, ClassValue) else ():
            if name in one.definition.methods:
                return self.run(one.definition.methods[name], arguments, one, scope.self)
        return self.unknown_call(arguments)

    def run(
        self, function: Function, arguments: Arguments, home: ClassValue | None, this: Thing, outer: Scope | None = None
    ) -> Thing:
        """What a function gives."""
        around = outer or (home.scope if home is not None else None)
        path = around.path if around is not None else arguments.at.module
        if self._depth >= DEEPEST:
            self._give_up(path)
            return _RUNNING
        scope = Scope(path, around, {}, None if function.arrow else this, home)
        self._depth += 1
        try:
            self._bind(function, arguments, scope)
            ending = execute(self, function.body, scope)
        finally:
            self._depth -= 1
        if ending is None:
            return None
        return ending.value if ending.sure else agreed((ending.value, None))

    def _bind(self, function: Function, arguments: Arguments, scope: Scope) -> None:
        for index, parameter in enumerate(function.parameters):
            found: Thing = None if arguments.complete else Unknown("an argument")
            if parameter.rest:
                found = arguments.positional[index:]
            elif index < len(arguments.positional):
                found = arguments.positional[index]
            if plain(found) is None and parameter.default is not None:
                found = given(self, parameter.default, scope)
            value = found if isinstance(found, Given) else Given(found, arguments.at)
            bind(self, parameter.pattern, value, scope)
            if parameter.field and isinstance(parameter.pattern, Word) and isinstance(scope.this, Instance):
                scope.this.values[parameter.pattern.name] = value

    def make_alone(self, of: ClassValue) -> None:
        """An object of a class that nothing in the project makes: all that it is given is unknown."""
        at = self.places.anchor(of.definition.at)
        self.guarded(of.scope.path, lambda: self.instantiate(of, Arguments(at, complete=False)))
