"""By what code names the failed records of a batch, as LL645 asks."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from lambdalint.model.code import Code, Phase
from lambdalint.model.module import Module
from lambdalint.model.source import Anchor
from lambdalint.model.value import Attribute, Collection, Constant, Dictionary, Item, Result, Value, walk

_KEY = "itemIdentifier"
_OF_RECORDS = frozenset(
    {"messageId", "receiptHandle", "body", "md5OfBody", "eventSourceARN", "eventID", "eventName", "sequenceNumber"}
    | {"partitionKey", "data", "dynamodb", "kinesis"}
)
"""What records have: a key that they do not have belongs to something of the author's own."""


class Identifier(Struct, frozen=True):
    """One name of a failed record: by which part of it, or what is wrong with the way it is given."""

    at: Anchor
    key: str | None = None
    """The part of the record that it is; None when that is not known."""
    misspelled: str | None = None
    """The key under which it stands instead of `itemIdentifier`."""
    is_empty: bool = False
    is_bare: bool = False
    """It stands in the list as it is, not in a dictionary."""


def identifiers(code: Code) -> Iterator[Identifier]:
    """Every name of a failed record that code writes, where it is written first: a list shows what was put into it again."""
    seen: set[tuple[str, Dictionary]] = set()
    for value, at, module in _written(code):
        for part in walk(value):
            if isinstance(part, Dictionary) and (module.key, part) not in seen:
                seen.add((module.key, part))
                yield from _of_dictionary(part, at, module)


def _written(code: Code) -> Iterator[tuple[Value, Anchor, Module]]:
    for call in code.calls_in(Phase.INVOKE):
        for argument in call.call.arguments:
            yield argument.value, call.at, code.modules[call.reach.module]
    for reached in code.functions:
        for found in reached.definition.returns:
            yield found.value, found.at, code.modules[reached.reach.module]
    for store in code.stores:
        yield store.store.value, store.store.at, code.modules[store.reach.module]


def _of_dictionary(value: Dictionary, at: Anchor, module: Module) -> Iterator[Identifier]:
    for key, held in value.entries:
        match key, held:
            case Constant(value="itemIdentifier"), Constant(value=None | ""):
                yield Identifier(at, is_empty=True)
            case Constant(value="itemIdentifier"), _:
                yield Identifier(at, _part(held, module))
            case Constant(value=str(name)), _ if _is_nearly(name) and len(value.entries) == 1:
                yield Identifier(at, misspelled=name)
            case Constant(value="batchItemFailures"), Collection(items=items):
                yield from (Identifier(at, is_bare=True) for one in items if _part(one, module) is not None)
            case _:
                pass


def _is_nearly(name: str) -> bool:
    return name != _KEY and name.replace("_", "").replace("-", "").lower() in ("itemidentifier", "itemidentifiers")


def _part(value: Value, module: Module) -> str | None:
    """The last key on the way to a value: `record["messageId"]`, `record.get("messageId")`."""
    match value:
        case Item(key=Constant(value=str(name))) if name in _OF_RECORDS:
            return name
        case Result(call=number):
            call = module.calls[number]
            first = call.arguments[0].value if call.arguments else None
            is_get = isinstance(call.callee, Attribute) and call.callee.name == "get"
            match first:
                case Constant(value=str(name)) if is_get and name in _OF_RECORDS:
                    return name
    return None
