"""Numbers → the geometry of small charts, drawn as SVG by the templates: printable, the same every time. Pure.

Lengths are in units of a chart's own drawing, which scales to its place on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_POINTS = 400
"""Points of a line that are drawn at most; more would not be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stretch of a bar of 100 units."""

    name: str
    """What it stands for; its colour follows from it."""
    count: int
    start: float
    length: float


def parts_of(counts: Sequence[tuple[str, int]]) -> tuple[Part, ...]:
    """A bar of 100 units, parted in the order that is given; nothing is drawn for 0."""
    total = sum(count for _, count in counts)
    parts: list[Part] = []
    start = 0.0
    for name, count in counts:
        length = 100 * count / total if total else 0.0
        if count:
            parts.append(Part(name=name, count=count, start=round(start, 2), length=round(length, 2)))
        start += length
    return tuple(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of a chart of bars."""

    label: str
    count: int
    length: float
    """Of 100 units, the longest bar's."""


def bars_of(counts: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """A bar for each count, as long as its share of the greatest."""
    most = max((count for _, count in counts), default=0)
    return tuple(
        Bar(label=label, count=count, length=round(100 * count / most, 2) if most else 0.0) for label, count in counts
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a chart of columns; it stands on the base line and is 1 unit wide."""

    label: str
    count: int
    x: int
    height: float
    """Of 100 units, the highest column's."""


def columns_of(counts: Sequence[tuple[str, int]]) -> tuple[Column, ...]:
    """A column for each count, side by side."""
    most = max((count for _, count in counts), default=0)
    return tuple(
        Column(label=label, count=count, x=x, height=round(100 * count / most, 2) if most else 0.0)
        for x, (label, count) in enumerate(counts)
    )


def in_words(columns: Iterable[Column]) -> str:
    """What a chart of columns shows, for those who hear it."""
    return ", ".join(f"{column.label}: {column.count:,}" for column in columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line through values at even distances, in a drawing of 200 to 50 units."""

    points: str
    """As SVG takes them."""
    last: tuple[float, float]
    """Where it ends."""


def line_of(values: Sequence[float]) -> Line:
    """A line through two values or more, the least at the bottom and the greatest at the top."""
    drawn = thinned(values)
    least, most = min(drawn), max(drawn)
    height = (most - least) or 1
    middle = 0.5 if most == least else 0.0
    points = [
        (round(200 * place / (len(drawn) - 1), 2), round(50 * (1 - middle - (value - least) / height), 2))
        for place, value in enumerate(drawn)
    ]
    return Line(points=" ".join(f"{x},{y}" for x, y in points), last=points[-1])


def thinned(values: Sequence[float]) -> Sequence[float]:
    """Every so manieth value, the last among them, where there are more than can be seen."""
    step = -(-len(values) // _POINTS)
    return values[(len(values) - 1) % step :: step] if step > 1 else values
