"""Tests of merging records that one corpus told: which of them counts does not hang on how they are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.merge import merge
from pipeline.marks import CORPUS
from pipeline.model import CitationFigure, Service, SourceRecord, Work
from tests.builders import NOON, a_record, minutes, steady


def _told(record_id: str, count: int | None = None, as_of: date | None = None, **said: Any) -> SourceRecord:
    figure = None if count is None else CitationFigure(count=count, source=CORPUS, as_of=as_of)
    record: SourceRecord = a_record(record_id=record_id, stand_in=CORPUS, citations=figure, **said)
    return record


def _figures(work: Work) -> tuple[int | None, int | None, int | None]:
    return work.citation_count, work.influential_citation_count, work.reference_count


@pytest.mark.parametrize(("paper", "repost"), [("9", "10"), ("10", "9")])
def test_the_paper_counts_and_not_its_repost(paper: str, repost: str) -> None:
    """Of two records of one DOI that which is cited counts, whichever id is the greater as a text."""
    records = (
        _told(paper, 100_000, influential_citation_count=5_000, venue="NeurIPS", year=2017),
        _told(repost, 3, reference_count=12, venue="Some repost", year=2023, fetched_at=NOON + minutes(1)),
    )
    work = merge(records, "w")
    assert (_figures(work), work.venue, work.year) == ((100_000, 5_000, None), "NeurIPS", 2017)


def test_a_count_of_a_known_day_goes_first() -> None:
    """The newest day counts before the higher count, and a known one before an unknown."""
    days = (date(2025, 1, 1), date(2026, 1, 1), None)
    old, new, unknown = (_told(str(day), 5 - at, day) for at, day in enumerate(days))
    assert merge((old, new, unknown), "w").citation_count == 4
    assert merge((old, unknown), "w").citation_count_as_of == date(2025, 1, 1)


def test_figures_of_whoever_tells_any() -> None:
    """Where nobody counted citations, other figures are of one record too."""
    work = merge((_told("a", reference_count=7), _told("b", influential_citation_count=2)), "w")
    assert _figures(work) == (None, 2, None)


@pytest.mark.parametrize("preprints", ["CoRR", "arXiv preprint arXiv:1706.03762", "bioRxiv"])
def test_a_venue_goes_before_a_place_of_preprints(preprints: str) -> None:
    """The venue is where the paper was published, with its year and day, though its preprint is cited more."""
    preprint = _told("a", 900, venue=preprints, year=2017, publication_date=date(2017, 6, 12))
    published = _told("b", 7, venue="NeurIPS", year=2018)
    work = merge((preprint, published), "w")
    assert (work.citation_count, work.venue, work.year) == (900, "NeurIPS", 2018)
    assert merge((preprint,), "w").venue_raw == preprints


_COUNT = st.sampled_from([None, 0, 3, 100_000])
_TOLD = st.builds(
    _told,
    st.just(""),
    _COUNT,
    st.sampled_from([None, date(2025, 1, 1), date(2026, 1, 1)]),
    source=st.sampled_from(Service),
    influential_citation_count=_COUNT,
    reference_count=_COUNT,
    venue=st.sampled_from([None, "NeurIPS", "arXiv", "Some repost"]),
    year=st.sampled_from([None, 2017, 2023]),
    is_open_access=st.sampled_from([None, True, False]),
    authors=st.sampled_from([(), ("Ada Example",), ("Bo Sample",)]),
    fetched_at=st.integers(0, 2).map(lambda number: NOON + minutes(number)),
)
_NUMBERS = (9, 10, 100)


def _named(records: list[SourceRecord], numbers: tuple[int, ...]) -> tuple[SourceRecord, ...]:
    named = zip(records, numbers, strict=False)
    return tuple(replace(record, record_id=str(number), s2_corpus_id=number) for record, number in named)


@steady
@given(st.lists(_TOLD, min_size=2, max_size=3))
def test_neither_ids_nor_order_decide(records: list[SourceRecord]) -> None:
    """However the records are named, and in whatever order they come, the work says the same."""
    orders = [_named(records, numbers) for numbers in permutations(_NUMBERS)]
    orders += [tuple(reversed(order)) for order in orders]
    said = [replace(merge(order, "w"), origins=(), s2_corpus_id=None) for order in orders]
    assert all(each == said[0] for each in said)


@steady
@given(st.lists(_TOLD, min_size=1, max_size=3))
def test_figures_are_of_one_record(records: list[SourceRecord]) -> None:
    """All three stand in one of the records, and a count is told wherever one is."""
    work = merge(_named(records, _NUMBERS), "w")
    stands = [
        (each.citations.count if each.citations else None, each.influential_citation_count, each.reference_count)
        for each in records
    ]
    assert _figures(work) in stands
    assert (work.citation_count is None) == all(each.citations is None for each in records)
