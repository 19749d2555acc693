"""What was measured of a function at each memory size, and the size that a strategy chooses.

The arithmetic is that of aws-lambda-power-tuning 4.4.0 (https://github.com/alexcasalboni/aws-lambda-power-tuning), so that
the same measurements give the same recommendation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from msgspec import Struct

FEWEST_RUNS = 5
"""Of fewer runs none can be discarded at both ends."""


class Strategy(Enum):
    """What a choice is to make small."""

    COST = "cost"
    SPEED = "speed"
    BALANCED = "balanced"


class Point(Struct, frozen=True):
    """One memory size."""

    memory: int
    """MB."""
    cost: float
    """US dollars an invocation, without the price of the request."""
    duration: float
    """ms an invocation."""
    runs: int | None = None
    """None: the evidence does not say."""
    cold: int | None = None
    percentiles: Mapping[str, float] | None = None
    """ms, by name: `p50`."""
    most_used: int | None = None
    """MB: the highest `Max Memory Used`."""


def choose(points: Sequence[Point], strategy: Strategy, weight: float = 0.5) -> Point:
    """The best point; of equals the one that is better in the other respect, then the smaller.

    `weight` counts for `balanced` only: 1 is cost alone, 0 speed alone, and what lies beyond is the nearer of both.
    """
    ordered = sorted(points, key=lambda point: point.memory)
    if strategy is Strategy.COST:
        return min(ordered, key=lambda point: (point.cost, point.duration))
    if strategy is Strategy.SPEED:
        return min(ordered, key=lambda point: (point.duration, point.cost))
    weight = min(max(weight, 0.0), 1.0)
    dearest = max(point.cost for point in ordered) or 1.0
    slowest = max(point.duration for point in ordered) or 1.0
    return min(ordered, key=lambda point: weight * point.cost / dearest + (1 - weight) * point.duration / slowest)


def doubts(points: Sequence[Point]) -> list[str]:
    """Why the evidence is too thin to rely on; empty when it is not."""
    said = []
    if thin := [point for point in points if point.runs is not None and point.runs < FEWEST_RUNS]:
        sizes = ", ".join(f"{point.memory} MB ({point.runs})" for point in thin)
        said.append(f"fewer than {FEWEST_RUNS} runs at {sizes}: one slow run decides there; measure more often")
    if len(points) == 1:
        said.append(_bound(points[0]))
    return said


def _bound(point: Point) -> str:
    only = f"only {point.memory} MB was measured, so no size can be recommended"
    if point.most_used is None:
        return f"{only}; measure others"
    return f"{only}; it used {point.most_used} MB at most, which no smaller size holds"
