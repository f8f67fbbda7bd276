"""Queries and a part of a corpus → the works of it that may be meant, as one table. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bulk.crowd import Crowd
from pipeline.bulk.match import BY_KEY, Candidates, FoundBy, Query, forms_of, is_settled
from pipeline.bulk.nearest import Found, Limits, Ragged, near_titles, near_wholes
from pipeline.bulk.partition import Numbers, Partition
from pipeline.bulk.terms import letters_of, lookup_of, name_terms, part_terms, title_terms
from pipeline.bulk.works import SCHEMA as WORK
from pipeline.bulk.works import CorpusWork, works_in
from pipeline.titles import title_key

_NUMBERS = pa.list_(pa.field("item", pa.uint32(), nullable=False))
ASKED = pa.schema(
    [
        pa.field("number", pa.int64(), nullable=False),
        pa.field("query_id", pa.string(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        pa.field("authors", pa.list_(pa.string()), nullable=False),
        pa.field("year", pa.int32()),
        pa.field("identifier", pa.string()),
        pa.field("listed", pa.uint64(), nullable=False),
        pa.field("cleaned", pa.uint64(), nullable=False),
        pa.field("identified", pa.uint64()),
        pa.field("letters", pa.string(), nullable=False),
        pa.field("terms", _NUMBERS, nullable=False),
        pa.field("parts", _NUMBERS, nullable=False),
        pa.field("names", _NUMBERS, nullable=False),
    ]
)
"""Queries with the numbers by which works are found (`terms`)."""
CANDIDATES = pa.schema(
    [
        pa.field("number", pa.int64(), nullable=False),
        pa.field("found_by", pa.int8(), nullable=False),
        pa.field("closeness", pa.float32(), nullable=False),
        *WORK,
    ]
)
"""Works that may be meant: the query's number, how it was found, how close in [0, 1], and the work."""

Find = Callable[[Partition, pa.Table, Limits], pa.Table]
"""How a part is searched: `equal_works`, `near_works`."""
_Known = tuple[tuple[str, ...], int | None]
"""Whom a query names, and its year."""
_NEAREST_FIRST = [("number", "ascending"), ("closeness", "descending"), ("work_id", "ascending")]


def prepare(queries: Sequence[Query], first: int) -> pa.Table:
    """What queries are looked for by.

    Args:
        queries: In order.
        first: Number of the first of them.
    """
    rows = [_asked(number, query) for number, query in enumerate(queries, start=first)]
    return pa.Table.from_pylist(rows, schema=ASKED)


def _asked(number: int, query: Query) -> dict[str, object]:
    cleaned = forms_of(query.title)[-1]
    return {
        "number": number,
        "query_id": query.query_id,
        "title": query.title,
        "authors": query.authors,
        "year": query.year,
        "identifier": query.identifier,
        "listed": lookup_of(title_key(query.title)),
        "cleaned": lookup_of(title_key(cleaned)),
        "identified": lookup_of(query.identifier) if query.identifier else None,
        "letters": letters_of(cleaned),
        "terms": sorted(title_terms(cleaned)),
        "parts": sorted(part_terms(cleaned, asked=True)),
        "names": sorted(name_terms(query.authors[0])) if query.authors else [],
    }


def queries_in(asked: pa.Table) -> Iterator[Query]:
    """The queries of a table that `prepare` made."""
    names = ("query_id", "title", "authors", "year", "identifier")
    for query_id, title, authors, year, identifier in zip(*(asked[name].to_pylist() for name in names), strict=True):
        yield Query(query_id=query_id, title=title, authors=tuple(authors), year=year, identifier=identifier)


def equal_works(part: Partition, asked: pa.Table, limits: Limits) -> pa.Table:
    """The works that bear a query's title or its identifier; one more than are looked at where there are more."""
    found = []
    for column, way in (
        ("listed", FoundBy.LISTED),
        ("cleaned", FoundBy.CLEANED),
        ("identified", FoundBy.IDENTIFIER),
    ):
        places = np.flatnonzero(asked[column].is_valid())
        numbers = asked[column].drop_null().to_numpy()
        order = np.argsort(numbers, kind="stable")
        found.append(_candidates(part, asked, _bearing(part, asked, places[order], numbers[order], limits), way))
    return pa.concat_tables(found)


