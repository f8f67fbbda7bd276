"""The steps of matching many queries: each reads files of a work folder and of an index, and writes one file.

A step that was done is not done again, so that a run that was killed goes on where it was. Steps are small values
and functions of a module, so that any mapper can spread them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bulk.answers import answer_table
from pipeline.bulk.fold import folded
from pipeline.bulk.manifest import Part
from pipeline.bulk.match import Query, match
from pipeline.bulk.nearest import USUAL, Limits
from pipeline.bulk.partition import Partition
from pipeline.bulk.pieces import complete, read_piece, write_pieces
from pipeline.bulk.search import (
    ASKED,
    CANDIDATES,
    Find,
    candidates_in,
    equal_works,
    near_works,
    nearest_of_all,
    prepare,
    queries_in,
    unsettled,
)
from pipeline.bulk.store import load_part

CHUNK = 8192
"""Queries that are read and searched at once; some 20 MB."""
SLICE = 1024
"""Queries that works are looked for at once, in a part and in all; with hundreds of works of an author some 50 MB."""
_COMPARED = 256
"""Queries that are held against works at once, of which each is an object by then."""
_EQUAL = ("number", "authors", "year", "listed", "cleaned", "identified")
"""What works that bear titles or identifiers are looked for by."""
_QUERY = pa.schema([ASKED.field(name) for name in ("query_id", "title", "authors", "year", "identifier")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The files of a run, on a disk that all its workers see."""

    path: str
    """Absolute, and of this run alone: what a worker of another run writes late lies elsewhere."""

    def index(self) -> Path:
        """An index of works that came without one."""
        return Path(self.path) / "index"

    def read(self) -> Path:
        """What came of reading the queries; there when all are."""
        return Path(self.path) / "queries.json"

    def unpublished(self) -> Path:
        """The answers of all queries, before they are in their place."""
        return Path(self.path) / "answers.parquet"

    def queries(self, chunk: int) -> Path:
        """Some queries as they were read."""
        return Path(self.path) / "queries" / f"{chunk:06}.parquet"

    def asked(self, chunk: int) -> Path:
        """The same with the numbers they are looked for by."""
        return Path(self.path) / "asked" / f"{chunk:06}.parquet"

    def open(self, chunk: int) -> Path:
        """Those of them that no work bearing their titles settles."""
        return Path(self.path) / "open" / f"{chunk:06}.parquet"

    def equal(self, part: str) -> Path:
        """Works of a part that bear titles or identifiers, a piece for each slice of each chunk."""
        return Path(self.path) / "equal" / f"{part}.arrow"

    def bearing(self, chunk: int) -> Path:
        """Works of all parts that do, those that may be looked at, a piece for each slice."""
        return Path(self.path) / "bearing" / f"{chunk:06}.arrow"

    def near(self, part: str) -> Path:
        """Works of a part that may be meant by open queries, a piece for each slice of each chunk."""
        return Path(self.path) / "near" / f"{part}.arrow"

    def answers(self, chunk: int) -> Path:
        """What was concluded."""
        return Path(self.path) / "answers" / f"{chunk:06}.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What all steps of a run have in common."""

    folder: Folder
    index: str
    parts: tuple[str, ...]
    """Their names alone: every step is sent with its run."""
    chunks: int
    limits: Limits = USUAL


@dataclass(frozen=True, slots=True)
class OfPart:
    """A step for one part of the corpus."""

    run: Run
    part: Part


@dataclass(frozen=True, slots=True)
class OfChunk:
    """A step for some of the queries."""

    run: Run
    chunk: int


def write_queries(folder: Folder, chunk: int, queries: Sequence[Query]) -> None:
    """Put down some queries."""
    rows = [{name: getattr(query, name) for name in _QUERY.names} for query in queries]
    _write(folder.queries(chunk), pa.Table.from_pylist(rows, schema=_QUERY))


def prepare_chunk(step: OfChunk) -> int:
    """Work out what some queries are looked for by; gives how many there are."""
    folder = step.run.folder
    if not folder.asked(step.chunk).exists():
        queries = list(queries_in(pq.read_table(folder.queries(step.chunk))))
        _write(folder.asked(step.chunk), prepare(queries, step.chunk * CHUNK))
    return int(pq.read_metadata(folder.asked(step.chunk)).num_rows)


def equal_of_part(step: OfPart) -> None:
    """Find the works of a part that bear titles or identifiers."""
    run = step.run

    def found() -> Iterator[pa.Table]:
        part = load_part(Path(run.index), step.part, lookup_alone=True)
        for chunk in range(run.chunks):
            asked = pq.read_table(run.folder.asked(chunk), columns=list(_EQUAL))
            yield from _searched(equal_works, part, _sliced(asked, chunk), run.limits)

    _once(run.folder.equal(step.part.name), found)


