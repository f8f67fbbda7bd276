"""Tests of folding what the parts of a corpus hold: the outcome is that of all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.bulk import fold
from pipeline.bulk.fold import folded, still_near
from pipeline.bulk.match import FoundBy, Query
from pipeline.bulk.nearest import Limits
from pipeline.bulk.search import CANDIDATES, nearest_of_all, prepare

LIMITS = Limits(equal=2, kept=2, parts=2, author=3)
QUERIES = prepare(
    [
        Query(query_id="a", title="Preface"),
        Query(query_id="b", title="Preface", authors=("Ada Lovelace",)),
        Query(query_id="c", title="Preface", authors=("Ada Lovelace",), year=2001),
    ],
    5,
)
_WAYS = [way for way in FoundBy if way is not FoundBy.CROWDED]
_FOUND = st.tuples(
    st.integers(5, 7),
    st.sampled_from(_WAYS),
    st.sampled_from([0.58, 0.6, 0.61, 0.7, 0.72, 0.85, 1.0]),
    st.sampled_from([["Ada Lovelace"], ["Grace Hopper"], []]),
    st.sampled_from([2001, 2002, None]),
    st.integers(0, 5),
)
"""A query's number, a way, a closeness, authors, a year, and the part that it is found in."""
_Found = Sequence[tuple[int, FoundBy, float, list[str], int | None, int]]


def _table(found: _Found, part: int | None = None) -> pa.Table:
    rows = [
        {
            "number": number,
            "found_by": int(way),
            "closeness": closeness,
            "work_id": f"w{place}",
            "title": "Preface",
            "authors": authors,
            "authors_complete": True,
            "year": year,
            "identifiers": [],
        }
        for place, (number, way, closeness, authors, year, of) in enumerate(found)
        if part in {None, of}
    ]
    return pa.Table.from_pylist(rows, schema=CANDIDATES)


@pytest.fixture(scope="module", params=[1, 4])
def few_rows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rows are reduced as soon as there are so many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fold, "_ROWS", request.param)
        yield


@pytest.mark.usefixtures("few_rows")
@settings(deadline=None, max_examples=60)
@given(st.lists(_FOUND, max_size=30), st.permutations(range(6)))
def test_the_outcome_is_that_of_all_at_once(found: _Found, order: list[int]) -> None:
    """Whatever part holds what, and in whatever order they are looked at, the same works are chosen."""
    at_once = nearest_of_all(QUERIES, _table(found), LIMITS)
    in_parts = folded(QUERIES, (_table(found, part) for part in order), LIMITS)
    assert nearest_of_all(QUERIES, in_parts, LIMITS).to_pylist() == at_once.to_pylist()


@settings(deadline=None, max_examples=25)
@given(st.lists(_FOUND, max_size=30))
def test_twice_changes_nothing(found: _Found) -> None:
    """What may still be chosen may be chosen after another look, and is never crowded yet."""
    once = still_near(QUERIES, _table(found), LIMITS)
    assert still_near(QUERIES, once, LIMITS).to_pylist() == once.to_pylist()
    assert int(FoundBy.CROWDED) not in once["found_by"].to_pylist()


def test_little_is_held() -> None:
    """Of hundreds of works that bear a title one more than are looked at is kept, of others as many as are."""
    many = {FoundBy.LISTED: 3, FoundBy.TITLE: 2, FoundBy.PART: 2, FoundBy.AUTHOR: 3}
    for way, kept in many.items():
        assert len(still_near(QUERIES, _table([(5, way, 0.9, [], None, 0)] * 300), LIMITS)) == kept


def test_the_largest_table_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many parts there are, no more rows are looked at together than some, and twice what may be chosen."""
    monkeypatch.setattr(fold, "_ROWS", 20)
    looked_at: list[int] = []

    def watched(asked: pa.Table, found: pa.Table, limits: Limits) -> pa.Table:
        looked_at.append(len(found))
        return still_near(asked, found, limits)

    monkeypatch.setattr(fold, "still_near", watched)
    part = _table([(5, FoundBy.AUTHOR, 0.9, [], None, 0)] * 7)
    assert len(folded(QUERIES, [part] * 100, LIMITS)) == 3
    assert max(looked_at) <= 20 + 7 + 3
