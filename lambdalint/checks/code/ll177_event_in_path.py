"""LL177 event-in-path. See rules/LL177-event-in-path.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.injection import index, injected
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant

_NAMES = frozenset({"Key", "file", "fileName", "file_name", "filename", "key", "path", "s3Key", "s3_key"})
"""What parts of an event are called that may well hold a slash."""
_MAKES_FOLDERS = frozenset({"makedirs", "mkdir", "mkdtemp"})


class EventInPath(Struct, frozen=True):
    """Report files that are written to a path with text from the event in it."""

    code: ClassVar[str] = "LL177"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each file whose name may lead into another folder, where none is made."""
        return injected(self.code, function, _written, _says, "path")


def _written(code: Code) -> Iterator[tuple[ReachedCall, int]]:
    if any(call.name in _MAKES_FOLDERS for call in code.calls):
        return
    for call in code.calls:
        argument = _path_of(call)
        carried = call.carried[argument] if argument is not None and call.carried else None
        if argument is not None and carried and any(part and part[-1] in _NAMES for part in carried.parts):
            yield call, argument


def _path_of(call: ReachedCall) -> int | None:
    if call.aws is not None and (call.aws.service, call.aws.method) == ("s3", "download_file"):
        return index(call, 1 if call.aws.kind == "resource" else 2, "Filename")
    if call.target == "builtins.open":
        mode = call.call.argument(1, "mode")
        writes = isinstance(mode, Constant) and isinstance(mode.value, str) and not {*mode.value}.isdisjoint("wax")
        return index(call, 0, "file") if writes else None
    return None


def _says(_: ReachedCall, text: str) -> str:
    return (
        f"{text} becomes part of a file's path: a `/` in it names a folder that is not there, `..` leaves this one; "
        "take `os.path.basename` of it, or a name of your own"
    )