def open_chunk(step: OfChunk) -> int:
    """Find out which queries other works may be meant by than those that bear their titles; gives how many."""
    run, folder = step.run, step.run.folder
    if not folder.open(step.chunk).exists():
        slices = _slices(pq.read_table(folder.asked(step.chunk)))
        _once(
            folder.bearing(step.chunk),
            lambda: (_of_all_parts(run, folder.equal, each, step.chunk, place) for place, each in enumerate(slices)),
        )
        left = [
            unsettled(each, read_piece(folder.bearing(step.chunk), place), run.limits)
            for place, each in enumerate(slices)
        ]
        _write(folder.open(step.chunk), pa.concat_tables(left))
    return int(pq.read_metadata(folder.open(step.chunk)).num_rows)


def near_of_part(step: OfPart) -> None:
    """Find the works of a part that may be meant by open queries."""
    run = step.run

    def found() -> Iterator[pa.Table]:
        part = load_part(Path(run.index), step.part)
        for chunk in range(run.chunks):
            asked = pq.read_table(run.folder.open(chunk))
            yield from _searched(near_works, part, _sliced(asked, chunk), run.limits)

    _once(run.folder.near(step.part.name), found)


def answer_chunk(step: OfChunk) -> dict[str, int]:
    """Conclude what is meant by some queries; gives how many came to each status."""
    run, folder = step.run, step.run.folder
    if not folder.answers(step.chunk).exists():
        answers: list[pa.Table] = []
        for place, asked in enumerate(_slices(pq.read_table(folder.asked(step.chunk)))):
            near = _of_all_parts(run, folder.near, asked, step.chunk, place)
            found = pa.concat_tables([read_piece(folder.bearing(step.chunk), place), near])
            answers += _answers(asked, nearest_of_all(asked, found, run.limits))
        _write(folder.answers(step.chunk), pa.concat_tables(answers))
    counts = pq.read_table(folder.answers(step.chunk), columns=["status"])["status"].value_counts()
    return {str(each["values"]): int(each["counts"].as_py()) for each in counts}


def _answers(asked: pa.Table, found: pa.Table) -> Iterator[pa.Table]:
    """What is meant by queries, some of them at a time."""
    for start in range(0, len(asked), _COMPARED):
        some = asked.slice(start, _COMPARED)
        numbers = some["number"].to_pylist()
        works = candidates_in(_numbered(found, numbers[0], numbers[-1] + 1))
        queries = list(queries_in(some))
        choices = [match(query, works.get(number, {})) for number, query in zip(numbers, queries, strict=True)]
        yield answer_table(queries, choices)


def _slices(asked: pa.Table) -> list[pa.Table]:
    """The queries of a chunk, some at a time."""
    return [asked.slice(start, SLICE) for start in range(0, len(asked), SLICE)]


def _places() -> int:
    """Slices of a chunk."""
    return -(-CHUNK // SLICE)


def _sliced(asked: pa.Table, chunk: int) -> Iterator[pa.Table]:
    """Of some queries of a chunk, those of each of its slices."""
    first = chunk * CHUNK
    for place in range(_places()):
        yield _numbered(asked, first + place * SLICE, min(first + (place + 1) * SLICE, first + CHUNK))


def _searched(find: Find, part: Partition, slices: Iterator[pa.Table], limits: Limits) -> Iterator[pa.Table]:
    """What a part holds for each slice; most blocks have few open queries, and nothing is looked for where none is."""
    yield from (find(part, some, limits) if len(some) else CANDIDATES.empty_table() for some in slices)


def _numbered(rows: pa.Table, first: int, end: int) -> pa.Table:
    """The queries of some numbers, or what was found for them."""
    numbers = rows["number"].to_numpy()
    return rows.take(pa.array(np.flatnonzero((numbers >= first) & (numbers < end))))


def _of_all_parts(run: Run, file_of: Callable[[str], Path], asked: pa.Table, chunk: int, place: int) -> pa.Table:
    """What was found in all parts for a slice of a chunk, as far as it may be chosen."""
    number = chunk * _places() + place
    return folded(asked, (read_piece(file_of(part), number) for part in run.parts), run.limits)


def _once(path: Path, tables: Callable[[], Iterator[pa.Table]]) -> None:
    if not path.exists():
        write_pieces(path, CANDIDATES, tables())


def _write(path: Path, table: pa.Table) -> None:
    with complete(path) as beside:
        pq.write_table(table, beside, compression="lz4", row_group_size=max(len(table), 1))
