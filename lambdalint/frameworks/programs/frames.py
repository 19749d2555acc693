"""One run of a function's body: its arguments, the rounds of its loops, and what its calls gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.frameworks.programs.values import Thing
from lambdalint.model.module import Context, Module, Store
from lambdalint.model.source import Anchor
from lambdalint.model.value import MUTATORS, Attribute, Item, Opaque, Parameter, Value


class Frame(Struct, eq=False):
    """A run of a function, or one round of a loop in it (`whole` is then the run without that loop)."""

    module: Module
    function: str = ""
    bindings: Mapping[str, Thing] = field(default_factory=dict)
    outer: Frame | None = None
    """The run of the function around it."""
    whole: Frame | None = None
    loops: tuple[Value, ...] = ()
    item: Thing = None
    """What the innermost loop gives in this round."""
    places: Mapping[str, Anchor] = field(default_factory=dict)
    """Where the arguments of this run were written, by parameter."""
    unsure: bool = False
    """Nobody knows how often this round runs, if at all."""
    results: dict[int, Thing] = field(default_factory=dict)
    rounds: dict[Value, list[Frame]] = field(default_factory=dict)

    def round(self, loop: Value, item: Thing, *, unsure: bool = False) -> Frame:
        """One round of a loop in this run."""
        return replace(
            self,
            whole=self,
            loops=(*self.loops, loop),
            item=item,
            unsure=unsure or self.unsure,
            results={},
            rounds={},
        )

    def place_of(self, value: Value) -> Anchor | None:
        """Where a value was written that this run was given for a parameter."""
        owner = self.around(value.function) if isinstance(value, Parameter) else None
        return owner.places.get(value.name) if owner is not None and isinstance(value, Parameter) else None

    def around(self, function: str) -> Frame | None:
        """This run or the one around it that is of a function."""
        frame: Frame | None = self
        while frame is not None and frame.function != function:
            frame = frame.outer
        return frame

    def within(self, loops: tuple[Value, ...]) -> Frame | None:
        """The round that loops are in; None when they are not run yet from here."""
        frame: Frame | None = self
        while frame is not None and loops[: len(frame.loops)] != frame.loops:
            frame = frame.whole
        return frame

    def item_of(self, loop: Value) -> Frame | None:
        """The round of a loop that this run is in."""
        frame: Frame | None = self
        while frame is not None:
            inner: Frame | None = frame
            while inner is not None:
                if inner.loops and inner.loops[-1] == loop:
                    return inner
                inner = inner.whole
            frame = frame.outer
        return None


class Put(Struct, frozen=True):
    """Something that is put into a container; without a key, a mapping that is taken over."""

    key: Value | None
    value: Value
    context: Context
    unless_there: bool = False


class Body(Struct):
    """The facts of one module by the function that they stand in."""

    calls: dict[str, list[int]] = field(default_factory=dict)
    attributes: dict[tuple[str, str], list[Store]] = field(default_factory=dict)
    """Function and attribute ► what the function assigns to that attribute of its first parameter."""
    stores: dict[str, list[tuple[Value, str, Store]]] = field(default_factory=dict)
    """Function ► whatever gets an attribute in it, that attribute, and what is stored."""
    items: dict[tuple[str, Value], list[Put]] = field(default_factory=dict)
    """Function and container ► what the function puts into it."""

    @classmethod
    def of(cls, module: Module) -> Body:
        """The facts of a module, sorted."""
        body = cls()
        for number, call in enumerate(module.calls):
            body.calls.setdefault(call.context.function, []).append(number)
        for store in module.stores:
            if isinstance(store.target, Attribute) and store.kind == "assign":
                whole = (store.target.of, store.target.name, store)
                body.stores.setdefault(store.context.function, []).append(whole)
            match store.target:
                case Attribute(of=Parameter(function=function, name=owner), name=name) if (
                    store.kind == "assign" and owner == _receiver(module, function)
                ):
                    body.attributes.setdefault((function, name), []).append(store)
                case Item(of=of, key=key):
                    body._put(of, Put(key, store.value, store.context))
                case _:
                    pass
        for call in module.calls:
            match call.callee:
                case Attribute(of=of, name="setdefault") if len(call.arguments) == 2:  # noqa: PLR2004  # key and value
                    key, value = (argument.value for argument in call.arguments)
                    body._put(of, Put(key, value, call.context, unless_there=True))
                case Attribute(of=of, name=method) if method in MUTATORS:
                    added = call.arguments[0].value if method == "update" and len(call.arguments) == 1 else Opaque()
                    body._put(of, Put(None, added, call.context))
                case _:
                    pass
        return body

    def _put(self, container: Value, put: Put) -> None:
        self.items.setdefault((put.context.function, container), []).append(put)


def _receiver(module: Module, function: str) -> str | None:
    """The name of a method's own object: its first parameter."""
    definition = module.functions.get(function)
    return definition.parameters[0].name if definition and definition.parameters else None


def next_loops(contexts: Iterator[Context], loops: tuple[Value, ...]) -> list[Value]:
    """The loops directly inside these, each once."""
    inner = (
        one.loops[len(loops)] for one in contexts if len(one.loops) > len(loops) and one.loops[: len(loops)] == loops
    )
    return list(dict.fromkeys(inner))
