"""Whose state an assignment changes, when that outlives the invocation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from lambdalint.code.arguments import declaration
from lambdalint.code.entities import Entity, External, Instance, Type
from lambdalint.code.program import Program
from lambdalint.model.code import Phase, Reach
from lambdalint.model.module import Call, Context, FunctionDef, Module, Store
from lambdalint.model.value import (
    Attribute,
    Collection,
    Dictionary,
    Global,
    Item,
    Local,
    Parameter,
    Result,
    Symbol,
    Value,
    root_of,
)

_CONTAINERS = ("builtins.", "collections.", "queue.")


def is_of_containers(entities: Iterable[Entity]) -> bool:
    """Whether these are Python's own containers, or their methods, as far as it is known what they are."""
    return all(isinstance(one, External) and one.name.startswith(_CONTAINERS) for one in entities)


class Owners(Struct, frozen=True):
    """Tells whose state it is: `global`, `class`, `instance`, `default`, or None."""

    program: Program
    modules: Mapping[str, Module]
    reach: Callable[[Context, Module], Reach | None]

    def of(self, store: Store, module: Module) -> str | None:
        """The owner of what an assignment changes."""
        root = root_of(store.target)
        if isinstance(root, Global):
            is_class = root.name in module.classes and isinstance(store.target, Attribute | Item)
            return "class" if is_class else "global"
        if isinstance(root, Local) and root.name in module.classes:
            return "class"
        if isinstance(root, Parameter):
            return self._receiver(store, root, module) or self._mutable_default(root, module)
        return None

    def _mutable_default(self, root: Parameter, module: Module) -> str | None:
        """`def f(seen=[])`: the list is made once, and everybody who gives none shares it."""
        function = module.functions.get(root.function)
        declared = declaration(function, root.name) if function else None
        if declared is None or not isinstance(declared.default, Collection | Dictionary):
            return None
        given = self.program.given(root, module)
        return "default" if any(value is declared.default for _, value in given) else None

    def _receiver(self, store: Store, root: Parameter, module: Module) -> str | None:
        """State of an object outlives the invocation when the object does, or when its class holds it for all objects."""
        function = module.functions.get(root.function)
        if function is None or function.class_name is None or function.parameters[0].name != root.name:
            return None
        if {type(entity) for entity in self.program.entities(root, module)} == {Type}:
            return "class"
        definition = module.classes.get(function.class_name)
        if definition is None:
            return None
        owner = Instance(module, definition)
        if self._is_made_once(owner) and (not self._is_made_anew(owner) or self._is_kept(owner, function)):
            return "instance"
        return "class" if self._is_shared(store, root, owner) else None

    def _is_shared(self, store: Store, root: Parameter, owner: Instance) -> bool:
        """`items = []` in a class's body, which no object replaces by a list of its own."""
        container = store.target if store.kind == "fill" else getattr(store.target, "of", None)
        if not isinstance(container, Attribute) or container.of != root:
            return False
        classes, name = self.program.classes, container.name
        bodies = [link.definition.attributes.get(name) for link in classes.ancestry(owner)]
        match classes.attribute(owner, name):
            case [(module, value)] if any(value is written for written in bodies):
                # A base of some library may copy what the body says, as pydantic's models do.
                return self._is_container(module, value) and not any(classes.outside(owner))
            case _:
                return False

    def _is_container(self, module: Module, value: Value) -> bool:
        if isinstance(value, Collection | Dictionary):
            return True
        entities = self.program.entities(value, module)
        return isinstance(value, Result) and bool(entities) and is_of_containers(entities)

    def _is_made_once(self, owner: Instance) -> bool:
        """Whether an object of this class is made while a module is loaded."""
        return any(
            isinstance(one, Instance) and one.key == owner.key
            for module in self.modules.values()
            for value in module.variables.values()
            if isinstance(value, Result)
            for one in self.program.entities(value, module)
        )

    def _is_made_anew(self, owner: Instance) -> bool:
        """Whether every invocation makes one: then which of them a method changes depends on who calls it."""
        return any(
            isinstance(one, Type) and one.key == owner.key
            for call, module in self._invoked()
            for one in self.program.entities(call.callee, module)
        )

    def _is_kept(self, owner: Instance, method: FunctionDef) -> bool:
        """Whether a method is called on an object that a module holds."""
        name = method.name.rpartition(".")[2]
        return any(
            isinstance(one, Instance) and one.key == owner.key
            for call, module in self._invoked()
            if isinstance(call.callee, Attribute) and call.callee.name == name
            if isinstance(call.callee.of, Global | Symbol)
            for one in self.program.entities(call.callee.of, module)
        )

    def _invoked(self) -> Iterator[tuple[Call, Module]]:
        for module in self.modules.values():
            for call in module.calls:
                reach = self.reach(call.context, module)
                if reach is not None and reach.phase is Phase.INVOKE:
                    yield call, module
