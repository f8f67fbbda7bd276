"""Which works of a part of a corpus may be meant by titles that none of them bears. Pure.

For many titles at once and without a step of Python per work: the rows of each title's most telling terms are put
together, sorted and summed as numbers; of those that share most, the letters are compared; few are left to be held
against the title in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from pipeline.bulk.partition import Numbers, Partition, Postings, weight

_ROW_BITS, _TERM_BITS = 32, 8
_LAST_ROW = (1 << _ROW_BITS) - 1
_MOST_TERMS = 1 << _TERM_BITS
_MOST_TITLES = 1 << 20
"""Titles of a block; with a row and a term of a title they make one number of 60 bits."""
_FEWEST_TERMS = 2
_FEWEST_ROWS = 100
_BLOCK = 200_000
"""Rows that are put together at once: as many as stay near the processor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is looked at in each part of a corpus; more finds more and takes longer (DECISIONS.md no. 63)."""

    equal: int = 64
    """Works that bear a title, or an identifier; of hundreds of prefaces none is told by its title."""
    works_a_row: int = 250
    """Of how many works a part has one row of a title's most telling terms is looked at."""
    alike: int = 48
    """Works whose letters are compared with a title's."""
    share: float = 0.35
    """Share of the weight in common, of that of the best work, from which letters are compared."""
    plausible: float = 0.58
    """Closeness from which a work is held against a title in full."""
    beside: float = 0.85
    """The same as a share of that of the closest."""
    kept: int = 6
    """Works that are held against a title in full."""
    parts: int = 3
    """Works that are since their title is a part of it, or the other way round."""
    author: int = 200
    """Works of one author that are."""


USUAL = Limits()
"""Limits under which hardly anything is missed."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Lists of numbers, one for each title."""

    numbers: Numbers
    starts: Numbers
    """Where each list begins, and where the last ends."""

    def owners(self) -> Numbers:
        """The place of the title that each number belongs to."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @classmethod
    def of_column(cls, column: pa.ListArray) -> Ragged:
        """From a column without nulls."""
        offsets = column.offsets.to_numpy()
        return cls(column.values.to_numpy()[offsets[0] : offsets[-1]], offsets - offsets[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Pairs of a title and a row, by title; within one by closeness, then row."""

    titles: Numbers
    """Places of titles among those asked."""
    rows: Numbers
    closeness: Numbers
    """In [0, 1]."""

    def of(self, places: Numbers) -> Found:
        """Some of the pairs."""
        return Found(titles=self.titles[places], rows=self.rows[places], closeness=self.closeness[places])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """Terms of titles that stand in a part, each with the span of its rows."""

    owners: Numbers
    starts: Numbers
    counts: Numbers
    bits: Numbers
    totals: Numbers
    """Of each title, the weight of all its terms."""

    def of(self, places: Numbers | slice) -> _Terms:
        """Some of the terms."""
        return replace(
            self,
            owners=self.owners[places],
            starts=self.starts[places],
            counts=self.counts[places],
            bits=self.bits[places],
        )


def near_titles(part: Partition, letters: list[str], terms: Ragged, limits: Limits) -> Found:
    """Find works whose titles are near.

    Args:
        part: Where to look.
        letters: Of each title.
        terms: Of each title, as `title_terms` gives them.
        limits: How much is looked at.
    """
    chosen = _most_telling(
        _look_up(part.terms, terms, len(part.works)), len(part.works) // limits.works_a_row + _FEWEST_ROWS
    )
    weights = part.works["weight"].to_numpy()
    alike = _joined([_best(part.terms, block, weights, limits) for block in _blocks(chosen)])
    by_letters = _letters(part, letters, alike.titles, alike.rows)
    return plausible(replace(alike, closeness=np.maximum(alike.closeness, by_letters)), limits)


def near_wholes(part: Partition, letters: list[str], wholes: Ragged, most: int) -> Found:
    """Find the works that have something as a whole: a part of a title, a first author; the nearest in letters.

    Args:
        part: Where to look.
        letters: Of each title.
        wholes: Of each title, as `part_terms` or `name_terms` give them.
        most: Works for a title at the most.
    """
    found = []
    for block in _blocks(_look_up(part.wholes, wholes, len(part.works))):
        pairs = np.unique(_packed(part.wholes, block) >> np.uint64(_TERM_BITS))
        titles, rows = _parted(pairs)
        alike = Found(titles=titles, rows=rows, closeness=_letters(part, letters, titles, rows))
        found.append(_ranked(alike, most))
    return _joined(found)


def plausible(found: Found, limits: Limits) -> Found:
    """Those that are close enough to be held against a title in full, beside the closest."""
    kept = found.closeness >= np.maximum(limits.plausible, limits.beside * _highest(found))
    return _ranked(found.of(kept), limits.kept)


def _look_up(postings: Postings, asked: Ragged, size: int) -> _Terms:
    owners = asked.owners()
    order = np.argsort(asked.numbers, kind="stable")
    starts, counts = np.empty(len(order), np.int64), np.empty(len(order), np.int64)
    starts[order], counts[order] = postings.spans(asked.numbers[order])
    bits = weight(size, counts)
    totals = np.bincount(owners, weights=bits, minlength=len(asked.starts) - 1)
    known = _Terms(owners=owners, starts=starts, counts=counts, bits=bits, totals=totals)
    return known.of(np.flatnonzero(counts))


