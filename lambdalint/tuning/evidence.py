"""Files of evidence as the points of one curve."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import IO, cast

from lambdalint.aws.prices import Architecture, duration_price
from lambdalint.errors import UsageError
from lambdalint.tuning import insights
from lambdalint.tuning.curve import Point
from lambdalint.tuning.distribution import Distribution
from lambdalint.tuning.power_tuning import decode, of_output
from lambdalint.tuning.reports import Invocation, invocations

_TRIMMED = 0.2
"""The share of runs that is left out at either end, as the original does; of cold starts alone it leaves out none."""
_SMALL = 4_000_000
"""Bytes: a file that is one JSON value is read whole up to here."""
_GZIP = b"\x1f\x8b"

Progress = Callable[[int], None]
"""Told how many bytes of the file have been read."""


class Starts(Enum):
    """Which invocations count."""

    ALL = "all"
    COLD = "cold"
    WARM = "warm"


class Measured:
    """What reports say of one memory size."""

    def __init__(self) -> None:
        self.durations = Distribution()
        self.billed = Distribution()
        self.cold = 0
        self.most_used: int | None = None

    def add(self, one: Invocation) -> None:
        """Count an invocation."""
        self.durations.add(one.duration)
        self.billed.add(one.billed)
        self.cold += one.cold
        if one.most_used is not None:
            self.most_used = max(self.most_used or 0, one.most_used)


def read(
    names: Sequence[str], region: str, architecture: Architecture, starts: Starts, progress: Progress
) -> list[Point]:
    """The curve that files, or addresses of diagrams, hold together, by memory; raises UsageError."""
    points: dict[int, Point] = {}
    sizes: dict[int, Measured] = {}
    for name in names:
        for found in _of(name, progress):
            if isinstance(found, Point):
                if found.memory in points:
                    raise UsageError(f"{name}: {found.memory} MB was measured before; tune from one curve at a time")
                points[found.memory] = found
            elif starts is Starts.ALL or found.cold == (starts is Starts.COLD):
                sizes.setdefault(found.memory, Measured()).add(found)
    if points and sizes:
        raise UsageError("a curve and reports cannot be put together", "tune from one kind of evidence at a time")
    if not points and not sizes:
        among = "" if starts is Starts.ALL else f" of {starts.value} starts"
        raise UsageError(f"{', '.join(names)}: there are no reports{among}")
    trimmed = 0.0 if starts is Starts.COLD else _TRIMMED
    found_points = points.values() or [_point(m, each, region, architecture, trimmed) for m, each in sizes.items()]
    return sorted(found_points, key=lambda point: point.memory)


def _point(memory: int, measured: Measured, region: str, architecture: Architecture, trimmed: float) -> Point:
    billed = measured.billed.trimmed_mean(trimmed)
    return Point(
        memory,
        duration_price(memory, billed, region, architecture),
        measured.durations.trimmed_mean(trimmed),
        measured.durations.count,
        measured.cold,
        measured.durations.percentiles(50, 95, 99),
        measured.most_used,
    )


def _of(name: str, progress: Progress) -> Iterator[Point | Invocation]:
    if name.startswith(("https://", "http://")):
        yield from decode(name, "the address")
        return
    path = Path(name)
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            stream = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw
            yield from _in_file(name, stream, lambda: progress(raw.tell()))
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{name}: cannot be read: {reason}") from error


def _in_file(name: str, stream: IO[bytes], told: Callable[[], None]) -> Iterator[Point | Invocation]:
    head = stream.read(_SMALL + 1)
    whole = _value(head) if len(head) <= _SMALL else None
    if isinstance(whole, Mapping) and isinstance(output := whole.get("output"), str):
        whole = _value(output.encode())  # `aws stepfunctions describe-execution`
    if isinstance(whole, Mapping) and ("stats" in whole or "stateMachine" in whole):
        yield from of_output(whole, name)
    elif head.startswith(b"http") and b"#" in head:
        yield from decode(head.decode(errors="replace"), name)
    else:
        yield from _in_logs(name, whole, head, _lines(head, stream), told)


def _in_logs(
    name: str, whole: object, head: bytes, lines: Iterable[bytes], told: Callable[[], None]
) -> Iterator[Invocation]:
    """What reports say; `whole` is the file's value, when it is one JSON value, and `head` how it begins."""
    header = head.partition(b"\n")[0].decode(errors="replace")
    if whole is None and insights.MARK in header:
        yield from insights.of_csv((line.decode(errors="replace") for line in lines), name)
        return
    if found := list(insights.of_json(whole, name)):
        yield from found
        return
    yield from _in_lines(name, lines if whole is None else [json.dumps(whole).encode()], told)


def _value(data: bytes) -> object:
    if data.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return cast("object", json.loads(data))
    except (ValueError, RecursionError):
        return None


def _lines(head: bytes, rest: IO[bytes]) -> Iterator[bytes]:
    yield from io.BytesIO(head + rest.readline())
    yield from rest


def _in_lines(name: str, lines: Iterable[bytes], told: Callable[[], None]) -> Iterator[Invocation]:
    found = False
    for number, line in enumerate(lines, start=1):
        if number % 10_000 == 0:
            told()
        if b"REPORT" in line or b"platform.report" in line:
            for one in invocations(line.decode(errors="replace"), f"{name}:{number}"):
                found = True
                yield one
    if not found:
        raise UsageError(
            f"{name}:1: no evidence in this file",
            "give the output of aws-lambda-power-tuning, the address of its diagram, or logs with REPORT lines",
        )
