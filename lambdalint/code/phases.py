"""When code runs again: what stands behind a guard or a cache runs only the first time."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.code.decorators import is_decorated, last_name
from lambdalint.model.module import Call, Condition, Context, FunctionDef, Module
from lambdalint.model.value import (
    MUTATORS,
    Attribute,
    Constant,
    Global,
    Local,
    Operation,
    Parameter,
    Result,
    Symbol,
    Value,
    root_of,
    walk,
)

CACHES = frozenset(
    {
        "lru_cache",
        "cache",
        "cached",
        "cached_property",
        "cachedmethod",
        "memoize",
        "memoise",
        "alru_cache",
        "singleton",
        "ttl_cache",
    }
)
"""Decorators that run a function once per set of arguments, by their last name."""
_LENGTH = Symbol("builtins.len")
_NAMESPACES = (Symbol("builtins.globals"), Symbol("builtins.hasattr"), Symbol("builtins.vars"))
_MISSING = frozenset({"KeyError", "NameError", "AttributeError", "LookupError", "UnboundLocalError"})


def is_cached(function: FunctionDef, module: Module) -> bool:
    """Whether a decorator remembers what the function returned."""
    if is_decorated(function, CACHES):
        return True
    return any(_called_name(decorator, module) in CACHES for decorator in function.decorators)


def is_cold(context: Context, module: Module, stored: frozenset[str]) -> bool:
    """Whether code there only runs while something kept between invocations is still missing or stale.

    `stored` are the module's globals that its functions assign or fill.
    """
    if any(_asks_kept_state(condition.test, module, stored) for condition in context.conditions):
        return True
    return any(part.part == "handler" and _catches_missing(module, part.number, part.handler) for part in context.tries)


def never_runs(context: Context) -> bool:
    """Whether code there is for `python app.py` or for type checkers only, never for Lambda."""
    return any(_is_not_lambda(condition) for condition in context.conditions)


def stored_globals(module: Module) -> frozenset[str]:
    """The globals of a module that its functions assign, fill or change."""
    targets = [store.target for store in module.stores if store.context.function]
    targets += [
        call.callee.of
        for call in module.calls
        if call.context.function and isinstance(call.callee, Attribute) and call.callee.name in MUTATORS
    ]
    roots = map(root_of, targets)
    return frozenset(root.name for root in roots if isinstance(root, Global))


def _asks_kept_state(test: Value, module: Module, stored: frozenset[str]) -> bool:
    for part in walk(test):
        match part:
            case Global(name=name) if name in stored:
                return True
            case Result(call=number) if _asks_kept(module.calls[number], stored):
                return True
            case Symbol(name="builtins.globals" | "builtins.hasattr"):
                return True
            case _:
                pass
    return any(_is_kept_attribute(one, module) for one in _asked_for(test))


def _asks_kept(call: Call, stored: frozenset[str]) -> bool:
    """`CLIENTS.get(name)`, `len(CLIENTS)`, `hasattr(handler, "client")`, `globals()`."""
    asked = root_of(call.arguments[0].value if call.callee == _LENGTH and call.arguments else call.callee)
    return (isinstance(asked, Global) and asked.name in stored) or asked in _NAMESPACES


def _is_kept_attribute(value: Value, module: Module) -> bool:
    """`self._client`, `Service.client`: an attribute that the module's functions set, of what outlives the call."""
    if not isinstance(value, Attribute) or not isinstance(value.of, Global | Local | Parameter):
        return False
    is_set = any(isinstance(store.target, Attribute) and store.target.name == value.name for store in module.stores)
    return is_set and _outlives_call(value.of, module)


def _outlives_call(owner: Value, module: Module) -> bool:
    """A function's parameters end with it, but for `self` and `cls`."""
    if not isinstance(owner, Parameter):
        return True
    function = module.functions.get(owner.function)
    return bool(function and function.class_name and function.parameters[0].name == owner.name)


def _asked_for(test: Value) -> Iterator[Value]:
    """What a test asks to be there: x in `x is None`, `not x`, `x` alone, and in parts of `and` and `or`."""
    match test:
        case Operation(operator="is" | "==" | "is not" | "!=", operands=(value, Constant(value=None))):
            yield value
        case Operation(operator="not" | "and" | "or", operands=operands):
            for operand in operands:
                yield from _asked_for(operand)
        case _:
            yield test


def _catches_missing(module: Module, number: int, handler: int) -> bool:
    types = module.tries[number].handlers[handler].types
    names = {part.name.rpartition(".")[2] for value in types for part in walk(value) if isinstance(part, Symbol)}
    return bool(names & _MISSING)


def _is_not_lambda(condition: Condition) -> bool:
    match condition.test:
        case Operation(operator="==", operands=(Symbol(name="builtins.__name__"), Constant(value="__main__"))):
            return condition.holds
        case Symbol(name="typing.TYPE_CHECKING") | Attribute(name="TYPE_CHECKING"):
            return condition.holds
        case _:
            return False


def _called_name(decorator: Value, module: Module) -> str:
    return last_name(module.calls[decorator.call].callee) if isinstance(decorator, Result) else ""
