"""What Python's own functions and methods give for known values: text, paths, lists and dicts. No file is read."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from string import Formatter
from typing import Any, Final

from lambdalint.frameworks.programs.operators import LONGEST, item, joined
from lambdalint.frameworks.programs.values import HIDDEN, Arguments, FileText, Made, Thing, Unknown

_TEXT_METHODS: Final = frozenset(
    {"lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "replace", "split", "removeprefix",
     "removesuffix", "startswith", "endswith"}
)  # fmt: skip
_PATH_METHODS: Final = frozenset({"joinpath", "as_posix", "with_name", "with_suffix"})
_SAME_PATH: Final = frozenset({"resolve", "absolute", "expanduser"})
_PYTHONS: Final[dict[type, type]] = {str: str, PurePosixPath: Path, dict: dict, list: list}
_PATH_ATTRIBUTES: Final = frozenset({"parent", "name", "stem", "suffix"})


def called(name: str, arguments: Arguments, here: str) -> Thing:
    """What a function of Python's library gives; None when it is not one we know. `here` is the working folder."""
    values = [one.value for one in arguments.positional]
    if name in ("os.getcwd", "os.getcwdb", "pathlib.Path.cwd"):
        return PurePosixPath(here) if name.startswith("pathlib") else here
    function = _FUNCTIONS.get(name)
    if function is None:
        return None
    try:
        return function(*values)
    except (TypeError, ValueError, AttributeError, IndexError, OverflowError):
        return Unknown(name)


def has(of: Thing, name: str) -> bool:
    """Whether a method of a value is Python's own."""
    if isinstance(of, Made):
        return of.dotted == "builtins.open"
    return any(isinstance(of, kind) and hasattr(python, name) for kind, python in _PYTHONS.items())


def method(of: Thing, name: str, arguments: Arguments) -> Thing:
    """What a method of a known text, path, list or dict gives; unknown when it cannot be told."""
    values = [one.value for one in arguments.positional]
    try:
        return _method(of, name, values, {key: one.value for key, one in arguments.named.items()})
    except (TypeError, ValueError, AttributeError, IndexError, KeyError, OverflowError):
        return Unknown(name)


def attribute(of: PurePosixPath, name: str) -> Thing:
    """An attribute of a path."""
    if name == "parents":
        return [PurePosixPath(one) for one in of.parents]
    return getattr(of, name) if name in _PATH_ATTRIBUTES else Unknown(name)


def _method(of: Thing, name: str, values: list[Thing], named: dict[str, Thing]) -> Thing:
    match of:
        case str():
            return _of_text(of, name, values, named)
        case PurePosixPath():
            return _of_path(of, name, values)
        case dict():
            return _of_dict(of, name, values)
        case Made(dotted="builtins.open") if name == "read":
            return FileText(of.arguments.get(0, "file"))
        case list() if name == "copy":
            return list(of)
        case _:
            return Unknown(name)


def _of_text(of: str, name: str, values: list[Thing], named: dict[str, Thing]) -> Thing:
    if name == "format":
        return formatted(of, values, named)
    if name == "join" and isinstance(values[0], list):
        return joined(part for one in values[0] for part in (of, one)) if not of else _separated(of, values[0])
    if name in _TEXT_METHODS and all(isinstance(value, str | int) for value in values) and len(of) < LONGEST:
        return getattr(of, name)(*values)
    return Unknown(name)


def _separated(by: str, values: list[Thing]) -> Thing:
    return joined(part for index, one in enumerate(values) for part in ((by, one) if index else (one,)))


def formatted(of: str, values: list[Thing], named: dict[str, Thing]) -> Thing:
    """A text with its fields filled in, also by what is not known. Raises ValueError, IndexError."""
    parts: list[Thing] = []
    unnumbered = iter(values)
    for text, field, spec, conversion in Formatter().parse(of):
        parts.append(text)
        if field is None:
            continue
        if not field:
            given = next(unnumbered, Unknown("format"))
        else:
            given = values[int(field)] if field.isdecimal() else named.get(field, Unknown(field))
        parts.append(Unknown("format") if spec or conversion else given)
    return joined(parts) if len(of) < LONGEST else Unknown("format")


def _of_path(of: PurePosixPath, name: str, values: list[Thing]) -> Thing:
    if name in _SAME_PATH:
        return PurePosixPath(posixpath.normpath(of))
    if name == "read_text":
        return FileText(of)
    return getattr(of, name)(*values) if name in _PATH_METHODS else Unknown(name)


def _of_dict(of: dict[Any, Thing], name: str, values: list[Thing]) -> Thing:
    if name == "get":
        if values[0] in of:
            return item(of, values[0])
        return Unknown("get") if HIDDEN in of else values[1] if len(values) > 1 else None
    if HIDDEN in of:
        return Unknown(name)
    if name == "items":
        return [[key, value] for key, value in of.items()]
    if name in ("keys", "values", "copy"):
        return {"keys": list(of), "values": list(of.values()), "copy": dict(of)}[name]
    return Unknown(name)


def _join(*parts: Thing) -> Thing:
    return posixpath.join(*(str(part) if isinstance(part, PurePosixPath) else part for part in parts))


def _sequence(value: Thing = ()) -> Thing:
    if isinstance(value, dict):
        return Unknown("list") if HIDDEN in value else list(value)
    return list(value) if isinstance(value, list | tuple) else Unknown("list")


def _range(*bounds: Thing) -> Thing:
    numbers = range(*bounds)
    return list(numbers) if len(numbers) <= 1000 else Unknown("range")  # noqa: PLR2004  # no stack has more


def _path(*parts: Thing) -> Thing:
    return PurePosixPath(*parts) if all(isinstance(part, str | PurePosixPath) for part in parts) else Unknown("Path")


def _known(function: Callable[..., Any]) -> Callable[..., Thing]:
    """A function that is only called with data."""

    def call(*values: Thing) -> Thing:
        plain = all(value is None or isinstance(value, str | int | float | list | dict) for value in values)
        return function(*values) if plain else Unknown(function.__name__)

    return call


def _text(value: Thing = "") -> Thing:
    return joined((value,)) if not isinstance(value, list | dict | bool) else Unknown("str")


_FUNCTIONS: dict[str, Callable[..., Thing]] = {
    "builtins.str": _text,
    "builtins.int": _known(int),
    "builtins.float": _known(float),
    "builtins.bool": _known(bool),
    "builtins.len": _known(len),
    "builtins.range": _range,
    "builtins.list": _sequence,
    "builtins.tuple": _sequence,
    "builtins.enumerate": lambda of, start=0: [[start + index, one] for index, one in enumerate(_sequence(of))],
    "builtins.zip": lambda *of: [list(one) for one in zip(*map(_sequence, of), strict=False)],
    "builtins.sorted": _known(sorted),
    "builtins.min": _known(min),
    "builtins.max": _known(max),
    "os.fspath": _text,
    "os.path.join": _join,
    "os.path.dirname": lambda path: posixpath.dirname(str(path) if isinstance(path, PurePosixPath) else path),
    "os.path.basename": posixpath.basename,
    "os.path.abspath": posixpath.normpath,
    "os.path.realpath": posixpath.normpath,
    "os.path.normpath": posixpath.normpath,
    "pathlib.Path": _path,
    "pathlib.PurePath": _path,
    "pathlib.PurePosixPath": _path,
}
