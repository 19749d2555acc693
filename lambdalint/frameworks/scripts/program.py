"""A program in TypeScript or JavaScript, followed from where it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from msgspec.structs import replace

from lambdalint.documents.script_tree import Call, Function, Member
from lambdalint.documents.script_tree import Name as Word
from lambdalint.documents.tree import Problem
from lambdalint.frameworks.programs.operators import agreed
from lambdalint.frameworks.programs.values import (
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
from lambdalint.frameworks.scripts.evaluation import bind, evaluate, given, spread_out
from lambdalint.frameworks.scripts.execution import execute
from lambdalint.frameworks.scripts.library import Library
from lambdalint.frameworks.scripts.linking import Linker
from lambdalint.frameworks.scripts.objects import Objects
from lambdalint.frameworks.scripts.operators import item
from lambdalint.frameworks.scripts.shelf import Shelf
from lambdalint.frameworks.scripts.values import ClassValue, Closure, Instance, Places, Scope, plain
from lambdalint.model.source import Span

MOST_STEPS = 50_000
"""Statements of one program that are carried out."""
DEEPEST = 40
"""Calls within calls that are followed."""
_MADE_OF_DATA = (str, int, float, bool, list, type(None), FileText, Ref, Joined)
_ITSELF = Unknown("itself")


@dataclass(slots=True)
class Program:
    """Runs modules and functions of the project over what they are given. What it cannot know is `Unknown`, never a guess."""

    shelf: Shelf
    library: Library
    here: str
    """The folder in which the program runs."""
    places: Places
    problems: dict[Problem, None] = field(default_factory=dict)
    modules: Linker = field(init=False)
    objects: Objects = field(init=False)
    _steps: int = 0
    _running: list[Function] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.modules, self.objects = Linker(self), Objects(self)

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

    def free(self, name: str, scope: Scope) -> Thing:
        """A name that no scope has."""
        if name == "exports":
            return self.modules.exports_around(scope)
        return Name(name) if standard.knows(name) else Unknown(name)

    def attribute(self, of: Thing, name: str) -> Thing:
        """An attribute of a value, with the place where it was written if that is known."""
        match of:
            case dict():
                return item(of, name)
            case Name(dotted=dotted):
                return Name(f"{dotted}.{name}") if standard.knows(dotted) else self.library.member(of, name)
            case Instance():
                return self.objects.attribute(of, name)
            case ClassValue():
                return self.objects.static(of, name)
            case str() | list():
                return standard.length(of) if name == "length" else Unknown(name)
            case None:
                return None
            case Unknown() | Closure() | int() | float() | Joined() | Ref() | FileText():
                return Unknown(name)
            case _:
                return self.of_library(of, name)

    def of_library(self, of: Thing, name: str) -> Thing:
        """An attribute of something that the library made."""
        found = self.library.attribute(of, name)
        return Unknown(name) if isinstance(found, Method) else found

    def part(self, of: Thing, key: str | int) -> Thing:
        """What a part of a pattern is bound to."""
        return item(of, key) if isinstance(key, int) else self.attribute(of, key)

    def call(self, expression: Call, scope: Scope) -> Thing:
        """What a call gives."""
        callee = expression.callee
        if isinstance(callee, Member) and not (isinstance(callee.of, Word) and callee.of.name == "super"):
            of = evaluate(self, callee.of, scope)
            return self.call_method(of, callee.name, self._arguments(expression, scope))
        if isinstance(callee, Member):
            return self.objects.of_parent(callee.name, self._arguments(expression, scope), scope)
        if isinstance(callee, Word) and callee.name == "super":
            return self.objects.initialise(self._arguments(expression, scope), scope)
        called = evaluate(self, callee, scope)
        arguments = self._arguments(expression, scope)
        if called == Name("require"):
            source = arguments.get(0, "id")
            return self.modules.imported(source, "*", scope) if isinstance(source, str) else Unknown("a module")
        return self.apply(called, arguments)

    def _arguments(self, expression: Call, scope: Scope) -> Arguments:
        positional, complete = spread_out(self, expression.arguments, scope)
        return Arguments(self.places.anchor(expression.at), positional, {}, complete)

    def apply(self, callee: Thing, arguments: Arguments) -> Thing:
        """What calling something gives."""
        match callee:
            case Closure():
                return self._run(callee, arguments)
            case ClassValue():
                return self.objects.instantiate(callee, arguments)
            case Name(dotted=dotted) if standard.knows(dotted):
                return standard.called(self, dotted, arguments)
            case Name():
                self.call_back(arguments)
                return self.library.make(callee, arguments)
            case _:
                return self.unknown_call(arguments)

    def call_method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        """What a method gives."""
        match of:
            case dict() | Name() | ClassValue():
                found = plain(self.attribute(of, name))
                bound = isinstance(of, dict) and isinstance(found, Closure) and found.this is None
                return self.apply(replace(found, this=of) if bound else found, arguments)
            case Instance():
                return self.objects.method(of, name, arguments)
            case _:
                return self.method(of, name, arguments)

    def method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        """What a method gives of data, or of something that the library made."""
        if isinstance(of, _MADE_OF_DATA):
            return standard.method(self, of, name, arguments)
        if isinstance(of, Unknown | Closure):
            return self.unknown_call(arguments)
        self.call_back(arguments)
        return self.library.method(of, name, arguments)

    def unknown_call(self, arguments: Arguments) -> Thing:
        """Something that cannot be followed is called, and may do anything with what it is given."""
        self.call_back(arguments)
        self.library.escaped(arguments)
        return Unknown("a call")

    def call_back(self, arguments: Arguments) -> None:
        """Functions that are given to something else may be called by it, or not."""
        with self.doubting():
            for one in arguments.positional:
                if isinstance(one.value, Closure):
                    self.apply(one.value, Arguments(one.at, complete=False))

    def _run(self, closure: Closure, arguments: Arguments) -> Thing:
        """What a function of the project gives."""
        function, around = closure.function, closure.scope
        if self.library.doubt and any(each is function for each in self._running):
            self.library.escaped(arguments)
            return _ITSELF  # only the running program knows whether that ends
        if len(self._running) >= DEEPEST:
            self._give_up(around.path)
            return _ITSELF
        this = None if function.arrow else closure.this or Unknown("this")
        scope = Scope(around.path, around, {}, this, closure.home)
        self._running.append(function)
        try:
            self._bind(function, arguments, scope)
            ending = execute(self, function.body, scope)
        finally:
            self._running.pop()
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
