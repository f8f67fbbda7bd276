"""Tests of how citation counts grew from one snapshot to another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Work
from pipeline.tables.build import build_works, to_arrow
from pipeline.tables.growth import WorkGrowth, citation_growth
from pipeline.tables.schema import PROVENANCE
from tests.builders import NOON, steady

DAY = date(2026, 4, 1)
Counted = tuple[int | None, int | None, str]
"""A count, the day after `DAY` on which it was made, and who made it."""


def _tables(counts: Mapping[str, Counted]) -> dict[str, pa.Table]:
    works = [
        Work(
            work_id=name,
            title=f"Title of {name}",
            source="arxiv",
            citation_count=count,
            citation_count_as_of=None if day is None else DAY + timedelta(days=day),
        )
        for name, (count, day, _) in counts.items()
    ]
    origin = {"source_record": "1", "fetched_at": NOON}
    origins = [
        {"work_id": name, "field": field, "source": counter, **origin}
        for name, (_, _, counter) in counts.items()
        for field, counter in (("citation_count", counter), ("title", "arxiv"))
    ]
    return {"works": build_works(works), "provenance": to_arrow(PROVENANCE, origins)}


def _grown(work_id: str, before: int, after: int, days: int | None) -> WorkGrowth:
    return WorkGrowth(work_id=work_id, title=f"Title of {work_id}", before=before, after=after, days=days)


def test_growth_of_what_both_have() -> None:
    """The farthest movers first, falls among them; each work's rate is by its own days."""
    last = _tables({"a": (10, 0, "s2"), "b": (50, 0, "s2"), "c": (7, 1, "s2"), "gone": (1, 0, "s2")})
    new = _tables({"a": (12, 2, "s2"), "b": (40, 1, "s2"), "c": (7, 1, "s2"), "come": (9, 2, "s2")})

    growth = citation_growth(new, last)

    assert growth.works == (_grown("b", 50, 40, 1), _grown("a", 10, 12, 2), _grown("c", 7, 7, 0))
    assert (growth.before, growth.after, growth.gained) == (67, 59, -8)
    assert (growth.per_day, growth.observed_anew) == (-9, 2)


def test_what_another_counted_did_not_grow() -> None:
    """Between two who count lies no growth; nor between a count and none."""
    last = _tables({"a": (10, 0, "s2"), "b": (None, None, "s2")})
    growth = citation_growth(_tables({"a": (90, 1, "Somebody"), "b": (4, 1, "s2")}), last)

    assert (growth.works, growth.counted_by_others) == ((), 1)
    assert (growth.gained, growth.per_day) == (0, None)


def test_a_day_that_is_not_known_gives_no_rate() -> None:
    """The growth is told, how fast it was is not."""
    growth = citation_growth(_tables({"a": (12, None, "s2")}), _tables({"a": (10, 0, "s2")}))
    assert (growth.gained, growth.per_day, growth.observed_anew) == (2, None, 0)


_COUNTS = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(st.none() | st.integers(0, 99), st.none() | st.integers(0, 9), st.sampled_from(["s2", "Somebody"])),
)


@given(_COUNTS, _COUNTS)
@steady
def test_backwards_what_was_gained_is_lost_as_fast(before: dict[str, Counted], now: dict[str, Counted]) -> None:
    """The same works, the opposite gain, the same gain a day; and the works' gains add up."""
    forth, back = citation_growth(_tables(now), _tables(before)), citation_growth(_tables(before), _tables(now))

    assert [work.work_id for work in forth.works] == [work.work_id for work in back.works]
    assert forth.gained == sum(work.gained for work in forth.works) == -back.gained
    assert forth.per_day == back.per_day
    assert forth.counted_by_others == back.counted_by_others
    assert [abs(work.gained) for work in forth.works] == sorted((abs(w.gained) for w in forth.works), reverse=True)
