"""What an assignment keeps beyond the invocation, as LL102 asks."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.model.code import Code, Phase, ReachedCall, ReachedStore
from lambdalint.model.module import Context, Module
from lambdalint.model.value import (
    Attribute,
    Constant,
    Dictionary,
    Global,
    Item,
    Local,
    Opaque,
    Parameter,
    Result,
    Value,
    root_of,
    walk,
)

_CLIENTS = ("boto3.client", "boto3.resource")
_OF_THE_PLACE = frozenset({None, "service_name", "region_name", "endpoint_url", "api_version", "config", "verify"})
"""Arguments of a client that say where it calls, not for whom."""


def keeps_event(store: ReachedStore, code: Code) -> bool:
    """Whether data of an event is still there when the next invocation starts."""
    return (
        store.owner is not None
        and store.from_event
        and store.reach.phase is not Phase.INIT
        and store.store.kind != "delete"
        and not _is_keyed(store)
        and not _is_client(store, code)
        and not _is_reset(store, code)
    )


def _is_keyed(store: ReachedStore) -> bool:
    """What is kept under a key of its own is found again only by that key: a cache, not a leak."""
    match store.store.target, store.store.kind, store.store.value:
        case Item(key=key), _, _:
            return not isinstance(key, Constant)
        case _, "fill", Opaque(parts=(Dictionary(entries=entries),)):
            return not any(isinstance(key, Constant) for key, _ in entries)
        case _, "fill", Opaque(parts=(key, _, *_)):
            return not isinstance(key, Constant)
        case _:
            return False


def _is_client(store: ReachedStore, code: Code) -> bool:
    """A client for an endpoint that the first event names: it acts for nobody in particular."""
    if not isinstance(store.store.value, Result):
        return False
    number, module = store.store.value.call, store.reach.module
    made = [call for call in code.calls if call.number == number and call.reach.module == module]
    return any(call.target in _CLIENTS and _says_where(call) for call in made)


def _says_where(call: ReachedCall) -> bool:
    return not call.call.unpacks and {argument.name for argument in call.call.arguments} <= _OF_THE_PLACE


def _is_reset(store: ReachedStore, code: Code) -> bool:
    """Whether every invocation starts by emptying what this one fills."""
    target = root_of(store.store.target)
    for other in code.stores:
        empties = other.store.target == target and not other.from_event and other.store.kind == "assign"
        if empties and other.reach.phase is Phase.INVOKE and not other.store.context.conditions:
            return True
    return any(_clears(call.call.callee, target) for call in code.calls_in(Phase.INVOKE))


def _clears(callee: Value, target: Value) -> bool:
    return isinstance(callee, Attribute) and callee.name == "clear" and callee.of == target


def is_replaced(store: ReachedStore, code: Code) -> bool:
    """Whether all that reads it runs only after this invocation has put its own data there."""
    if store.store.kind != "assign":
        return False
    conditions = store.store.context.conditions
    target = store.store.target
    kept = target.of if isinstance(target, Item) else target
    uses = _uses(code.modules[store.reach.module]) if conditions else ()
    return not any(
        context.conditions[: len(conditions)] != conditions
        for value, context in uses
        if context.function and any(part == kept for part in walk(value))
    )


def _uses(module: Module) -> Iterator[tuple[Value, Context]]:
    for call in module.calls:
        yield call.callee, call.context
        yield from ((argument.value, call.context) for argument in call.arguments)
    yield from ((read.value, read.context) for read in module.reads)
    for function in module.functions.values():
        yield from ((found.value, found.context) for found in function.returns)


def written(target: Value) -> str:
    """A target as code has it."""
    match target:
        case Global(name=name) | Parameter(name=name) | Local(name=name):
            return name
        case Attribute(of=of, name=name):
            return f"{written(of)}.{name}"
        case Item(of=of, key=Constant(value=key)):
            return f"{written(of)}[{key!r}]"
        case Item(of=of):
            return f"{written(of)}[…]"
        case _:
            return "…"