def _most_telling(terms: _Terms, most: int) -> _Terms:
    """The rarest terms of each title, until they have `most` rows together; two of them in any case."""
    order = np.lexsort((terms.counts, terms.owners))
    owners, counts = terms.owners[order], terms.counts[order]
    first = np.searchsorted(owners, owners, "left")
    before = np.concatenate([[0], np.cumsum(counts)])
    within = before[1:] - before[first]
    rank = np.arange(len(owners)) - first
    kept = order[((within <= most) | (rank < _FEWEST_TERMS)) & (rank < _MOST_TERMS)]
    return terms.of(kept)


def _blocks(terms: _Terms) -> Iterator[_Terms]:
    """Terms of some titles at a time, so that they have about `_BLOCK` rows together; terms are sorted by title."""
    done = np.cumsum(terms.counts)
    start = 0
    while start < len(done):
        reached = int(np.searchsorted(done, (done[start - 1] if start else 0) + _BLOCK, "left"))
        last = min(terms.owners[min(reached, len(done) - 1)], terms.owners[start] + _MOST_TITLES - 1)
        end = int(np.searchsorted(terms.owners, last, "right"))
        yield terms.of(slice(start, end))
        start = end


def _packed(postings: Postings, terms: _Terms) -> Numbers:
    """Every row of every term as one number, of title, row and the term's place among the title's."""
    first = np.searchsorted(terms.owners, terms.owners, "left")
    rank = np.arange(len(terms.owners)) - first
    heads = (terms.owners.astype(np.uint64) << np.uint64(_ROW_BITS + _TERM_BITS)) | rank.astype(np.uint64)
    ends = np.cumsum(terms.counts)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(terms.starts - ends + terms.counts, terms.counts)
    rows: Numbers = postings.rows[places].astype(np.uint64) << np.uint64(_TERM_BITS)
    return rows | np.repeat(heads, terms.counts)


def _best(postings: Postings, terms: _Terms, weights: Numbers, limits: Limits) -> Found:
    """Of each title the rows that share most of its weight, as a share of both titles' weight."""
    packed = np.sort(_packed(postings, terms))
    base = int(terms.owners[0])
    first = np.searchsorted(terms.owners, np.arange(base, int(terms.owners[-1]) + 1), "left")
    owners = (packed >> np.uint64(_ROW_BITS + _TERM_BITS)).astype(np.int64)
    bits = terms.bits[first[owners - base] + (packed & np.uint64(_MOST_TERMS - 1)).astype(np.int64)]
    pairs = packed >> np.uint64(_TERM_BITS)
    edges = np.flatnonzero(np.diff(pairs, prepend=pairs[:1] + np.uint64(1)))
    titles, rows = _parted(pairs[edges])
    common = np.add.reduceat(bits, edges)
    found = Found(
        titles=titles,
        rows=rows,
        closeness=common / np.maximum(terms.totals[titles] + weights[rows] - common, 1.0),
    )
    return _ranked(found.of(found.closeness >= limits.share * _highest(found)), limits.alike)


def _parted(pairs: Numbers) -> tuple[Numbers, Numbers]:
    """Titles and rows out of the numbers that they make together."""
    return (pairs >> np.uint64(_ROW_BITS)).astype(np.int64), (pairs & np.uint64(_LAST_ROW)).astype(np.int64)


def _joined(found: Sequence[Found]) -> Found:
    none = Found(titles=np.zeros(0, np.int64), rows=np.zeros(0, np.int64), closeness=np.zeros(0, np.float64))
    return Found(
        titles=np.concatenate([none.titles, *(each.titles for each in found)]),
        rows=np.concatenate([none.rows, *(each.rows for each in found)]),
        closeness=np.concatenate([none.closeness, *(each.closeness for each in found)]),
    )


def _highest(found: Found) -> Numbers:
    """For each pair the highest closeness of its title; pairs are sorted by title."""
    if not len(found.titles):
        return found.closeness
    heads = np.flatnonzero(np.diff(found.titles, prepend=found.titles[:1] - 1))
    return np.repeat(np.maximum.reduceat(found.closeness, heads), np.diff(np.append(heads, len(found.titles))))


def _ranked(found: Found, most: int) -> Found:
    """The closest rows of each title, `most` at the most; equal ones in the order of the rows."""
    order = np.lexsort((found.rows, -found.closeness, found.titles))
    titles = found.titles[order]
    rank = np.arange(len(order)) - np.searchsorted(titles, titles, "left")
    return found.of(order[rank < most])


def _letters(part: Partition, letters: list[str], titles: Numbers, rows: Numbers) -> Numbers:
    """The likeness of the letters of titles and works, in [0, 1]."""
    if not len(titles):
        return np.zeros(0, np.float64)
    theirs = part.works["letters"].take(pa.array(rows)).to_pylist()
    ours = [letters[title] for title in titles.tolist()]
    return np.asarray(cpdist(ours, theirs, scorer=fuzz.ratio, workers=-1)) / 100.0
