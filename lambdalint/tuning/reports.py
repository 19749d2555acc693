"""The reports that Lambda writes after each invocation, wherever they were exported to.

Text (`REPORT RequestId: … Duration: 3.14 ms …`) and JSON (`platform.report`) are found in lines of any form: plain, quoted
in CSV, escaped in JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from lambdalint.errors import UsageError

_REPORT = re.compile(r"REPORT RequestId|platform\.report")
_TEXT = re.compile(
    r"((?:Billed Restore |Billed |Init |Restore )?Duration|Memory Size|Max Memory Used): ([\d.]+) (?:ms|MB)"
)
_JSON = re.compile(r"\b(\w+(?:Ms|MB))\b\W{1,6}([\d.]+)")
_NAMES = {
    "durationMs": "Duration",
    "billedDurationMs": "Billed Duration",
    "initDurationMs": "Init Duration",
    "restoreDurationMs": "Restore Duration",
    "billedRestoreDurationMs": "Billed Restore Duration",
    "memorySizeMB": "Memory Size",
    "maxMemoryUsedMB": "Max Memory Used",
}
_NEEDED = ("Duration", "Billed Duration", "Memory Size")


class Invocation(Struct, frozen=True):
    """What one report says."""

    memory: int
    """MB."""
    duration: float
    """ms from the event until the answer: with the initialisation or the restoring before it."""
    billed: float
    """ms."""
    cold: bool
    most_used: int | None
    """MB."""


def invocations(line: str, place: str) -> Iterator[Invocation]:
    """Every report in a line; raises UsageError for one that lacks a number."""
    starts = [match.start() for match in _REPORT.finditer(line)]
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        yield _invocation(line[start:end], place)


def _invocation(text: str, place: str) -> Invocation:
    pairs = _TEXT.findall(text) or [(_NAMES.get(name, name), value) for name, value in _JSON.findall(text)]
    try:
        numbers = {name: float(value) for name, value in pairs}
    except ValueError as error:
        raise UsageError(f"{place}: the report has a number that is none: {error}") from error
    if missing := [name for name in _NEEDED if name not in numbers]:
        raise UsageError(f"{place}: the report does not say `{missing[0]}`; is it cut off?")
    before = numbers.get("Init Duration", 0.0) + numbers.get("Restore Duration", 0.0)
    used = numbers.get("Max Memory Used")
    return Invocation(
        int(numbers["Memory Size"]),
        numbers["Duration"] + before,
        numbers["Billed Duration"] + numbers.get("Billed Restore Duration", 0.0),
        "Init Duration" in numbers or "Restore Duration" in numbers,
        None if used is None else int(used),
    )
