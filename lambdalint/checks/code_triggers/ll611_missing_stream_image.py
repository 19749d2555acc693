"""LL611 missing-stream-image. See rules/LL611-missing-stream-image.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.event_keys import IMAGE_VIEWS, WITHOUT_IMAGE
from lambdalint.checks.batches import streams
from lambdalint.checks.event_reads import EventRead, event_reads, first_of_each, relied_on
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Path
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.rule import Severity
from lambdalint.model.trigger import StreamKind, StreamTrigger


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
        triggers = streams(function, StreamKind.DYNAMODB)
        if code is None or len(triggers) != 1:
            return
        (trigger,) = triggers
        knows_changes = trigger.filters is not None or any(map(_asks_for_change, event_reads(code)))
        for read in first_of_each(relied_on(code)):
            image = _image(read.path) if read.required else None
            fault = None if image is None else _never(trigger, image)
            if image is not None and fault is None and not knows_changes:
                fault = _not_always(trigger, image)
            if fault is not None:
                yield _finding(function, code, read, fault)


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
    if view is None or view.value is None or view.value in IMAGE_VIEWS[image]:
        return None
    note = Note(view.at, f"`{view.value}` sends no `{image}`")
    return _Fault(f"the stream sends no `{image}`: its view is {view.value}", "never there", note, Severity.ERROR)


def _not_always(trigger: StreamTrigger, image: str) -> _Fault:
    item = WITHOUT_IMAGE[image]
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
