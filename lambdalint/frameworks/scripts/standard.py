"""What JavaScript's and Node.js's own functions and methods give for known values. No file is read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lambdalint.frameworks.programs.operators import joined
from lambdalint.frameworks.programs.values import HIDDEN, Arguments, FileText, Made, Thing, Unknown
from lambdalint.frameworks.scripts.evaluation import REST
from lambdalint.frameworks.scripts.lists import LISTS
from lambdalint.frameworks.scripts.operators import text
from lambdalint.frameworks.scripts.values import Fields, plain

if TYPE_CHECKING:
    from lambdalint.frameworks.scripts.program import Program

_OWN = frozenset({"Array", "Boolean", "Buffer", "Date", "Error", "JSON", "Map", "Math", "Number", "Object", "Promise",
                  "RegExp", "Set", "String", "child_process", "console", "crypto", "fs", "os", "parseInt", "path",
                  "process", "require", "url", "util"})  # fmt: skip


_LITERAL = re.compile(r"(?:\\[\\/.dswDSW-]|\[[^\]\\\[&~|-]*\]|[\w\s:;,/@#%_=-])+")
"""Regular expressions that mean the same in Python, and cannot take long."""


def knows(dotted: str) -> bool:
    """Whether a name is of JavaScript's or Node.js's own."""
    return dotted.partition(".")[0] in _OWN


def length(of: str | list[Thing]) -> Thing:
    """How long a text or list is."""
    return Unknown("length") if isinstance(of, list) and REST in map(plain, of) else len(of)


def called(run: Program, dotted: str, arguments: Arguments) -> Thing:
    """What a function gives."""
    values = [plain(one) for one in arguments.positional]
    function = _FUNCTIONS.get(dotted)
    if dotted == "process.cwd":
        return run.here
    if dotted == "RegExp":
        return Made(dotted, arguments)
    if function is None or not arguments.complete:
        run.call_back(arguments)
        return Unknown(dotted)
    try:
        return function(run.here, *values) if dotted == "path.resolve" else function(*values)
    except (TypeError, ValueError, AttributeError, IndexError):
        return Unknown(dotted)


def method(run: Program, of: Thing, name: str, arguments: Arguments) -> Thing:
    """What a method of a text, list or number gives."""
    values = [plain(one) for one in arguments.positional]
    try:
        match of:
            case str() if name in _TEXTS and all(isinstance(one, str | int | None | Made) for one in values):
                return _TEXTS[name](of, *values)
            case list() if name in LISTS:
                return LISTS[name](run, of, arguments)
            case FileText() if name == "toString":
                return of
            case int() | float() | str() if name == "toString" and not values:
                return text(of)
            case _:
                run.call_back(arguments)
                return Unknown(name)
    except (TypeError, ValueError, IndexError):
        return Unknown(name)


def _join(*parts: Thing) -> Thing:
    """`path.join`; unlike it, `path.resolve` begins anew at an absolute part."""
    return posixpath.normpath(posixpath.join(*parts))


def _joined_path(*parts: Thing) -> Thing:
    return posixpath.normpath("/".join(part for part in parts if part)) if parts else "."


def _keys(of: Thing) -> Thing:
    return list(of) if isinstance(of, dict) and HIDDEN not in of else Unknown("keys")


def _values(of: Thing) -> Thing:
    return list(of.values()) if isinstance(of, dict) and HIDDEN not in of else Unknown("values")


def _entries(of: Thing) -> Thing:
    known = isinstance(of, dict) and HIDDEN not in of
    return [[key, value] for key, value in of.items()] if known else Unknown("entries")


def _from_entries(of: Thing) -> Thing:
    fields = Fields()
    for pair in map(plain, of):
        key, value = pair
        fields[str(plain(key))] = value
    return fields


def _merged(target: Thing, *others: Thing) -> Thing:
    for other in others:
        if isinstance(other, dict) and isinstance(target, Fields):
            target.take(other)
        elif other is not None and isinstance(target, Fields):
            target.hide()
    return target


def _integer(value: Thing, _base: Thing = 10) -> Thing:
    digits = re.match(r"\s*-?\d{1,15}", value) if isinstance(value, str) else None
    return int(digits[0]) if digits else int(value) if isinstance(value, int | float) else Unknown("parseInt")


def _float(value: Thing) -> Thing:
    return _integer(value) if isinstance(value, int) or (isinstance(value, str) and value.isdigit()) else Unknown()


def _truth(value: Thing) -> Thing:
    return value if isinstance(value, bool) else Unknown("Boolean")


def _directory(path: Thing) -> Thing:
    return posixpath.dirname(path) if isinstance(path, str) else Unknown("dirname")


_FUNCTIONS: dict[str, Callable[..., Thing]] = {
    "path.join": _joined_path,
    "path.posix.join": _joined_path,
    "path.resolve": _join,
    "path.normalize": posixpath.normpath,
    "path.dirname": _directory,
    "path.basename": posixpath.basename,
    "fs.readFileSync": lambda path, _encoding=None: FileText(path),
    "Object.keys": _keys,
    "Object.values": _values,
    "Object.entries": _entries,
    "Object.fromEntries": _from_entries,
    "Object.assign": _merged,
    "Object.freeze": lambda of: of,
    "Array.from": lambda of: list(of) if isinstance(of, list) else Unknown("Array"),
    "String": text,
    "Number": _float,
    "Boolean": _truth,
    "parseInt": _integer,
    "Number.parseInt": _integer,
    "Math.max": max,
    "Math.min": min,
    "Math.floor": int,
    "Math.round": round,
    "Promise.resolve": lambda of=None: of,
}


def _slice(of: str, start: int, end: int | None = None) -> str:
    return of[start:end]


def _substring(of: str, start: int, end: int | None = None) -> str:
    return of[max(start, 0) : end]


def _replace(of: str, old: Thing, new: Thing) -> Thing:
    if not isinstance(new, str):
        return Unknown("replace")
    if isinstance(old, Made) and "$" not in new:
        pattern, flags = old.arguments.get(0, "pattern"), old.arguments.get(1, "flags")
        known = isinstance(pattern, str) and flags in ("", "g") and _LITERAL.fullmatch(pattern)
        return re.sub(pattern, lambda _: new, of, count=flags != "g") if known else Unknown("replace")
    return of.replace(old, new, 1) if isinstance(old, str) else Unknown("replace")


def _split(of: str, by: str) -> Thing:
    return list(of) if not by else list(of.split(by))


_TEXTS: dict[str, Callable[..., Thing]] = {
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "trim": str.strip,
    "replace": _replace,
    "replaceAll": str.replace,
    "split": _split,
    "startsWith": lambda of, start: of.startswith(start),
    "endsWith": lambda of, end: of.endswith(end),
    "includes": lambda of, part: part in of,
    "concat": lambda of, *parts: joined((of, *parts)),
    "slice": _slice,
    "substring": _substring,
    "charAt": lambda of, index: of[index : index + 1],
    "indexOf": str.find,
}
"""What they are given, is text and numbers."""
