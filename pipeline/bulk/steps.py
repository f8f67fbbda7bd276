"""The steps of matching many queries: each reads files of a work folder and of an index, and writes one file.

A step that was done is not done again, so that a run that was killed goes on where it was. Steps are small values
and functions of a module, so that any mapper can spread them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bulk.answers import answer_table
from pipeline.bulk.manifest import Part
from pipeline.bulk.match import Query, match
from pipeline.bulk.nearest import USUAL, Limits
from pipeline.bulk.search import (
    ASKED,
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
"""Queries that are read, searched and answered at once; some 20 MB."""
_QUERY = pa.schema([ASKED.field(name) for name in ("query_id", "title", "authors", "year", "identifier")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The files of a run, on a disk that all its workers see."""

    path: str

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
        """Works of a part that bear titles or identifiers, a row group for each chunk."""
        return Path(self.path) / "equal" / f"{part}.parquet"

    def near(self, part: str) -> Path:
        """Works of a part that may be meant by open queries, a row group for each chunk."""
        return Path(self.path) / "near" / f"{part}.parquet"

    def answers(self, chunk: int) -> Path:
        """What was concluded."""
        return Path(self.path) / "answers" / f"{chunk:06}.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What all steps of a run have in common."""

    folder: Folder
    index: str
    parts: tuple[Part, ...]
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
    _write(folder.queries(chunk), [pa.Table.from_pylist(rows, schema=_QUERY)])


def prepare_chunk(step: OfChunk) -> int:
    """Work out what some queries are looked for by; gives how many there are."""
    folder = step.run.folder
    if not folder.asked(step.chunk).exists():
        queries = list(queries_in(pq.read_table(folder.queries(step.chunk))))
        _write(folder.asked(step.chunk), [prepare(queries, step.chunk * CHUNK)])
    return int(pq.read_metadata(folder.asked(step.chunk)).num_rows)


def equal_of_part(step: OfPart) -> None:
    """Find the works of a part that bear titles or identifiers."""
    run = step.run

    def found() -> Iterator[pa.Table]:
        part = load_part(Path(run.index), step.part, lookup_alone=True)
        for chunk in range(run.chunks):
            yield equal_works(part, pq.read_table(run.folder.asked(chunk)), run.limits)

    _once(run.folder.equal(step.part.name), found)


def open_chunk(step: OfChunk) -> int:
    """Find out which queries other works may be meant by than those that bear their titles; gives how many."""
    run = step.run

    def found() -> Iterator[pa.Table]:
        bearing = _of_all_parts(run, run.folder.equal, step.chunk)
        yield unsettled(pq.read_table(run.folder.asked(step.chunk)), bearing, run.limits)

    _once(run.folder.open(step.chunk), found)
    return int(pq.read_metadata(run.folder.open(step.chunk)).num_rows)


def near_of_part(step: OfPart) -> None:
    """Find the works of a part that may be meant by open queries."""
    run = step.run

    def found() -> Iterator[pa.Table]:
        part = load_part(Path(run.index), step.part)
        for chunk in range(run.chunks):
            yield near_works(part, pq.read_table(run.folder.open(chunk)), run.limits)

    _once(run.folder.near(step.part.name), found)


def answer_chunk(step: OfChunk) -> dict[str, int]:
    """Conclude what is meant by some queries; gives how many came to each status."""
    run = step.run

    def answers() -> Iterator[pa.Table]:
        asked = pq.read_table(run.folder.asked(step.chunk))
        found = [_of_all_parts(run, file_of, step.chunk) for file_of in (run.folder.equal, run.folder.near)]
        works = candidates_in(nearest_of_all(asked, pa.concat_tables(found), run.limits))
        queries = list(queries_in(asked))
        numbers = asked["number"].to_pylist()
        choices = [match(query, works.get(number, {})) for number, query in zip(numbers, queries, strict=True)]
        yield answer_table(queries, choices)

    _once(run.folder.answers(step.chunk), answers)
    counts = pq.read_table(run.folder.answers(step.chunk), columns=["status"])["status"].value_counts()
    return {str(each["values"]): int(each["counts"].as_py()) for each in counts}


def _of_all_parts(run: Run, file_of: Callable[[str], Path], chunk: int) -> pa.Table:
    tables = []
    for part in run.parts:
        with pq.ParquetFile(file_of(part.name)) as file:
            tables.append(file.read_row_group(chunk))
    return pa.concat_tables(tables)


def _once(path: Path, tables: Callable[[], Iterator[pa.Table]]) -> None:
    if not path.exists():
        _write(path, tables())


def _write(path: Path, tables: Sequence[pa.Table] | Iterator[pa.Table]) -> None:
    """Write tables as the row groups of a file, which is there when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Processes of two machines may bear one number, and a worker that is thought lost may write beside its successor.
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    writer = None
    try:
        for table in tables:
            writer = writer or pq.ParquetWriter(beside, table.schema, compression="lz4")
            writer.write_table(table, row_group_size=max(len(table), 1))
    finally:
        if writer:
            writer.close()
    beside.replace(path)
