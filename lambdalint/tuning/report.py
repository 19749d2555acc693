"""A tuned function as people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import asdict

from lambdalint.reporters.cells import wrap
from lambdalint.reporters.screen import Screen, Style
from lambdalint.tuning.curve import Point, Strategy, choose, doubts

_MILLION = 1_000_000
_WIDEST_BAR, _NARROWEST_BAR = 24, 8
"""Columns; the narrowest holds its heading."""


class Tuning(Struct, frozen=True):
    """A curve and how to choose on it."""

    points: tuple[Point, ...]
    """By memory."""
    strategy: Strategy
    weight: float
    region: str
    architecture: str
    priced: bool
    """Reports were priced here; else a curve came with its costs."""

    @property
    def choices(self) -> dict[Strategy, Point]:
        """What each strategy chooses; nothing where there is no choice."""
        return {each: choose(self.points, each, self.weight) for each in Strategy} if len(self.points) > 1 else {}


def as_json(tuning: Tuning) -> str:
    """The curve, the choices and the doubts."""
    chosen = {each.value: point.memory for each, point in tuning.choices.items()}
    value = {
        "strategy": tuning.strategy.value,
        "weight": tuning.weight,
        "recommended": chosen.get(tuning.strategy.value),
        "choices": chosen,
        "prices": {"region": tuning.region, "architecture": tuning.architecture} if tuning.priced else None,
        "points": [asdict(point) for point in tuning.points],
        "doubts": doubts(tuning.points),
    }
    return json.dumps(value, indent=2) + "\n"


def as_text(tuning: Tuning, screen: Screen) -> str:
    """A table with the curve as bars, then the recommendation."""
    chosen = tuning.choices.get(tuning.strategy)
    rows = [_cells(point, tuning.choices) for point in tuning.points]
    head = ("memory", "duration", "per million", "runs", "chosen for")
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    bar = min((screen.width - sum(widths) - 2 * len(widths) - 1) // 2, _WIDEST_BAR)
    lines = [screen.paint(_row(head, widths, bar, ("duration", "cost")), Style.STRONG)]
    for row, point in zip(rows, tuning.points, strict=True):
        line = _row(row, widths, bar, _bars(point, tuning.points, bar, screen))
        lines.append(screen.paint(line, Style.CLEAR if point is chosen else None))
    return "\n".join([*lines, "", *_words(tuning, chosen, screen)]) + "\n"


def _cells(point: Point, choices: dict[Strategy, Point]) -> tuple[str, ...]:
    runs = "?" if point.runs is None else str(point.runs)
    purposes = ", ".join(each.value for each, best in choices.items() if best is point)
    return f"{point.memory} MB", f"{point.duration:.2f} ms", f"${point.cost * _MILLION:.2f}", runs, purposes


def _row(cells: Sequence[str], widths: Sequence[int], bar: int, bars: tuple[str, str]) -> str:
    """A line of the table; without bars where the terminal has no room for them."""
    numbers = "  ".join(f"{cell:>{width}}" for cell, width in zip(cells[:-1], widths, strict=False))
    drawn = f"{bars[0]:{bar}} {bars[1]}" if bar >= _NARROWEST_BAR else ""
    return f"{numbers}  {cells[-1]:{widths[-1]}}  {drawn}".rstrip()


def _bars(point: Point, points: Sequence[Point], width: int, screen: Screen) -> tuple[str, str]:
    sign = "█" if screen.unicode else "#"
    slowest, dearest = max(each.duration for each in points) or 1.0, max(each.cost for each in points) or 1.0
    return (
        sign * max(round(point.duration / slowest * (width - 1)), 1),
        sign * max(round(point.cost / dearest * width), 1),
    )


def _words(tuning: Tuning, chosen: Point | None, screen: Screen) -> Iterator[str]:
    if chosen:
        weight = f" with weight {tuning.weight:g}" if tuning.strategy is Strategy.BALANCED else ""
        yield (
            f"{screen.paint(f'{chosen.memory} MB', Style.STRONG)} is best for {tuning.strategy.value}{weight}: "
            f"{chosen.duration:.2f} ms and ${chosen.cost * _MILLION:.2f} per million invocations, requests not counted"
        )
    if tuning.priced:
        yield f"prices of {tuning.region}, {tuning.architecture}"
    for doubt in doubts(tuning.points):
        yield from wrap(f"{screen.paint('note:', Style.INFO)} {doubt}", screen.width)
