"""What can be wrong with the shape of an HTTP response, as LL617 asks; each says it in a sentence, or gives None."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lambdalint.checks.answers import type_of
from lambdalint.model.value import Constant, Dictionary, Value, entry, is_open

_KEYS = ("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded")
_ERROR = "the caller gets an error instead"


def first_of(tests: Iterable[Callable[[Value], str | None]]) -> Callable[[Value], str | None]:
    """One test of several: what is wrong first."""
    tests = tuple(tests)
    return lambda value: next((found for test in tests if (found := test(value)) is not None), None)


def no_dictionary(value: Value) -> str | None:
    """Text, a number or a list. Nothing at all is LL618's."""
    kind = type_of(value)
    if kind not in ("str", "int", "float", "bool", "list", "tuple"):
        return None
    return f"a response is a dictionary with `statusCode` and `body`, but this is a {kind}, so {_ERROR}"


def no_status(value: Value) -> str | None:
    """A dictionary that surely has no `statusCode`."""
    if not isinstance(value, Dictionary) or is_open(value) or entry(value, Constant("statusCode")) is not None:
        return None
    return misspelled_status(value) or f"the response has no `statusCode`, so {_ERROR}; add it"


def another_key(value: Value) -> str | None:
    """A key that no response has: a REST API refuses the whole of it."""
    for key in _keys(value):
        if key not in _KEYS:
            meant = next((one for one in _KEYS if _bare(one) == _bare(key)), None)
            advice = f"write `{meant}`" if meant else "put data into `body`, as text"
            return f"a response has no `{key}`, so {_ERROR}; {advice}"
    return None


def misspelled_status(value: Value) -> str | None:
    """`status_code` beside `body`: the response is taken for data."""
    keys = list(_keys(value))
    wrong = next((key for key in keys if _bare(key) == "statuscode" and key != "statusCode"), None)
    if wrong is None or "body" not in keys or "statusCode" in keys:
        return None
    return f"`{wrong}` is not read, so this is no response with a status; write `statusCode`"


def bad_status(value: Value) -> str | None:
    """A status that is no number."""
    status = _held(value, "statusCode")
    if not isinstance(status, Constant) or not isinstance(status.value, str) or status.value.isdecimal():
        return None
    return f"`statusCode` is a number, but this is {status.value!r}, so {_ERROR}"


def bad_headers(value: Value) -> str | None:
    """Headers that are no dictionary, or hold lists where they must not, or no lists where they must."""
    for name, plural in (("headers", False), ("multiValueHeaders", True)):
        headers = _held(value, name)
        kind = None if headers is None else type_of(headers)
        if kind in ("str", "list", "tuple", "int"):
            return f"`{name}` is a dictionary, but this is a {kind}, so {_ERROR}"
        for key, held in headers.entries if isinstance(headers, Dictionary) else ():
            is_list = type_of(held) in ("list", "tuple")
            if isinstance(key, Constant) and is_list is not plural and (is_list or type_of(held) == "str"):
                return _wrong_header(str(key.value), plural=plural)
    return None


def _wrong_header(name: str, *, plural: bool) -> str:
    if plural:
        return f"`multiValueHeaders` holds lists, but `{name}` is text, so {_ERROR}; put it into a list"
    return f"`headers` holds text, but `{name}` is a list, so {_ERROR}; use `multiValueHeaders`"


def _keys(value: Value) -> Iterable[str]:
    entries = value.entries if isinstance(value, Dictionary) else ()
    return (key.value for key, _ in entries if isinstance(key, Constant) and isinstance(key.value, str))


def _held(value: Value, key: str) -> Value | None:
    return entry(value, Constant(key)) if isinstance(value, Dictionary) else None


def _bare(key: str) -> str:
    return key.replace("_", "").replace("-", "").lower()
