"""What the runtime cannot turn into JSON, as it was observed of awslambdaric 4.2.2 with simplejson 4.3.0 on 2026-11-23.

Unlike `json.dumps` it takes `decimal.Decimal`, bytes that are UTF-8, named tuples, and whatever has an `_asdict` method.
"""

from __future__ import annotations

from collections.abc import Mapping

_TEXT = "`str(…)`"
_LIST = "`list(…)`"

FAILS: Mapping[str, tuple[str, str]] = {
    "builtins.BaseException": ("an exception", _TEXT),
    "builtins.Exception": ("an exception", _TEXT),
    "builtins.bytearray": ("a bytearray", "`bytes(…)`"),
    "builtins.complex": ("a complex number", "its parts"),
    "builtins.dict_items": ("a view of a dictionary", _LIST),
    "builtins.dict_keys": ("a view of a dictionary", _LIST),
    "builtins.dict_values": ("a view of a dictionary", _LIST),
    "builtins.enumerate": ("an iterator", _LIST),
    "builtins.filter": ("an iterator", _LIST),
    "builtins.frozenset": ("a frozenset", _LIST),
    "builtins.map": ("an iterator", _LIST),
    "builtins.range": ("a range", _LIST),
    "builtins.reversed": ("an iterator", _LIST),
    "builtins.set": ("a set", _LIST),
    "builtins.zip": ("an iterator", _LIST),
    "collections.deque": ("a deque", _LIST),
    "datetime.date": ("a date", "`.isoformat()`"),
    "datetime.datetime": ("a datetime", "`.isoformat()`"),
    "datetime.time": ("a time", "`.isoformat()`"),
    "datetime.timedelta": ("a timedelta", "`.total_seconds()`"),
    "enum.Enum": ("a member of an enumeration", "its `.value`"),
    "enum.Flag": ("a member of an enumeration", "its `.value`"),
    "fractions.Fraction": ("a fraction", "`float(…)`"),
    "io.BytesIO": ("a file", "`.getvalue()`"),
    "io.StringIO": ("a file", "`.getvalue()`"),
    "pathlib.Path": ("a path", _TEXT),
    "pydantic.BaseModel": ("a model", "`.model_dump(mode='json')`"),
    "pydantic.main.BaseModel": ("a model", "`.model_dump(mode='json')`"),
    "re.Pattern": ("a pattern", "its `.pattern`"),
    "types.GeneratorType": ("a generator", _LIST),
    "types.SimpleNamespace": ("a namespace", "`vars(…)`"),
    "uuid.UUID": ("a UUID", _TEXT),
}
"""By type: what it is called, and what can be returned in its place."""

OBJECT = ("an object of `{}`", "`vars(…)` or `dataclasses.asdict(…)`")
TUPLE_KEY = ("a tuple as a key", "a text")
"""Keys are texts, numbers, booleans, None or bytes."""
