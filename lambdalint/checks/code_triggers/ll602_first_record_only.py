"""LL602 first-record-only. See rules/LL602-first-record-only.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from lambdalint.checks.batches import batch_triggers, hands_event_over
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Path, ReachedRead
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.source import Origin
from lambdalint.model.trigger import QueueTrigger, StreamKind, StreamTrigger

_ALL: Path = ("Records",)
_FIRST: Path = ("Records", 0)


@dataclass(frozen=True, slots=True)
class FirstRecordOnly:
    """Report handlers of batches that look at the first record and lose the rest."""

    code: ClassVar[str] = "LL602"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when a mapping may deliver more than the one record that is read."""
        first = None if function.code is None else _only_first(function.code)
        if function.code is None or first is None:
            return
        for trigger in batch_triggers(function):
            size = trigger.batch_size
            kafka = isinstance(trigger, StreamTrigger) and trigger.kind is StreamKind.KAFKA
            if size.value is not None and size.value > 1 and not kafka:
                yield _finding(function, function.code, trigger, first, size.value)


def _finding(
    function: Function, code: Code, trigger: QueueTrigger | StreamTrigger, first: ReachedRead, size: int
) -> Finding:
    default = " (the default)" if trigger.batch_size.origin is Origin.DEFAULT else ""
    return Finding(
        FirstRecordOnly.code,
        f"only `Records[0]` is handled but `{trigger.name}` delivers up to {size} records{default}, and the others are "
        "lost; loop over all of them",
        at=first.read.at,
        function=function.name,
        label="the first of the batch only",
        notes=(
            Note(trigger.batch_size.at, f"up to {size} records at once{default}"),
            *way(function, code, first.reach),
        ),
    )


def _only_first(code: Code) -> ReachedRead | None:
    """The first read of `Records[0]`, when nothing else is done with the records."""
    firsts = [read for read in code.reads if read.path == _FIRST]
    if not firsts or any(path[:1] == _ALL and path != _FIRST[: len(path)] for path in code.event_loops):
        return None
    if _ALL in code.event_loops or () in code.event_loops or _uses_others(code, len(firsts)):
        return None
    return firsts[0]


def _uses_others(code: Code, firsts: int) -> bool:
    """Whether the records are used more often than to take the first one out, or leave our sight."""
    whole = sum(read.path == _ALL for read in code.reads) + sum(call.path == _ALL for call in code.calls)
    passed = any(_ALL in call.paths or hands_event_over(call) for call in code.calls)
    others = any(_is_another(read.path) for read in code.reads)
    return whole > firsts or passed or others


def _is_another(path: Path | None) -> bool:
    return path is not None and len(path) > 1 and path[:1] == _ALL and path[1] != 0