def _bearing(part: Partition, asked: pa.Table, places: Numbers, numbers: Numbers, limits: Limits) -> Found:
    """The rows that bear numbers, which are sorted, with the places of the queries that ask for them."""
    starts, counts = part.lookup.spans(numbers)
    most = limits.equal + 1
    # Never the pairs of all queries and all works that bear a title: thousands may ask for one that thousands bear.
    kept = np.minimum(counts, most)
    ends = np.cumsum(kept)
    titles = np.repeat(places, kept)
    rows = np.arange(len(titles)) + np.repeat(starts - ends + kept, kept)
    too_many = np.flatnonzero(counts > limits.equal).tolist()
    for (start, count), those in groupby(too_many, key=lambda at: (int(starts[at]), int(counts[at]))):
        crowd = Crowd.of(_people(part.works, part.lookup.rows[start : start + count]))
        best: dict[_Known, Numbers] = {}
        for at in those:
            known = _known(asked, int(places[at]))
            if known not in best:
                best[known] = start + np.sort(crowd.chosen(*known, most)[0])
            rows[ends[at] - most : ends[at]] = best[known]
    return Found(titles=titles, rows=part.lookup.rows[rows].astype(np.int64), closeness=np.ones(len(rows)))


def _people(works: pa.Table, rows: Numbers) -> pa.Table:
    return works.select(["authors", "year"]).take(pa.array(rows))


def _known(asked: pa.Table, place: int) -> _Known:
    """What else is known of a query."""
    return tuple(asked["authors"][place].as_py()), asked["year"][place].as_py()


def near_works(part: Partition, asked: pa.Table, limits: Limits) -> pa.Table:
    """The works that may be meant by queries whose titles none of them bears."""
    letters = asked["letters"].to_pylist()
    lists = {name: Ragged.of_column(asked[name].combine_chunks()) for name in ("terms", "parts", "names")}
    found = (
        (FoundBy.TITLE, near_titles(part, letters, lists["terms"], limits)),
        (FoundBy.PART, near_wholes(part, letters, lists["parts"], limits.parts)),
        (FoundBy.AUTHOR, near_wholes(part, letters, lists["names"], limits.author)),
    )
    return pa.concat_tables([_candidates(part, asked, each, way) for way, each in found])


def _candidates(part: Partition, asked: pa.Table, found: Found, way: FoundBy) -> pa.Table:
    works = part.works.select(WORK.names).take(pa.array(found.rows, pa.int64()))
    told = (
        asked["number"].to_numpy()[found.titles],
        np.full(len(found.rows), way, np.int8),
        found.closeness.astype(np.float32),
    )
    return pa.Table.from_arrays([*map(pa.array, told), *works.columns], schema=CANDIDATES)


def nearest_of_all(asked: pa.Table, found: pa.Table, limits: Limits) -> pa.Table:
    """Of what was found in all parts of a corpus, the works that are held against a query in full.

    The same ones whatever the order of the parts: by closeness, then by id; of too many that bear a title those for
    which most speaks, which are told once more as `CROWDED` where others may be meant.

    Args:
        asked: The queries, by number.
        found: What was found for them.
        limits: How much is looked at.
    """
    # In one piece, of which rows are taken by number: sorted as a whole it would be there several times.
    found = found.combine_chunks()
    order = pc.sort_indices(found.select([name for name, _ in _NEAREST_FIRST]), sort_keys=_NEAREST_FIRST).to_numpy()
    all_numbers, all_closeness, ways = (found[name].to_numpy() for name in ("number", "closeness", "found_by"))
    most = {FoundBy.TITLE: limits.kept, FoundBy.PART: limits.parts, FoundBy.AUTHOR: limits.author}
    kept: list[pa.Table] = []
    for way in FoundBy:
        rows = order[ways[order] == way]
        if way not in most:
            kept += _least_crowded(asked, found, rows, limits)
            continue
        numbers, closeness = all_numbers[rows], all_closeness[rows]
        heads = np.searchsorted(numbers, numbers, "left")
        few = np.arange(len(numbers)) - heads < most[way]
        if way is FoundBy.TITLE and len(rows):
            few &= closeness >= np.float32(limits.beside) * closeness[heads]
        kept.append(found.take(pa.array(rows[few])))
    return pa.concat_tables(kept)


