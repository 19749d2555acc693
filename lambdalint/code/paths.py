"""The way from the event to a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from lambdalint.code.elements import element
from lambdalint.code.entities import Definition, External
from lambdalint.code.event import EventFlow
from lambdalint.code.memo import Memo
from lambdalint.code.program import Program
from lambdalint.code.resolver import Step
from lambdalint.model.code import Path
from lambdalint.model.module import Call, Module
from lambdalint.model.value import (
    Attribute,
    Choice,
    Collection,
    Constant,
    Dictionary,
    Element,
    Item,
    Operation,
    Parameter,
    Result,
    Symbol,
    Value,
    children,
    walk,
)

_DEEPEST = 12
"""Keys: more than any event that AWS sends has."""
_VIEWS = "aws_lambda_powertools.utilities.data_classes."
"""Classes whose objects show an event, or a part of one, under other names."""
_COPIES = frozenset(
    {"builtins.dict", "builtins.enumerate", "builtins.iter", "builtins.list", "builtins.reversed", "builtins.sorted"}
    | {"builtins.tuple", "copy.copy", "copy.deepcopy"}
)
_DECODED = re.compile(r"json_|decoded?_|_as_|^(?:detail_type|get_)")
"""Attributes of Powertools' data classes that give more than what the event holds."""
_LETTER = re.compile(r"_([a-z0-9])")


class Paths(Struct):
    """Works out ways from the event, once the walk is over."""

    program: Program
    flow: EventFlow
    _paths: Memo[Path | None] = field(default_factory=lambda: Memo(None))

    def path(self, value: Value, at: Module) -> Path | None:
        """`("Records", 0, "body")`; `*` for each element, `?` for an unknown key; None when it is not simply a part."""
        found = self._paths.answer(value, at, self.flow.version, lambda: self._path(value, at))
        return None if found is not None and len(found) > _DEEPEST else found

    def held(self, values: Iterable[Value], at: Module) -> Iterator[Path]:
        """The ways to what dictionaries and lists hold."""
        for value in values:
            if isinstance(value, Dictionary | Collection):
                yield from (path for one in children(value) if (path := self.path(one, at)) is not None)
                yield from self.held(children(value), at)

    def asked(self, test: Value, at: Module) -> Iterator[Path]:
        """The ways to what a test looks for: `"body" in event`."""
        for part in walk(test):
            match part:
                case Operation(operator="in" | "not in", operands=(key, container)):
                    before = self.path(self._of_keys(container, at), at)
                    if before is not None:
                        yield (*before, _key(key))

    def tested(self, test: Value, at: Module) -> Iterator[Path]:
        """The ways to what a test asks to be there and not empty: `if event["body"]`."""
        match test:
            case Operation(operator="and" | "or" | "not", operands=operands):
                yield from (path for one in operands for path in self.tested(one, at))
            case Operation(operator="is" | "is not" | "==" | "!=", operands=(value, Constant(value=None | ""))):
                yield from self.tested(value, at)
            case _:
                path = self.path(test, at)
                yield from () if path is None else (path,)

    def mentioned(self, tests: Iterable[Value], at: Module) -> Iterator[Path]:
        """The ways to all that tests look at in the event."""
        for part in (one for test in tests for one in walk(test)):
            path = self.path(part, at)
            if path:
                yield path
            yield from self.asked(part, at) if isinstance(part, Operation) else ()

    def _of_keys(self, container: Value, at: Module) -> Value:
        callee = at.calls[container.call].callee if isinstance(container, Result) else None
        return callee.of if isinstance(callee, Attribute) and callee.name == "keys" else container

    def _path(self, value: Value, at: Module) -> Path | None:
        match value:
            case Parameter(function=function, name=name):
                is_whole = (at.key, function, name) in self.flow.whole
                return () if is_whole else self._one(self.program.given(value, at))
            case Item(of=Item(of=of, key=Operation(operator="slice", operands=bounds)), key=key):
                return self._below(value, of, _of_slice(bounds, _key(key)), at)
            case Item(of=of, key=key):
                return self._below(value, of, _key(key), at)
            case Element(of=of):
                one = element(of, at.calls)
                return self._below(value, of, "*", at) if one == value else self.path(one, at)
            case Attribute(of=of, name=name):
                return self._of_attribute(value, self.path(of, at), name, at)
            case Result(call=number):
                return self._of_result(value, at.calls[number], at)
            case Operation(operator="or", operands=(first, *_)):
                return self.path(first, at)
            case Choice(options=options):
                return self._one((at, option) for option in options)
            case _:
                return None

    def _one(self, steps: Iterable[Step]) -> Path | None:
        """The way that all of several values have in common."""
        paths = {self.path(value, module) for module, value in steps}
        return paths.pop() if len(paths) == 1 else None

    def _below(self, value: Value, of: Value, key: str | int, at: Module) -> Path | None:
        before = self.path(of, at)
        return self._one(self.program.steps(value, at)) if before is None else (*before, key)

    def _of_attribute(self, value: Attribute, before: Path | None, name: str, at: Module) -> Path | None:
        if before is None:
            return self._one(self.program.steps(value, at))
        if name == "raw_event":
            return before
        return None if _DECODED.search(name) else (*before, _as_written(name))

    def _of_result(self, value: Result, call: Call, at: Module) -> Path | None:
        first = call.arguments[0].value if call.arguments else None
        match call.callee:
            case Attribute(of=of, name="get" | "pop") if (
                first is not None and (before := self.path(of, at)) is not None
            ):
                return (*before, _key(first))
            case Attribute(of=of, name="pop") if not call.arguments and (before := self.path(of, at)) is not None:
                return (*before, -1)
            case Symbol(name="builtins.next") if isinstance(first, Result) and _is_fresh(at.calls[first.call]):
                before = self.path(first, at)
                return None if before is None else (*before, 0)
        entities = self.program.entities(call.callee, at)
        names = {entity.name for entity in entities if isinstance(entity, External)}
        if first is not None and names and all(name in _COPIES or name.startswith(_VIEWS) for name in names):
            return self.path(first, at)
        if entities and not all(isinstance(entity, Definition) for entity in entities):
            return None
        return self._one(self.program.steps(value, at))


def _key(value: Value) -> str | int:
    match value:
        case Constant(value=str() | int() as key):
            return key
        case Operation(operator="slice"):
            return "*"
        case _:
            return "?"


def _of_slice(bounds: tuple[Value, ...], key: str | int) -> str | int:
    """Where the item of a slice is in all of it: `[:1][0]` is the first, `[-1:][0]` the last one."""
    match [bound.value if isinstance(bound, Constant) else "?" for bound in bounds], key:
        case [None | 0, _, None], int() if key >= 0:
            return key
        case [-1, None, None], 0:
            return -1
        case _:
            return "*"


def _is_fresh(call: Call) -> bool:
    """Whether it makes an iterator that nothing was taken from yet."""
    return call.callee == Symbol("builtins.iter")


def _as_written(name: str) -> str:
    """`message_id` as the event has it."""
    return "Records" if name == "records" else _LETTER.sub(lambda letter: letter[1].upper(), name)
