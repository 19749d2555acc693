"""The types of what well-known functions and operations give, where that is all that is known of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lambdalint.model.value import Declared, Opaque, Operation, Symbol, Value

_BY_TYPE: Mapping[str, frozenset[str]] = {
    "builtins.bool": frozenset({"builtins.all", "builtins.any", "builtins.bool", "builtins.isinstance"}),
    "builtins.bytes": frozenset({"base64.b64decode", "base64.b64encode", "builtins.bytes", "pickle.dumps"}),
    "builtins.dict": frozenset({"builtins.dict", "builtins.vars", "dataclasses.asdict"}),
    "builtins.float": frozenset({"builtins.float", "time.perf_counter", "time.time"}),
    "builtins.int": frozenset({"builtins.int", "builtins.len", "builtins.ord", "time.time_ns"}),
    "builtins.list": frozenset({"builtins.list", "builtins.sorted"}),
    "builtins.set": frozenset({"builtins.set"}),
    "builtins.str": frozenset(
        {"builtins.chr", "builtins.repr", "builtins.str", "html.escape", "json.dumps", "traceback.format_exc"}
    ),
    "builtins.tuple": frozenset({"builtins.tuple"}),
    "datetime.date": frozenset({"datetime.date", "datetime.date.today"}),
    "datetime.datetime": frozenset({"datetime.datetime", "datetime.datetime.now", "datetime.datetime.utcnow"}),
    "decimal.Decimal": frozenset({"decimal.Decimal"}),
    "uuid.UUID": frozenset({"uuid.UUID", "uuid.uuid1", "uuid.uuid4"}),
}
_BY_NAME = {name: kind for kind, names in _BY_TYPE.items() for name in names}
_METHODS: Mapping[str, str] = {
    **dict.fromkeys(("format", "isoformat", "join", "lower", "strftime", "strip", "upper"), "builtins.str"),
}
"""Methods that give one type whatever has them, where nobody else's object is likely to have a method of that name."""
_IN_AWS_RESULTS = {
    "Attributes": "builtins.dict",
    "Contents": "builtins.list",
    "Item": "builtins.dict",
    "Items": "builtins.list",
    "ResponseMetadata": "builtins.dict",
}
_TRUTHS = frozenset({"!=", "<", "<=", "==", ">", ">=", "in", "is", "is not", "not", "not in"})


def of_result(names: Collection[str], method: str) -> Declared | None:
    """What a call gives; `names` are all it may call, `method` the last part of what is written."""
    kinds = {_BY_NAME.get(name) for name in names} or {_METHODS.get(method)}
    kind = kinds.pop() if len(kinds) == 1 else None
    return None if kind is None else Declared(Symbol(kind))


def of_operation(value: Operation) -> Declared | None:
    """What a comparison gives."""
    return Declared(Symbol("builtins.bool")) if value.operator in _TRUTHS else None


def in_aws_result(key: str) -> Value:
    """What the SDK's answers hold under a key."""
    return Declared(Symbol(_IN_AWS_RESULTS[key])) if key in _IN_AWS_RESULTS else Opaque()
