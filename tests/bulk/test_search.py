"""Tests of finding works that bear a title: those that a plain search of all pairs finds, in bounded memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.bulk.crowd import Crowd
from pipeline.bulk.match import FoundBy, Query
from pipeline.bulk.nearest import USUAL
from pipeline.bulk.partition import Partition, index_works
from pipeline.bulk.search import equal_works, prepare
from pipeline.bulk.works import CorpusWork, table_of
from pipeline.titles import title_key
from tests.builders import steady

FEW = replace(USUAL, equal=2)
_TITLES = st.sampled_from(["Editorial", "Preface", "On Birds"])
_NAMES = st.lists(st.sampled_from(["Ada Lovelace", "Grace Hopper"]), max_size=2).map(tuple)
_YEARS = st.sampled_from([None, 2020, 2021])
_VOLUMES = st.sampled_from([None, "doi:10.1000/v", "doi:10.1000/w"])
_WORKS = st.lists(
    st.builds(
        CorpusWork,
        work_id=st.uuids().map(str),
        title=_TITLES,
        names=_NAMES,
        year=_YEARS,
        identifiers=_VOLUMES.map(lambda each: (each,) if each else ()),
    ),
    max_size=12,
)
_QUERIES = st.lists(
    st.builds(Query, query_id=st.just("q"), title=_TITLES, authors=_NAMES, year=_YEARS, identifier=_VOLUMES), max_size=8
)


def _plainly(part: Partition, queries: list[Query]) -> Iterator[tuple[int, int, str]]:
    """Every query held against every work, those that are too many chosen among for each query by itself."""
    works = part.works.to_pylist()
    for way in (FoundBy.LISTED, FoundBy.CLEANED, FoundBy.IDENTIFIER):
        for number, query in enumerate(queries):
            if way is FoundBy.IDENTIFIER:
                rows = [row for row, work in enumerate(works) if query.identifier in work["identifiers"]]
            else:
                rows = [row for row, work in enumerate(works) if title_key(work["title"]) == title_key(query.title)]
            if len(rows) > FEW.equal:
                crowd = Crowd.of(part.works.take(pa.array(rows)))
                rows = [rows[at] for at in crowd.chosen(query.authors, query.year, FEW.equal + 1)[0]]
            yield from ((int(way), number, works[row]["work_id"]) for row in sorted(rows))


@settings(steady, max_examples=50)
@given(_WORKS, _QUERIES)
def test_as_if_all_pairs_were_looked_at(works: list[CorpusWork], queries: list[Query]) -> None:
    """The same works in the same order for each query, however many ask for one title and bear it."""
    part = index_works(table_of(works))
    found = equal_works(part, prepare(queries, 0), FEW).select(["found_by", "number", "work_id"]).to_pylist()
    told = [tuple(row.values()) for row in found]
    assert sorted(told, key=lambda row: row[:2]) == list(_plainly(part, queries))


def test_a_common_title_that_many_ask_for() -> None:
    """What is held grows with the queries and with the works that bear their title, not with the pairs of both."""
    works = 2000
    part = index_works(table_of([CorpusWork(work_id=str(n), title="Editorial", names=("A B",)) for n in range(works)]))
    asked = prepare([Query(query_id=str(n), title="Editorial", authors=("A B",)) for n in range(1000)], 0)
    tracemalloc.start()
    found = equal_works(part, asked, replace(USUAL, equal=4))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 2 * 5 * len(asked)
    # A pair takes 8 bytes or more.
    assert most < 8 * works * len(asked) / 4
