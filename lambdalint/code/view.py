"""The walk's result as rules see it: one `Code` per function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.code.answers import Answers
from lambdalint.code.arguments import free_parameters
from lambdalint.code.aws_calls import service_call
from lambdalint.code.carried import Carrying, checked
from lambdalint.code.constants import Folder, Variables
from lambdalint.code.decorators import without_arguments
from lambdalint.code.depth import room_to_recurse
from lambdalint.code.entities import Definition, Entity, External
from lambdalint.code.entry import Entry, entry
from lambdalint.code.environment import EnvironmentReader
from lambdalint.code.event import EventFlow
from lambdalint.code.files import file_writes
from lambdalint.code.finder import Finder, join
from lambdalint.code.named import Named
from lambdalint.code.naming import describe
from lambdalint.code.owners import Owners, is_of_containers
from lambdalint.code.paths import Paths
from lambdalint.code.phases import never_runs
from lambdalint.code.program import Program
from lambdalint.code.reach import Walk
from lambdalint.code.settled import Settler
from lambdalint.code.unchanging import Unchanging
from lambdalint.model.code import (
    Answer,
    Carried,
    Code,
    Decoration,
    EnvironmentRead,
    Path,
    Reach,
    ReachedCall,
    ReachedFunction,
    ReachedRead,
    ReachedStore,
)
from lambdalint.model.module import Call, Context, FunctionDef, Module, Store
from lambdalint.model.source import Anchor
from lambdalint.model.value import (
    MUTATORS,
    Attribute,
    Item,
    Opaque,
    Result,
    Value,
)


@room_to_recurse()
def analyse(finder: Finder, module: Module, name: str, variables: Variables | None = None) -> Code:
    """Everything the handler `name` of a module runs, with what is configured for it; the name must be bound there."""
    finder.look_also(_beside(module, finder))
    program = Program(finder)
    walk = Walk(program, EventFlow(program))
    start = entry(program, module, name)
    walk.run(module, start)
    folder = Folder(program, variables or Variables())
    paths = Paths(program, walk.flow)
    compared = frozenset(
        path for one in walk.modules.values() for test in one.tests for path in checked(test, one, paths)
    )
    carrying = Carrying(program, walk.flow, paths, compared)
    return _View(walk, folder, Unchanging(program, walk.flow), paths, carrying).code(module, name, start)


def _beside(module: Module, finder: Finder) -> list[str]:
    """Where imports may lead although no root says so: `PYTHONPATH`, `sys.path` and installed projects make it so."""
    own = [] if "#" in module.key else [module.key.rpartition("/")[0] or "."]
    return [*own, *(join(root, "src") for root in finder.roots if finder.is_folder(join(root, "src")))]


class _View(Struct, frozen=True):
    walk: Walk
    folder: Folder
    unchanging: Unchanging
    paths: Paths
    carrying: Carrying

    def code(self, module: Module, name: str, start: Entry) -> Code:
        walk, finder, handler = self.walk, self.walk.program.finder, start.definition
        facts = [(walk.modules[key], key, reach) for key, reach in self._in_order()]
        calls = {one.key: tuple(self._calls(one)) for one in walk.modules.values()}
        return Code(
            handler=self._handler_place(module, name, handler),
            handler_name=name,
            module=module.key,
            entry=None if handler is None else handler.function,
            framework=start.framework,
            is_durable=start.is_durable,
            parameters=() if handler is None else free_parameters(handler),
            direct=start.direct,
            modules=dict(sorted(walk.modules.items())),
            functions=tuple(self._functions()),
            calls=tuple(call for found in calls.values() for call in found),
            stores=tuple(store for one in walk.modules.values() for store in self._stores(one)),
            reads=tuple(read for one in walk.modules.values() for read in self._reads(one)),
            environment=tuple(self._environment()),
            files=tuple(write for one in walk.modules.values() for write in file_writes(one, calls, self.folder)),
            answers=self._answers(start),
            asked=self._of_tests(self.paths.asked),
            tested=self._of_tests(self.paths.tested),
            event_loops=frozenset(path for one in walk.modules.values() for path in self._event_loops(one)),
            imports=self._imports(),
            complete=walk.finished and not finder.problems and not self._unresolved() and bool(facts),
        )

    def _handler_place(self, module: Module, name: str, handler: Definition | None) -> Anchor:
        if handler is not None:
            return handler.function.at
        return module.definitions.get(name, Anchor(module.key, 0))

    def _in_order(self) -> list[tuple[str, Reach]]:
        return [(key, reach) for (key, _), reach in sorted(self.walk.reached.items())]

    def _reach(self, context: Context, module: Module) -> Reach | None:
        """How a fact is reached; None when it is not."""
        reach = self.walk.reached.get((module.key, context.function))
        if reach is None or never_runs(context):
            return None
        phase = self.walk.phase_of(context, reach)
        return reach if phase is reach.phase else replace(reach, phase=phase)

    def _functions(self) -> Iterator[ReachedFunction]:
        for (key, name), reach in sorted(self.walk.reached.items()):
            module = self.walk.modules[key]
            if name in module.functions:
                definition = module.functions[name]
                raises = tuple(one for one in module.raises if one.context.function == name)
                tainted = tuple(
                    one.name for one in definition.parameters if (key, name, one.name) in self.walk.flow.tainted
                )
                decorations = tuple(self._decoration(one, definition, module) for one in definition.decorators)
                spoken = describe(Definition(module, definition), self.walk.program.finder)
                yield ReachedFunction(definition, reach, raises, tainted, decorations, spoken)

    def _decoration(self, decorator: Value, function: FunctionDef, module: Module) -> Decoration:
        names = set(self.walk.program.names(without_arguments(decorator, module), module))
        target = names.pop() if len(names) == 1 else ""
        if isinstance(decorator, Result):
            call = self.folder.call(module.calls[decorator.call], module)
            return Decoration(target, call.at, call)
        at = next((read.at for read in module.reads if read.value is decorator), function.at)
        return Decoration(target, at)

    def _calls(self, module: Module) -> Iterator[ReachedCall]:
        flow, program = self.walk.flow, self.walk.program
        named = Named(program, self.folder, self.paths)
        for number, call in enumerate(module.calls):
            reach = self._reach(call.context, module)
            if reach is None:
                continue
            entities = program.entities(call.callee, module)
            names = tuple(dict.fromkeys(describe(entity, program.finder) for entity in entities))
            aws = service_call(call, module, names, outside=all(isinstance(one, External) for one in entities))
            yield ReachedCall(
                self.folder.call(call, module),
                reach,
                names[0] if len(names) == 1 else None,
                names,
                flow.call_derives(call, module),
                self.unchanging.call_is_static(call, module),
                bool(entities) and all(isinstance(entity, Definition) for entity in entities),
                number,
                self.paths.path(Result(number), module),
                tuple(self.paths.path(argument.value, module) for argument in call.arguments),
                frozenset(self.paths.held((argument.value for argument in call.arguments), module)),
                self._carried(call, module, entities),
                aws,
                {} if aws is None else named.names(call, module, aws),
            )

    def _carried(self, call: Call, module: Module, entities: Iterable[Entity]) -> tuple[Carried | None, ...]:
        if any(isinstance(entity, Definition) for entity in entities):
            return ()
        return tuple(self.carrying.carried(argument.value, module) for argument in call.arguments)

    def _stores(self, module: Module) -> Iterator[ReachedStore]:
        owners = Owners(self.walk.program, self.walk.modules, self._reach)
        for store in (*module.stores, *self._fills(module)):
            reach = self._reach(store.context, module)
            if reach is not None:
                from_event = self.walk.flow.derives(store.value, module)
                path = self.paths.path(store.target, module)
                yield ReachedStore(store, reach, from_event, owners.of(store, module), path)

    def _fills(self, module: Module) -> Iterator[Store]:
        """`CACHE.append(x)` stores x in a container, unless `CACHE` is somebody else's object."""
        for call in module.calls:
            match call.callee:
                case Attribute(of=of, name=name) if name in MUTATORS and call.arguments:
                    if is_of_containers(self.walk.program.entities(call.callee, module)):
                        added = Opaque(tuple(argument.value for argument in call.arguments))
                        yield Store(of, added, call.context, call.at, "fill")
                case _:
                    pass

    def _reads(self, module: Module) -> Iterator[ReachedRead]:
        for read in module.reads:
            reach = self._reach(read.context, module)
            if reach is not None and isinstance(read.value, Item):
                yield ReachedRead(read, reach, self.paths.path(read.value, module))

    def _environment(self) -> Iterator[EnvironmentRead]:
        """The variables that code needs from outside: what it sets by itself is not among them."""
        reader = EnvironmentReader(self.walk.program, self.folder, self._runs)
        modules = self.walk.modules.values()
        written = {name for module in modules for name in reader.written(module)}
        return (read for module in modules for read in self._reads_of(module, reader) if read.name not in written)

    def _runs(self, module: Module, function: str) -> bool:
        """Whether a function runs; what a module lends to others counts as run, for they are not looked into."""
        return (module.key, function) in self.walk.reached or self._is_lent(module)

    def _is_lent(self, module: Module) -> bool:
        finder = self.walk.program.finder
        others = [other for other in self.walk.modules.values() if other is not module]
        targets = (finder.absolute(one.target, other) for other in others for one in other.imports)
        return any(target is not None and target.startswith(finder.name_of(module.key)) for target in targets)

    def _reads_of(self, module: Module, reader: EnvironmentReader) -> Iterator[EnvironmentRead]:
        for read in module.reads:
            reach = self._reach(read.context, module)
            if reach is not None:
                yield from reader.of_subscript(read, module, reach)
        for number, call in enumerate(module.calls):
            reach = self._reach(call.context, module)
            if reach is not None:
                yield from reader.of_call(number, call, module, reach)

    def _imports(self) -> frozenset[str]:
        names: set[str] = set()
        for module in self.walk.modules.values():
            for one in module.imports:
                dotted = self.walk.program.finder.absolute(one.target, module)
                outside = dotted is not None and not self._is_ours(dotted)
                if outside and not one.type_checking:
                    names.add(str(dotted))
        return frozenset(names)

    def _answers(self, start: Entry) -> tuple[Answer, ...]:
        if start.definition is None or not start.direct or start.framework is not None:
            return ()
        settler = Settler(self.walk.program, self.folder, self.walk.flow)
        return Answers(start.definition, settler, self.paths, self.carrying, self.walk.reached).all()

    def _of_tests(self, find: Callable[[Value, Module], Iterable[Path]]) -> frozenset[Path]:
        modules = self.walk.modules.values()
        return frozenset(path for module in modules for test in module.tests for path in find(test, module))

    def _event_loops(self, module: Module) -> Iterator[Path]:
        contexts = [*(one.context for one in module.calls), *(one.context for one in module.reads)]
        contexts += [one.context for one in module.stores]
        for context in {id(one): one for one in contexts}.values():
            if self._reach(context, module) is not None:
                for loop in context.loops:
                    path = self.paths.path(loop, module)
                    if path is not None:
                        yield path

    def _is_ours(self, dotted: str) -> bool:
        parts = dotted.split(".")
        finder = self.walk.program.finder
        return any(finder.find(".".join(parts[:length])) for length in range(1, len(parts) + 1))

    def _unresolved(self) -> bool:
        """Whether a module of the project is imported that could not be found, or changes its names by itself."""
        for module in self.walk.modules.values():
            if module.defines_getattr:
                return True
            for origin in (*module.star_imports, *(one.target for one in module.imports)):
                if origin.startswith(".") and not self.walk.program.imported(origin, module):
                    return True
        return False
