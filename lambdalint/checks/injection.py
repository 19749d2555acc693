"""Text that an event's sender chose, where it is read as more than text, as several checks ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from lambdalint.checks.notes import way
from lambdalint.model.code import Carried, Code, Escape, Path, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.trigger import CustomResourceTrigger, ScheduleTrigger, StateMachineTrigger, Trigger

Sinks: TypeAlias = Callable[[Code], Iterable[tuple[ReachedCall, int]]]
"""Finds the calls that read an argument as more than text, each with the number of that argument."""
_OPERATED = (CustomResourceTrigger, ScheduleTrigger, StateMachineTrigger)
"""Their events are written by those who run the function."""
_WRITTEN_BY_AWS = frozenset(
    {"account", "approximateArrivalTimestamp", "attributes", "awsRegion", "bucket", "eventID", "eventId", "eventName"}
    | {
        "eventSource",
        "eventSourceARN",
        "eventSourceArn",
        "getObjectContext",
        "httpMethod",
        "messageId",
        "receiptHandle",
        "region",
    }
    | {"requestContext", "ResponseURL", "sequenceNumber", "stageVariables", "time", "userIdentity"}
)
"""Keys below which the service that sends the event writes, not its user."""


def strangers_may_invoke(function: Function) -> bool:
    """Whether others than those who run a function have a say in its events."""
    triggers: tuple[Trigger, ...] = function.triggers
    return not triggers or not all(isinstance(one, _OPERATED) for one in triggers)


def chosen_by_sender(carried: Carried | None, escape: Escape | None = None) -> frozenset[Path] | None:
    """The parts of the event that its sender chose and nothing escaped, empty when they are not known; None for none."""
    if carried is None or escape in carried.escaped:
        return None
    parts = frozenset(part for part in carried.parts if _WRITTEN_BY_AWS.isdisjoint(part))
    return None if carried.parts and not parts else parts


def index(call: ReachedCall, position: int, name: str = "") -> int | None:
    """Which of a call's arguments is given for a parameter; None when none is, or it may hide behind `*` or `**`."""
    arguments = call.call.arguments
    named = next((number for number, one in enumerate(arguments) if name and one.name == name), None)
    before = arguments[: position + 1]
    plain = len(before) > position >= 0 and not any(one.unpacked or one.name is not None for one in before)
    return named if named is not None else position if plain else None


def injected(
    rule: str, function: Function, sinks: Sinks, says: Callable[[ReachedCall, str], str], escape: Escape | None = None
) -> Iterator[Finding]:
    """A finding for each sink that gets text of the event which is not escaped; `says` what is wrong with a call and a text."""
    code = function.code
    if code is None or not strangers_may_invoke(function):
        return
    for call, argument in sinks(code):
        parts = chosen_by_sender(call.carried[argument] if call.carried else None, escape)
        if parts is not None:
            yield Finding(
                rule,
                says(call, named(parts, code)),
                at=call.at,
                function=function.name,
                label="the sender of the event decides this",
                notes=way(function, code, call.reach),
            )


def named_sinks(positions: Mapping[str, int]) -> Sinks:
    """The calls of functions by dotted name, with the position of the argument that matters."""

    def sinks(code: Code) -> Iterator[tuple[ReachedCall, int]]:
        for call in code.calls:
            position = next((positions[name] for name in call.targets if name in positions), None)
            if position is not None and (argument := index(call, position)) is not None:
                yield call, argument

    return sinks


def named(parts: frozenset[Path], code: Code) -> str:
    """A name for text from the event."""
    known = sorted(parts, key=lambda part: (len(part), [str(key) for key in part]))
    if not known or not known[0] or "?" in known[0]:
        return "text from the event"
    name = code.parameters[0].name if code.parameters else "event"
    return "`" + name + "".join(f"[{_key(key)}]" for key in known[0]) + "`"


def _key(key: str | int) -> str:
    return "…" if key == "*" else f"'{key}'" if isinstance(key, str) else str(key)
