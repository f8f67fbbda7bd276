"""A part of a corpus with what its works are found by. Pure."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.bulk.terms import letters_of, lookup_of, name_terms, part_terms, title_terms
from pipeline.bulk.works import SCHEMA
from pipeline.titles import title_key

Numbers = npt.NDArray[Any]
_FOUND_BY = (pa.field("letters", pa.string(), nullable=False), pa.field("weight", pa.float32(), nullable=False))
WORKS = pa.schema([*SCHEMA, *_FOUND_BY])
"""Columns of a part's works: beside those of any works the letters of the title, and the weight of its terms."""


@dataclass(frozen=True, slots=True)
class Postings:
    """In which rows each of many numbers stands."""

    numbers: Numbers
    """Sorted; as often as there are rows with it."""
    rows: Numbers

    def spans(self, asked: Numbers) -> tuple[Numbers, Numbers]:
        """Where the rows of each asked number begin, and how many there are; quickest where `asked` is sorted."""
        starts = np.searchsorted(self.numbers, asked, "left")
        return starts, np.searchsorted(self.numbers, asked, "right") - starts

    def table(self) -> pa.Table:
        """As columns `number` and `row`."""
        return pa.table({"number": self.numbers, "row": self.rows})

    @classmethod
    def of_table(cls, table: pa.Table) -> Postings:
        """From what `table` gave."""
        return cls(table["number"].to_numpy(), table["row"].to_numpy())

    @classmethod
    def of(cls, numbers: array[int], rows: array[int]) -> Postings:
        """Arrange numbers and the rows they stand in, given in any order."""
        found, places = np.array(numbers), np.array(rows)
        order = np.lexsort((places, found))
        return cls(found[order], places[order])


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """Works of a corpus, by rows from 0."""

    works: pa.Table
    """With the columns of `WORKS`."""
    lookup: Postings
    """Title keys and identifiers, as numbers of 64 bits."""
    terms: Postings
    """Parts of titles, as numbers of 32 bits."""
    wholes: Postings
    """Names of first authors, whole titles and what they are without a part, as numbers of 32 bits."""


def index_works(works: pa.Table) -> Partition:
    """Index some works of a corpus.

    Args:
        works: A table with the columns of `works.SCHEMA`; a few hundred thousand rows at the most, all are held.
    """
    letters: list[str] = []
    looked_up = array("Q"), array("I")
    terms = array("I"), array("I")
    wholes = array("I"), array("I")
    columns = [works[name].to_pylist() for name in ("work_id", "title", "authors", "identifiers")]
    for row, (work_id, title, authors, identifiers) in enumerate(zip(*columns, strict=True)):
        letters.append(letters_of(title))
        _add(looked_up, {lookup_of(each) for each in (title_key(title), work_id, *identifiers)}, row)
        _add(terms, title_terms(title), row)
        _add(wholes, part_terms(title, asked=False) | (name_terms(authors[0]) if authors else set()), row)
    found = Postings.of(*terms)
    return Partition(
        works=works.select(SCHEMA.names)
        .append_column("letters", pa.array(letters, pa.string()))
        .append_column("weight", pa.array(_weights(found, len(works))))
        .cast(WORKS),
        lookup=Postings.of(*looked_up),
        terms=found,
        wholes=Postings.of(*wholes),
    )


def _add(postings: tuple[array[int], array[int]], numbers: set[int], row: int) -> None:
    postings[0].extend(numbers)
    postings[1].extend(repeat(row, len(numbers)))


def weight(size: int, counts: Numbers) -> Numbers:
    """How telling terms are, in bits, by how many of a part's works have them; those of none as those of one."""
    return (np.log2(max(size, 1) / np.maximum(counts, 1)) + 1.0).astype(np.float32)


def _weights(terms: Postings, size: int) -> Numbers:
    """The weight of each row's terms, summed."""
    _, counts = np.unique_counts(terms.numbers)
    bits = np.repeat(weight(size, counts), counts)
    return np.bincount(terms.rows, weights=bits, minlength=size).astype(np.float32)
