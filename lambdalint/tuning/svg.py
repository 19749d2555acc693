"""The curve as an SVG image: duration and cost over memory, each to its own scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lambdalint.tuning.curve import Point

_WIDTH, _HEIGHT, _MARGIN = 720, 360, 56
_MILLION = 1_000_000
_DURATION, _COST = "#c7254e", "#1f6fb2"


def drawn(points: Sequence[Point], chosen: Point | None) -> str:
    """The image, whole."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_MARGIN}" y="24" fill="{_DURATION}">duration (ms)</text>',
        f'<text x="{_WIDTH - _MARGIN}" y="24" fill="{_COST}" text-anchor="end">cost ($ per million)</text>',
        *_sizes(points, chosen),
        *_line(points, _DURATION, lambda point: point.duration, -8),
        *_line(points, _COST, lambda point: point.cost * _MILLION, 18),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _x(index: int, points: Sequence[Point]) -> float:
    return _MARGIN + (_WIDTH - 2 * _MARGIN) * (index / (len(points) - 1) if len(points) > 1 else 0.5)


def _sizes(points: Sequence[Point], chosen: Point | None) -> Iterator[str]:
    for index, point in enumerate(points):
        x = _x(index, points)
        if point is chosen:
            yield f'<line x1="{x:.1f}" y1="36" x2="{x:.1f}" y2="{_HEIGHT - 40}" stroke="#2e7d32" stroke-dasharray="4"/>'
        yield f'<text x="{x:.1f}" y="{_HEIGHT - 20}" text-anchor="middle">{point.memory} MB</text>'


def _line(points: Sequence[Point], colour: str, value: Callable[[Point], float], lift: int) -> Iterator[str]:
    highest = max(map(value, points)) or 1.0
    places = [
        (_x(index, points), _HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN - 12) * value(point) / highest, value(point))
        for index, point in enumerate(points)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y, number in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
        yield f'<text x="{x:.1f}" y="{y + lift:.1f}" fill="{colour}" text-anchor="middle">{number:.2f}</text>'
