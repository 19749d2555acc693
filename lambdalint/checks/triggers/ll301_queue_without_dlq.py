"""LL301 queue-without-dlq. See rules/LL301-queue-without-dlq.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.project import Project
from lambdalint.model.resource import Queue, ResourceId
from lambdalint.model.source import Setting
from lambdalint.model.trigger import EventTrigger, QueueTrigger, ScheduleTrigger, StreamTrigger, TopicTrigger

_NAMES_OF_LAST_RESORTS = ("dlq", "dead", "fail")


class QueueWithoutDlq(Struct, frozen=True):
    """Report queues whose messages come back until they are lost."""

    code: ClassVar[str] = "LL301"

    def check_project(self, project: Project) -> Iterator[Finding]:
        """Yield a finding for each queue of the project that feeds a function and sends its failures nowhere."""
        last_resorts = set(_last_resorts(project))
        if None in last_resorts:
            return  # it may be any of the queues
        seen = set[ResourceId]()
        for function in project.functions:
            for trigger in function.triggers:
                queue = trigger.queue if isinstance(trigger, QueueTrigger) else None
                if queue is None or queue.dead_letter is not None or queue.id in last_resorts | seen:
                    continue
                if not any(part in queue.name.lower() for part in _NAMES_OF_LAST_RESORTS):
                    seen.add(queue.id)
                    yield self._finding(function, queue, Note(trigger.at, _reads(function)))

    def _finding(self, function: Function, queue: Queue, reader: Note) -> Finding:
        days = _days(queue.retention)
        return Finding(
            self.code,
            f"a message that `{function.name}` fails on comes back to `{queue.name}` until it is deleted{days}; "
            "give the queue a redrive policy with a dead-letter queue",
            at=queue.at,
            function=function.name,
            label="no dead-letter queue",
            notes=(reader,) if reader.at != queue.at else (),
        )


def _reads(function: Function) -> str:
    return f"`{function.name}` reads the queue"


def _days(retention: Setting[int]) -> str:
    return f" after {retention.value / 86_400:.3g} days" if retention.value is not None else ""


def _last_resorts(project: Project) -> Iterator[ResourceId | None]:
    """Where messages go that failed elsewhere: who reads those queues is the last one in line."""
    settings = [queue.dead_letter for queue in project.resources.queues.values()]
    for function in project.functions:
        settings += [function.configuration.dead_letter, function.configuration.async_invocation.on_failure]
        for trigger in function.triggers:
            match trigger:
                case EventTrigger() | ScheduleTrigger() | TopicTrigger():
                    settings.append(trigger.dead_letter)
                case StreamTrigger():
                    settings.append(trigger.on_failure)
                case _:
                    pass
    return (setting.value for setting in settings if setting is not None)