def _least_crowded(asked: pa.Table, found: pa.Table, rows: Numbers, limits: Limits) -> Iterator[pa.Table]:
    """Works found by what is equal, those of each title that are looked at; and those once more as crowded."""
    kept = np.ones(len(rows), np.bool_)
    crowded = np.zeros(len(rows), np.bool_)
    many, firsts, counts = np.unique(found["number"].to_numpy()[rows], return_index=True, return_counts=True)
    too_many = np.flatnonzero(counts > limits.equal)
    asked_for = np.searchsorted(asked["number"].to_numpy(), many[too_many])
    for first, count, place in zip(firsts[too_many], counts[too_many], asked_for.tolist(), strict=True):
        places = np.arange(first, first + count)
        crowd = Crowd.of(_people(found, rows[places]))
        best, others_may_be_meant = crowd.chosen(*_known(asked, place), limits.equal)
        kept[np.delete(places, best)] = False
        crowded[places[best]] = others_may_be_meant
    yield found.take(pa.array(rows[kept]))
    again = found.take(pa.array(rows[crowded]))
    way = pa.array(np.full(len(again), FoundBy.CROWDED, np.int8))
    yield again.set_column(again.schema.get_field_index("found_by"), CANDIDATES.field("found_by"), way)


def candidates_in(found: pa.Table) -> Mapping[int, Candidates]:
    """Works that may be meant, by the number of the query."""
    by_number: dict[int, dict[str, tuple[CorpusWork, set[FoundBy]]]] = defaultdict(dict)
    numbers, ways = found["number"].to_pylist(), found["found_by"].to_pylist()
    for number, way, work in zip(numbers, ways, works_in(found.select(WORK.names)), strict=True):
        by_number[number].setdefault(work.work_id, (work, set()))[1].add(FoundBy(way))
    return {
        number: {work: frozenset(found_by) for work, found_by in works.values()} for number, works in by_number.items()
    }


def unsettled(asked: pa.Table, found: pa.Table, limits: Limits) -> pa.Table:
    """The queries that works by another title may be meant by: those whose title none bears, or only other people's.

    Also those whose title more works bear than are looked at.

    Args:
        asked: Some queries.
        found: What `equal_works` found for them in all parts of the corpus.
        limits: How much is looked at.
    """
    looked_at = nearest_of_all(asked, found, limits)
    bearing = looked_at.filter(pc.field("found_by").isin([int(way) for way in sorted(BY_KEY)]))
    crowded = looked_at.filter(pc.field("found_by") == int(FoundBy.CROWDED))["number"].to_pylist()
    named = pc.list_value_length(asked["authors"])
    told = asked.filter(pc.greater(named, 0))
    by_title = set(bearing["number"].to_pylist()) - set(told["number"].to_pylist())
    works = candidates_in(bearing.filter(pc.is_in(bearing["number"], told["number"].combine_chunks())))
    by_people = _settled(zip(told["number"].to_pylist(), queries_in(told), strict=True), works)
    settled = pa.array(sorted((by_title | by_people) - set(crowded)), pa.int64())
    return asked.filter(pc.invert(pc.is_in(asked["number"], settled)))


def _settled(queries: Iterable[tuple[int, Query]], works: Mapping[int, Candidates]) -> set[int]:
    return {number for number, query in queries if is_settled(query, list(works.get(number, ())))}
