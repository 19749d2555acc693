"""LL611 missing-stream-image. See rules/LL611-missing-stream-image.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.event_reads import EventRead, event_reads, first_of_each, relied_on
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Path
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.rule import Severity
from lambdalint.model.trigger import StreamKind, StreamTrigger

_VIEWS: Mapping[str, frozenset[str]] = {
    "NewImage": frozenset({"NEW_IMAGE", "NEW_AND_OLD_IMAGES"}),
    "OldImage": frozenset({"OLD_IMAGE", "NEW_AND_OLD_IMAGES"}),
}
"""The view types that send each image."""
_WITHOUT = {"NewImage": "a deleted", "OldImage": "a new"}
"""The items whose record has no such image."""


class _Fault(Struct, frozen=True):
    what: str
    label: str
    note: Note
    severity: Severity


class MissingStreamImage(Struct, frozen=True):
    """Report images of stream records that code relies on, which do not always come."""

    code: ClassVar[str] = "LL611"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each image that the stream never sends, or not for every change."""
        code = function.code
        triggers = [one for one in function.triggers if _is_stream(one)]
        if code is None or len(triggers) != 1 or not isinstance(trigger := triggers[0], StreamTrigger):
            return
        knows_changes = trigger.filters is not None or any(map(_asks_for_change, event_reads(code)))
        for read in first_of_each(relied_on(code)):
            image = _image(read.path) if read.required else None
            fault = None if image is None else _never(trigger, image)
            if image is not None and fault is None and not knows_changes:
                fault = _not_always(trigger, image)
            if fault is not None:
                yield _finding(function, code, read, fault)


def _is_stream(trigger: object) -> bool:
    return isinstance(trigger, StreamTrigger) and trigger.kind is StreamKind.DYNAMODB


def _asks_for_change(read: EventRead) -> bool:
    return read.path[:1] == ("Records",) and read.path[2:] == ("eventName",)


def _image(path: Path) -> str | None:
    match path:
        case ("Records", _, "dynamodb", "NewImage" | "OldImage" as image):
            return image
        case _:
            return None


def _never(trigger: StreamTrigger, image: str) -> _Fault | None:
    view = trigger.table.stream_view if trigger.table is not None else None
    if view is None or view.value is None or view.value in _VIEWS[image]:
        return None
    note = Note(view.at, f"`{view.value}` sends no `{image}`")
    return _Fault(f"the stream sends no `{image}`: its view is {view.value}", "never there", note, Severity.ERROR)


def _not_always(trigger: StreamTrigger, image: str) -> _Fault:
    item = _WITHOUT[image]
    note = Note(trigger.at, f"`{trigger.name}` sends records of every change")
    what = f"the record of {item} item has no `{image}`; look at `eventName` first"
    return _Fault(what, "not always there", note, Severity.WARNING)


def _finding(function: Function, code: Code, read: EventRead, fault: _Fault) -> Finding:
    return Finding(
        MissingStreamImage.code,
        f"this raises KeyError: {fault.what}",
        at=read.at,
        function=function.name,
        label=fault.label,
        notes=(fault.note, *way(function, code, read.reach)),
        severity=fault.severity,
    )
