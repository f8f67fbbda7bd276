"""Tests of the geometry of charts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.charts import bars_of, columns_of, in_words, line_of, parts_of, thinned
from tests.builders import steady

COUNTS = st.lists(st.tuples(st.text(max_size=3), st.integers(0, 10**7)), max_size=12)


@steady
@given(COUNTS)
def test_parts_fill_a_bar(counts: list[tuple[str, int]]) -> None:
    """They follow each other without gaps and fill 100 units, unless there is nothing."""
    parts = parts_of(counts)
    assert [part.count for part in parts] == [count for _, count in counts if count]
    assert sum(part.length for part in parts) == pytest.approx(100 if parts else 0, abs=0.1)
    for part, after in pairwise(parts):
        assert part.start + part.length == pytest.approx(after.start, abs=0.02)


@steady
@given(COUNTS)
def test_the_greatest_is_full(counts: list[tuple[str, int]]) -> None:
    """Bars and columns are in proportion to the greatest, which takes 100 units."""
    sizes = [count for _, count in counts]
    for drawn in ([bar.length for bar in bars_of(counts)], [column.height for column in columns_of(counts)]):
        assert len(drawn) == len(counts)
        assert max(drawn, default=0) == (100 if any(sizes) else 0)
        assert [size for _, size in sorted(zip(drawn, sizes, strict=True))] == sorted(sizes)


def test_a_chart_is_told() -> None:
    """Who does not see it hears its numbers."""
    assert in_words(columns_of([("2023", 1_200), ("2024", 0)])) == "2023: 1,200, 2024: 0"


@pytest.mark.parametrize(
    ("values", "points"),
    [([0, 10], "0.0,50.0 200.0,0.0"), ([5, 5, 5], "0.0,25.0 100.0,25.0 200.0,25.0"), ([4, 0, 2], None)],
)
def test_lines(values: list[int], points: str | None) -> None:
    """The least lies at the bottom, the greatest at the top; what does not change lies in the middle."""
    line = line_of(values)
    assert points is None or line.points == points
    assert line.points.endswith("{},{}".format(*line.last))


@steady
@given(st.lists(st.integers(), min_size=2, max_size=3_000))
def test_long_lines_are_thinned(values: list[int]) -> None:
    """At most 400 points are drawn, and the last is always one of them."""
    drawn = thinned(values)
    assert 2 <= len(drawn) <= 400
    assert drawn[-1] == values[-1]
    assert len(values) > 400 or drawn == values
