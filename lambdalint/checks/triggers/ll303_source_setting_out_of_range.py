"""LL303 source-setting-out-of-range. See rules/LL303-source-setting-out-of-range.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.event_sources import MAXIMUM_CONCURRENCY, PARALLELIZATION, RECORD_AGE, RETRIES, TUMBLING_WINDOW
from lambdalint.aws.limits import Range
from lambdalint.checks.polling import Polled, polled, source_of
from lambdalint.checks.ranges import out_of_range
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.source import Setting
from lambdalint.model.trigger import QueueTrigger, StreamTrigger

_NEVER = -1


class SourceSettingOutOfRange(Struct, frozen=True):
    """Report numbers of event source mappings that Lambda refuses."""

    code: ClassVar[str] = "LL303"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each number that this kind of source may not have."""
        for trigger in polled(function):
            whom = f"Lambda accepts for {source_of(trigger).name}"
            for setting, accepted, what, unit in _numbers(trigger):
                yield from out_of_range(self.code, function, setting, accepted, what=what, unit=unit, by_whom=whom)


def _numbers(trigger: Polled) -> Iterator[tuple[Setting[int], Range, str, str]]:
    source = source_of(trigger)
    yield trigger.batch_size, Range(1, source.maximum_batch_size), "a batch of {}", "records"
    if source.maximum_window:
        yield trigger.batch_window, Range(0, source.maximum_window), "a batch window of {}", "s"
    if isinstance(trigger, QueueTrigger):
        if trigger.maximum_concurrency is not None:
            yield trigger.maximum_concurrency, MAXIMUM_CONCURRENCY, "a concurrency of {}", "invocations"
    elif isinstance(trigger, StreamTrigger):
        yield from _of_stream(trigger)


def _of_stream(trigger: StreamTrigger) -> Iterator[tuple[Setting[int], Range, str, str]]:
    if trigger.parallelization is not None:
        yield trigger.parallelization, PARALLELIZATION, "a parallelization of {}", "batches"
    if trigger.tumbling_window is not None:
        yield trigger.tumbling_window, TUMBLING_WINDOW, "a tumbling window of {}", "s"
    if trigger.maximum_retries is not None:
        yield trigger.maximum_retries, RETRIES, "a limit of {}", "retries"
    if trigger.maximum_record_age is not None and trigger.maximum_record_age.value != _NEVER:
        yield trigger.maximum_record_age, RECORD_AGE, "a record age of {}", "s"
