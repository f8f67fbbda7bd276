"""A file of queries → what is known of each paper that is looked for."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bulk.match import Query
from pipeline.bulk.records import RecordError, names_of, parse_record, printable
from pipeline.curated.read import decode
from pipeline.errors import ListError
from pipeline.identifiers import read_identifier

_BATCH = 10_000
_JSON = frozenset({".jsonl", ".json"})
_COLUMNS = frozenset({"query_id", "title", "authors", "year", "identifier"})


def read_queries(path: Path, *, identifiers: bool) -> Iterator[Query]:
    """Read queries: Parquet, CSV, JSON lines or one title a line, by the file's name.

    Columns are `title` and, where there are any, `query_id` (else the number of the line or row, from 1), `authors`,
    `year` and `identifier`. Parquet is read piece by piece, texts as a whole.

    Args:
        path: The file.
        identifiers: Take identifiers into account.

    Raises:
        ListError: It cannot be read, has no titles, or a line is no query (path and line).
    """
    number = 0
    try:
        for number, record in _records(path):
            yield _query(number, record, path, identifiers=identifiers)
    except (OSError, pa.ArrowException) as error:
        raise ListError(f"the queries cannot be read ({error}).", str(path)) from None
    if not number:
        raise ListError("no queries found; expected a column `title`, or one title a line.", str(path))


def _records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if path.suffix == ".parquet":
        with pq.ParquetFile(path) as file:
            columns = [name for name in file.schema_arrow.names if name in _COLUMNS]
            rows = (row for batch in file.iter_batches(_BATCH, columns=columns) for row in batch.to_pylist())
            yield from enumerate(rows, start=1)
        return
    text = decode(path.read_bytes(), str(path))
    if path.suffix == ".csv":
        reader = csv.DictReader(text.splitlines())
        yield from ((reader.line_num, record) for record in reader)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _record(line, path, number) if path.suffix in _JSON else {"title": line.strip()}


def _record(line: str, path: Path, number: int) -> Mapping[str, Any]:
    try:
        return parse_record(line)
    except RecordError as error:
        raise ListError(str(error), str(path), number) from None


def _query(number: int, record: Mapping[str, Any], path: Path, *, identifiers: bool) -> Query:
    title = record.get("title")
    if not isinstance(title, str) or not title.strip():
        raise ListError("expected a title, found none; give the query one or take it out.", str(path), number)
    year = str(record.get("year") or "").removesuffix(".0").strip()
    if year and not (year.isascii() and year.isdigit()):
        raise ListError(f"expected a year such as 2023, found {year!r}.", str(path), number)
    try:
        names = names_of({"authors": record.get("authors")})
    except RecordError as error:
        raise ListError(str(error), str(path), number) from None
    return Query(
        query_id=printable(str(record.get("query_id") or number)),
        title=printable(title),
        authors=tuple(map(printable, names)),
        year=int(year) if year else None,
        identifier=_identifier(str(record.get("identifier") or ""), path, number) if identifiers else None,
    )


def _identifier(text: str, path: Path, number: int) -> str | None:
    if not text.strip():
        return None
    known = read_identifier(text)
    if known is None:
        told = f"expected an identifier such as arxiv:2305.18290 or doi:10.1000/x, found {text[:80]!r}."
        raise ListError(told, str(path), number)
    return str(known)
