"""What of the event reaches an argument as text that its sender chose, and what it is escaped for on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from lambdalint.code.decorators import last_name
from lambdalint.code.entities import External
from lambdalint.code.event import EventFlow
from lambdalint.code.memo import Memo
from lambdalint.code.paths import Paths
from lambdalint.code.program import Program
from lambdalint.model.code import Carried, Escape, Path
from lambdalint.model.module import Argument, Call, Module
from lambdalint.model.value import (
    Attribute,
    Choice,
    Constant,
    Dictionary,
    Element,
    Global,
    Item,
    Operation,
    Parameter,
    Result,
    Symbol,
    Value,
    children,
    walk,
)

_HARMLESS = re.compile(
    r"builtins\.(?:int|float|complex|hash|ord|round|sum|abs|hex|bin|oct|range)|(?:uuid\.|hashlib\.|hmac\.|base64\.[a-z0-9]*encode|binascii\.|"
    r"datetime\.|decimal\.Decimal|ipaddress\.|math\.|zlib\.|dateutil\.).*"
)
"""What makes numbers, dates, digests and other text of a fixed alphabet."""
_FETCHES = re.compile(
    r"boto3\.|botocore\.|aioboto3\.|requests\.|httpx\.|aiohttp\.|urllib\.request\.|urllib3\.|builtins\.open|redis\."
)
"""What answers with content from elsewhere, whatever the event asks it for."""
_ESCAPES: tuple[tuple[re.Pattern[str], Escape], ...] = (
    (re.compile(r"shlex\.(?:quote|join|split)|pipes\.quote"), "shell"),
    (re.compile(r"(?:html|cgi|xml\.sax\.saxutils|markupsafe|bleach|nh3)\.(?:escape|quoteattr|clean|linkify)"), "html"),
    (re.compile(r"urllib\.parse\.(?:quote|quote_plus|urlencode)"), "url"),
    (re.compile(r"(?:os\.path|ntpath|posixpath)\.basename|werkzeug\.utils\.secure_filename"), "path"),
    (re.compile(r".*\b(?:mogrify|escape_string|literal|escape_identifier)|psycopg2?\.sql\.\w+"), "sql"),
)
_ARITHMETIC = frozenset({"-", "/", "//", "**", "<<", ">>", "&", "^", "~", "@"})
_EQUALS = frozenset({"in", "not in", "==", "!="})
_CUTS = frozenset({"partition", "replace", "rpartition", "rsplit", "split"})
"""Methods of text that can take something out of it."""
_CHECKS = frozenset(
    {"match", "fullmatch", "isalnum", "isalpha", "isdecimal", "isdigit", "isidentifier", "isnumeric", "validate"}
)
"""Functions and methods that are asked whether text has a form, by their last name."""


class Carrying(Struct):
    """Works out what arguments carry, once the walk is over. `checked` are the parts of the event that code compares or checks."""

    program: Program
    flow: EventFlow
    paths: Paths
    checked: frozenset[Path]
    _carried: Memo[Carried | None] = field(default_factory=lambda: Memo(None))

    def carried(self, value: Value, at: Module) -> Carried | None:
        """What of the event a value holds as text; None when it holds none that its sender could choose freely."""
        return self._carried.answer(value, at, self.flow.version, lambda: self._of(value, at))

    def _of(self, value: Value, at: Module) -> Carried | None:
        if not self.flow.derives(value, at):
            return None
        path = self.paths.path(value, at)
        if path is not None:
            return None if self._is_checked(path) else Carried(frozenset({path}))
        match value:
            case Parameter():
                given = self.program.given(value, at)
                return self._all(given) if given else Carried()
            case Result(call=number):
                return self._of_result(value, at.calls[number], at)
            case Operation(operator=operator) if operator in _ARITHMETIC:
                return None
            case Attribute(of=of, name="name" | "stem" | "suffix") if self._is_of_pathlib(of, at):
                whole = self.carried(of, at)
                return whole and Carried(whole.parts, whole.escaped | {"path"})
            case Item(of=of) | Element(of=of) | Attribute(of=of):
                held = self.program.steps(value, at)
                return self._all(held) if held else self.carried(of, at)
            case Global() | Symbol() | Choice():
                return self._all((*self.program.steps(value, at), *self.program.contents(value, at)))
            case Dictionary(entries=entries):
                return self._all((at, held) for _, held in entries)
            case _:
                return self._all((at, part) for part in children(value))

    def _of_result(self, value: Result, call: Call, at: Module) -> Carried | None:
        names = [one.name for one in self.program.entities(call.callee, at) if isinstance(one, External)]
        if any(_FETCHES.match(name) or _HARMLESS.fullmatch(name) for name in names) or last_name(call.callee) in (
            "hexdigest",
            "isoformat",
            "strftime",
        ):
            return None
        held = self.program.steps(value, at)
        if held:
            return self._all(held)
        receiver = (call.callee.of,) if isinstance(call.callee, Attribute) else ()
        given = self._all((at, one) for one in (*receiver, *(argument.value for argument in call.arguments)))
        return given and Carried(given.parts, given.escaped | frozenset(_escapes(call, names)))

    def _all(self, steps: Iterable[tuple[Module, Value]]) -> Carried | None:
        """What several values carry together: escaped is only what all of it is escaped for."""
        found = [one for module, value in steps if (one := self.carried(value, module))]
        if not found:
            return None
        return Carried(
            frozenset().union(*(one.parts for one in found)), frozenset.intersection(*(one.escaped for one in found))
        )

    def _is_of_pathlib(self, value: Value, at: Module) -> bool:
        return any(
            isinstance(one, External) and one.name.startswith("pathlib.") for one in self.program.entities(value, at)
        )

    def _is_checked(self, path: Path) -> bool:
        return any(path[: len(one)] == one for one in self.checked)


def _escapes(call: Call, names: Iterable[str]) -> Iterator[Escape]:
    """What a call makes its text harmless for: by its name, or because it takes the slashes out of a path."""
    yield from (escape for pattern, escape in _ESCAPES if any(map(pattern.fullmatch, names)))
    match call:
        case Call(callee=Attribute(name=name), arguments=(Argument(value=Constant(value=str(text))), *_)):
            if name in _CUTS and "/" in text:
                yield "path"


def checked(test: Value, at: Module, paths: Paths) -> Iterator[Path]:
    """The ways to what a test compares with something, or asks about its form: `event["kind"] in KINDS`."""
    for part in walk(test):
        match part:
            case Operation(operator=operator, operands=(first, *others)) if operator in _EQUALS:
                asked = (first,) if operator in ("in", "not in") else (first, *others)
                if not any(isinstance(one, Constant) and not one.value for one in others):
                    yield from _known(asked, at, paths)
            case Result(call=number) if last_name(at.calls[number].callee) in _CHECKS:
                call = at.calls[number]
                receiver = (call.callee.of,) if isinstance(call.callee, Attribute) else ()
                yield from _known((*receiver, *(argument.value for argument in call.arguments)), at, paths)


def _known(values: Iterable[Value], at: Module, paths: Paths) -> Iterator[Path]:
    yield from (path for value in values if (path := paths.path(value, at)))
