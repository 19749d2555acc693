"""What aws-lambda-power-tuning wrote: its output, or the address of its diagram, which holds the whole curve.

The part of the address behind `#` is three lists in base64, little-endian: sizes in MB as 16-bit integers, times in ms
and costs in dollars as 32-bit floats. Browsers do not send it, and neither does anybody here.
"""

from __future__ import annotations

import struct
from base64 import b64decode
from collections.abc import Mapping, Sequence
from math import isfinite
from urllib.parse import unquote

from lambdalint.errors import UsageError
from lambdalint.tuning.curve import Point

_LISTS = 3


def decode(address: str, source: str) -> list[Point]:
    """The curve in the address of a diagram; raises UsageError."""
    lists = unquote(address.partition("#")[2].strip()).split(";")
    if len(lists) != _LISTS:
        raise UsageError(f"{source}: the address holds no curve", "copy it whole, with all that follows `#`")
    try:
        sizes, times, costs = (_unpack(each, kind) for each, kind in zip(lists, "hff", strict=True))
        return checked([Point(int(s), c, t) for s, t, c in zip(sizes, times, costs, strict=True)], source)
    except (ValueError, struct.error) as error:
        raise UsageError(f"{source}: the curve in the address is damaged: {error}") from error


def _unpack(text: str, kind: str) -> Sequence[float]:
    data = b64decode(text, validate=True)
    return struct.unpack(f"<{len(data) // struct.calcsize(kind)}{kind}", data)


def of_output(output: Mapping[str, object], source: str) -> list[Point]:
    """The curve of the state machine's output; raises UsageError."""
    if isinstance(stats := output.get("stats"), list):
        return checked([_point(stat, source) for stat in stats if not _is_empty(stat)], source)
    machine = output.get("stateMachine")
    address = machine.get("visualization") if isinstance(machine, Mapping) else None
    if not isinstance(address, str):
        raise UsageError(f"{source}: the output has neither `stats` nor the address of a diagram")
    return decode(address, source)


def _is_empty(stat: object) -> bool:
    """The original leaves out a size whose runs gave no result."""
    return not stat or (isinstance(stat, Mapping) and not stat.get("averageDuration"))


def _point(stat: object, source: str) -> Point:
    try:
        if isinstance(stat, Mapping):
            return Point(int(stat["value"]), float(stat["averagePrice"]), float(stat["averageDuration"]))
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{source}: `stats` has an entry without a number for {error}") from error
    raise UsageError(f"{source}: `stats` has an entry that is no object")


def checked(points: list[Point], source: str) -> list[Point]:
    """The points; raises UsageError where one cannot have been measured."""
    if not points:
        raise UsageError(f"{source}: no memory size was measured")
    for point in points:
        if (
            point.memory <= 0
            or not (isfinite(point.cost) and isfinite(point.duration))
            or min(point.cost, point.duration) < 0
        ):
            raise UsageError(f"{source}: {point.duration} ms for ${point.cost} at {point.memory} MB is no measurement")
    return points
