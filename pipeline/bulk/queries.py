"""A file of queries → what is known of each paper that is looked for."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bulk.match import Query
from pipeline.bulk.records import names_of, parse_record
from pipeline.bulk.terms import lookup_of
from pipeline.bulk.values import RecordError, plain, printable
from pipeline.curated.read import decode
from pipeline.errors import ListError
from pipeline.identifiers import read_identifier

_BATCH = 10_000
_GZIP, _PARQUET, _CSV = ".gz", ".parquet", ".csv"
_JSON = frozenset({".jsonl", ".json", ".ndjson"})
_COLUMNS = frozenset({"query_id", "title", "authors", "year", "identifier"})


def read_queries(path: Path, *, identifiers: bool) -> Iterator[Query]:
    """Read queries: Parquet, CSV, JSON lines or one title a line, by the file's name.

    Texts may be packed with gzip. Columns are `title` and, where there are any, `query_id` (else the number
    of the line or row, from 1), `authors`, `year` and `identifier`. Parquet is read piece by piece, texts as a whole.

    Args:
        path: The file.
        identifiers: Take identifiers into account.

    Raises:
        ListError: It cannot be read, has no titles, a line is no query, or two have one id (path and line).
    """
    number = 0
    # Numbers of ids, some 70 bytes a query: the ids themselves would be several times that.
    seen: set[int] = set()
    try:
        for number, record in _records(path):
            query = _query(number, record, path, identifiers=identifiers)
            known = lookup_of(query.query_id)
            if known in seen:
                told = f"the query_id {query.query_id[:80]!r} stands already above; give each query its own, or none."
                raise ListError(told, str(path), number)
            seen.add(known)
            yield query
    except (OSError, pa.ArrowException) as error:
        raise ListError(f"the queries cannot be read ({error}).", str(path)) from None
    if not number:
        raise ListError("no queries found; expected a column `title`, or one title a line.", str(path))


def _records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    packed = path.suffix.lower() == _GZIP
    kind = Path(path.stem if packed else path.name).suffix.lower()
    if kind == _PARQUET and not packed:
        yield from enumerate(_rows(path), start=1)
        return
    text = decode(_unpacked(path) if packed else path.read_bytes(), str(path))
    if kind == _CSV:
        yield from _rows_of_csv(text, path)
        return
    if kind not in _JSON and text.lstrip().startswith("{"):
        told = "expected titles, found what looks like JSON lines; give the file a name that ends in .jsonl."
        raise ListError(told, str(path))
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _record(line, path, number) if kind in _JSON else {"title": line.strip()}


def _unpacked(path: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes())
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ListError(f"the packed file is damaged or ends too soon ({error}).", str(path)) from None


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        _see_titles(names, path)
        for batch in file.iter_batches(_BATCH, columns=[name for name in names if name in _COLUMNS]):
            yield from batch.to_pylist()


def _rows_of_csv(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        if reader.fieldnames is not None:
            _see_titles(reader.fieldnames, path)
        for record in reader:
            yield reader.line_num, record
    except csv.Error as error:
        raise ListError(f"the CSV cannot be read ({error}); see to the quotes.", str(path), reader.line_num) from None


def _see_titles(names: Collection[str], path: Path) -> None:
    if "title" not in names:
        told = f"expected a column title, found {', '.join(list(names)[:12]) or 'none'}."
        raise ListError(told, str(path))


def _record(line: str, path: Path, number: int) -> Mapping[str, Any]:
    try:
        return parse_record(line)
    except RecordError as error:
        raise ListError(str(error), str(path), number) from None


def _query(number: int, record: Mapping[str, Any], path: Path, *, identifiers: bool) -> Query:
    title = record.get("title")
    if not isinstance(title, str) or not title.strip():
        raise ListError("expected a title, found none; give the query one or take it out.", str(path), number)
    year = _given(record, "year").removesuffix(".0").strip()
    if year and not (year.isascii() and year.isdigit() and len(year) <= len("2023")):
        raise ListError(f"expected a year such as 2023, found {year[:40]!r}.", str(path), number)
    try:
        names = names_of({"authors": record.get("authors")})
    except RecordError as error:
        raise ListError(str(error), str(path), number) from None
    return Query(
        query_id=printable(_given(record, "query_id") or str(number)),
        title=printable(title),
        authors=tuple(map(printable, names)),
        year=int(year or 0) or None,
        identifier=_identifier(str(record.get("identifier") or ""), path, number) if identifiers else None,
    )


def _given(record: Mapping[str, Any], name: str) -> str:
    """A value as a text; none where there is none, which is NaN in a column with gaps."""
    value = record.get(name)
    return "" if value is None or value != value else plain(value)  # noqa: PLR0124


def _identifier(text: str, path: Path, number: int) -> str | None:
    if not text.strip():
        return None
    known = read_identifier(text)
    if known is None:
        told = f"expected an identifier such as arxiv:2305.18290 or doi:10.1000/x, found {text[:80]!r}."
        raise ListError(told, str(path), number)
    return str(known)
