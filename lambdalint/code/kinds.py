"""The types of what well-known functions and operations give, where that is all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lambdalint.model.value import Collection, Declared, Dictionary, Opaque, Symbol, Value

_NOW = ("combine", "fromisoformat", "fromtimestamp", "now", "strptime", "today", "utcfromtimestamp", "utcnow")
_SETS = ("builtins.frozenset", "builtins.set")
_DURATION = Declared(Symbol("datetime.timedelta"))


def _dates(kind: str, *makers: str) -> Iterator[str]:
    """What gives a date or a time, and what changes one."""
    for maker in makers:
        yield f"{kind}.{maker}"
        yield from (f"{kind}.{maker}().{method}" for method in ("astimezone", "replace"))


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
    "builtins.Exception": frozenset(
        f"builtins.{name}" for name in ("Exception", "RuntimeError", "TypeError", "ValueError")
    ),
    "datetime.date": frozenset({"datetime.date", *_dates("datetime.date", "fromisoformat", "fromtimestamp", "today")}),
    "datetime.datetime": frozenset({"datetime.datetime", *_dates("datetime.datetime", *_NOW)}),
    "datetime.timedelta": frozenset({"datetime.timedelta"}),
    "decimal.Decimal": frozenset({"decimal.Decimal"}),
    "pathlib.Path": frozenset({"pathlib.Path", "pathlib.PurePath", "pathlib.Path.cwd", "pathlib.Path.home"}),
    "re.Pattern": frozenset({"re.compile"}),
    "uuid.UUID": frozenset({"uuid.UUID", "uuid.uuid1", "uuid.uuid3", "uuid.uuid4", "uuid.uuid5"}),
    **{
        name: frozenset({name})
        for name in (
            *(
                f"builtins.{one}"
                for one in ("bytearray", "complex", "enumerate", "filter", "frozenset", "map", "range")
            ),
            *(
                "builtins.reversed",
                "builtins.zip",
                "collections.deque",
                "fractions.Fraction",
                "io.BytesIO",
                "io.StringIO",
            ),
            "types.SimpleNamespace",
        )
    },
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


def of_result(names: Sequence[str], method: str) -> Declared | None:
    """What a call gives; `names` are all it may call, `method` the last part of what is written."""
    kinds = {_BY_NAME.get(name) for name in names} or {_METHODS.get(method)}
    kind = kinds.pop() if len(kinds) == 1 else None
    return None if kind is None else Declared(Symbol(kind))


def of_operation(operator: str, operands: Sequence[Value]) -> Declared | None:
    """What a comparison gives, and what is computed with sets and with dates."""
    if operator in _TRUTHS:
        return Declared(Symbol("builtins.bool"))
    kinds = [kind_of(one) for one in operands]
    if operator in ("&", "-", "^", "|") and all(kind in _SETS for kind in kinds):
        return Declared(Symbol("builtins.set"))
    dates = [
        one for one in operands if isinstance(one, Declared) and kind_of(one) in ("datetime.date", "datetime.datetime")
    ]
    return dates[0] if operator in ("+", "-") and len(dates) == 1 and _DURATION in operands else None


def kind_of(value: Value) -> str | None:
    """The name of a value's type; None when it is not known."""
    match value:
        case Declared(type=Symbol(name=name)):
            return name
        case Collection(kind="set"):
            return "builtins.set"
        case Dictionary():
            return "builtins.dict"
        case _:
            return None


def in_aws_result(key: str) -> Value:
    """What the SDK's answers hold under a key."""
    return Declared(Symbol(_IN_AWS_RESULTS[key])) if key in _IN_AWS_RESULTS else Opaque()
