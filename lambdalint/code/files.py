"""Which files code writes, what goes into them, and whether they stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from lambdalint.code.constants import Folder
from lambdalint.code.writers import draws, draws_on_a_shared_figure, is_of_path, saved_by, written_path
from lambdalint.model.code import FileWrite, ReachedCall
from lambdalint.model.module import Call, Module
from lambdalint.model.value import (
    Attribute,
    Constant,
    Global,
    Item,
    Opaque,
    Operation,
    Parameter,
    Result,
    Text,
    Value,
    walk,
)

_REMOVERS = frozenset(
    {"os.remove", "os.unlink", "shutil.rmtree", "os.removedirs", "os.rmdir", "shutil.move", "os.rename", "os.replace"}
)
_SHELLS = frozenset({"os.system", "os.popen", "subprocess.run", "subprocess.call", "subprocess.check_call"})
_REMOVES = re.compile(r"(?:.*[\s;&|])?rm\b", re.DOTALL)
_ANYTHING = Opaque((Constant("anything"),))
"""The rest of a path that is no folder of its own."""
_IN_TMP: tuple[Value, ...] = (Constant("/tmp/"), _ANYTHING)  # noqa: S108  # where temporary files are in Lambda
_MOST_JOINTS = 5
"""How often a path is joined from parts that are joined themselves."""
_EXISTENCE = frozenset(
    {"os.path.exists", "os.path.isfile", "os.path.isdir", "os.path.getsize", "os.stat", "os.listdir"}
)


def file_writes(module: Module, calls: Mapping[str, Sequence[ReachedCall]], folder: Folder) -> Iterator[FileWrite]:
    """The files that a module's calls write. `calls` are all that the code makes, by module."""
    reached = {call.number: call for call in calls[module.key]}
    return _Files(module, reached, calls, folder).writes()


class _Files(Struct, frozen=True):
    module: Module
    reached: Mapping[int, ReachedCall]
    calls: Mapping[str, Sequence[ReachedCall]]
    folder: Folder

    def writes(self) -> Iterator[FileWrite]:
        for call in self.reached.values():
            path = written_path(call)
            beginning = None if path is None else self._beginning(path)
            if path is not None and beginning is not None:
                yield FileWrite(
                    path=beginning[0],
                    fixed=beginning[1],
                    at=call.at,
                    reach=call.reach,
                    from_event=call.reads_event or self._receives_event(call),
                    removed=self._is_removed(path, beginning[0]),
                    checked=self._is_checked(call),
                )

    def _beginning(self, path: Value, depth: int = 0) -> tuple[str, bool] | None:
        """The constant beginning of a path, and whether that is all of it."""
        folded = self.folder.constant(path, self.module)
        if folded is not None:
            return (str(folded.value), True) if depth or isinstance(folded.value, str) else None
        parts = self._parts(path) if depth < _MOST_JOINTS else ()
        separator = "" if isinstance(path, Text) or _ANYTHING in parts else "/"
        known: list[str] = []
        for part in parts:
            found = self._beginning(part, depth + 1)
            if found is None:
                return (separator.join([*known, ""]), False) if known else None
            known.append(found[0])
            if not found[1]:
                return separator.join(known), False
        return (separator.join(known), True) if known else None

    def _parts(self, path: Value) -> tuple[Value, ...]:
        match path:
            case Text(parts=(Constant(value=str(text)), *_)) if "%" in text:
                return Constant(text.partition("%")[0]), _ANYTHING
            case Text(parts=parts):
                return parts
            case Global(name=name) if name in self.module.variables:
                return (self.module.variables[name],)
            case Parameter(function=function, name=name):
                return self._given(function, name)
            case Operation(operator="/" | "+", operands=parts):
                return parts
            case Result(call=number):
                return self._parts_of_result(self.module.calls[number])
            case Item(of=Result(call=number)) if self._target(number) == "tempfile.mkstemp":
                return _IN_TMP
            case _:
                return ()

    def _given(self, function: str, name: str) -> tuple[Value, ...]:
        """What the one caller passes that there is, from this module: another's values mean nothing here."""
        given = self.folder.program.bindings.get((self.module.key, function, name), [])
        return (given[0][1],) if len(given) == 1 and given[0][0] is self.module else ()

    def _parts_of_result(self, call: Call) -> tuple[Value, ...]:
        match call.callee:
            case Attribute(of=Constant(value=str(text)), name="format"):
                return Constant(text.partition("{")[0]), _ANYTHING
            case _:
                pass
        match self.folder.program.target(call, self.module):
            case "os.path.join" | "pathlib.Path" | "builtins.str" | "os.path.abspath":
                return tuple(argument.value for argument in call.arguments)
            case "tempfile.gettempdir":
                return (Constant("/tmp"),)  # noqa: S108  # as above
            case "tempfile.mkdtemp" | "tempfile.NamedTemporaryFile":
                return _IN_TMP
            case _:
                return ()

    def _target(self, number: int) -> str | None:
        return self.folder.program.target(self.module.calls[number], self.module)

    def _receives_event(self, written: ReachedCall) -> bool:
        """Whether something derived from the event goes into the file that a call opens, or into what it saves."""
        if draws_on_a_shared_figure(written) and any(
            call.reads_event and draws(call) for call in self.reached.values()
        ):
            return True
        handles: set[Value] = {Result(written.number), *saved_by(written)}
        handles |= {Result(call.number) for call in self.reached.values() if _uses(call, handles)}
        return any(call.reads_event and _uses(call, handles) for call in self.reached.values())

    def _is_removed(self, path: Value, beginning: str) -> bool:
        return any(_removes(call, path, beginning) for found in self.calls.values() for call in found)

    def _is_checked(self, call: ReachedCall) -> bool:
        """Behind `if not os.path.exists(path)` a file is a cache of its own."""
        for condition in call.call.context.conditions:
            for part in walk(condition.test):
                if isinstance(part, Result):
                    tested = self.reached.get(part.call)
                    if tested is not None and (_EXISTENCE & set(tested.targets) or _asks_path(tested)):
                        return True
        return False


def _uses(call: ReachedCall, handles: set[Value]) -> bool:
    """`csv.writer(file)` and `workbook.active.append(row)` use what they are given and what they are called on."""
    callee = call.call.callee
    on_handle = isinstance(callee, Attribute) and any(part in handles for part in walk(callee.of))
    return on_handle or any(part in handles for one in call.call.arguments for part in walk(one.value))


def _removes(call: ReachedCall, path: Value, beginning: str) -> bool:
    if is_of_path(call) and isinstance(call.call.callee, Attribute) and call.call.callee.name in ("unlink", "rename"):
        return True
    if not call.call.arguments:
        return False
    if _SHELLS & set(call.targets):
        return any(_is_removal(part) for part in walk(call.call.arguments[0].value))
    if not _REMOVERS & set(call.targets):
        return False
    removed = call.call.arguments[0].value
    if removed == path or not isinstance(removed, Constant):
        return True
    return isinstance(removed.value, str) and beginning.startswith(removed.value)


def _is_removal(part: Value) -> bool:
    return isinstance(part, Constant) and isinstance(part.value, str) and _REMOVES.match(part.value) is not None


def _asks_path(call: ReachedCall) -> bool:
    return isinstance(call.call.callee, Attribute) and call.call.callee.name in ("exists", "is_file", "is_dir", "stat")
