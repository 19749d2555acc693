"""Durations counted in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

_MOST_BINS = 65_536
_SCALE = 100
"""Lambda reports hundredths of a millisecond."""


class Distribution:
    """How often each duration occurred.

    Exact to Lambda's own hundredth of a millisecond up to 65,536 different durations; beyond that neighbours share a bin,
    whose width doubles each time, and a value is off by half of it at most: 10 ms where 15 minutes are filled evenly.
    """

    def __init__(self) -> None:
        self.count = 0
        self._width = 1
        self._bins: Counter[int] = Counter()

    def add(self, duration: float) -> None:
        """Count a duration in ms."""
        self.count += 1
        self._bins[round(duration * _SCALE) // self._width] += 1
        if len(self._bins) > _MOST_BINS:
            self._halve()

    def _halve(self) -> None:
        self._width *= 2
        halved: Counter[int] = Counter()
        for key, count in self._bins.items():
            halved[key // 2] += count
        self._bins = halved

    def _values(self) -> Iterator[tuple[float, int]]:
        middle = (self._width - 1) / 2
        yield from ((key * self._width + middle, self._bins[key]) for key in sorted(self._bins))

    def trimmed_mean(self, share: float) -> float:
        """The mean in ms without a share of the runs at either end, rounded down to whole runs."""
        discarded = int(self.count * share)
        first, last, total, position = discarded, self.count - discarded, 0.0, 0
        for value, count in self._values():
            kept = min(position + count, last) - max(position, first)
            total += value * max(kept, 0)
            position += count
        return total / (last - first) / _SCALE

    def percentiles(self, *wanted: int) -> dict[str, float]:
        """The durations in ms that so many of a hundred runs do not exceed (nearest rank)."""
        values = list(self._values())
        ranks = list(accumulate(count for _, count in values))
        return {f"p{each}": self._at(values, ranks, -(-self.count * each // 100)) for each in wanted}

    @staticmethod
    def _at(values: list[tuple[float, int]], ranks: list[int], rank: int) -> float:
        from bisect import bisect_left

        return values[bisect_left(ranks, rank)][0] / _SCALE
