"""A file of queries → what is known of each paper that is looked for."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from pipeline.bulk.match import Query
from pipeline.bulk.parquet import opened, repeated, rows_of, wrong_types
from pipeline.bulk.problems import Problem, Report, brief, stop
from pipeline.bulk.records import names_of, parse_record
from pipeline.bulk.terms import lookup_of
from pipeline.bulk.values import RecordError, plain, printable
from pipeline.curated.read import decode
from pipeline.errors import ListError
from pipeline.identifiers import read_identifier

_GZIP, _PARQUET, _CSV = ".gz", ".parquet", ".csv"
_JSON = frozenset({".jsonl", ".json", ".ndjson"})
_VALUES = ("authors", "year", "identifier")
"""Columns of values that a query may do without."""
_PIECE = 1 << 16
_LONGEST_TITLE = 3000
"""Characters beyond which a text is no title, as in a corpus; mostly it is lines that a stray quote holds together."""
_MOST_LINES = 1000
"""Lines beyond which a row of a CSV does not go on: a quote is not closed."""
_Numbered = Iterator[tuple[int, Mapping[str, Any]]]
"""Records, each with the number of its line or row, from 1."""
_Value = TypeVar("_Value")


def read_queries(path: Path, *, identifiers: bool, report: Report = stop) -> Iterator[Query]:
    """Read queries: Parquet, CSV, JSON lines or one title a line, by the file's name.

    Texts may be packed with gzip. Columns are `title` and, where there are any, `query_id` (else the number
    of the line or row, from 1), `authors`, `year` and `identifier`. Parquet is read piece by piece, texts as a whole.

    Args:
        path: The file.
        identifiers: Take identifiers into account.
        report: Takes what is no query, two of one id among it, and values that are none; when it returns, the rest is
            read, and a query whose title is known is given without its other values that are none.

    Raises:
        ListError: It cannot be read, has no titles, or no line is a query.
    """
    # Numbers of ids, some 70 bytes a query: the ids themselves would be several times that.
    seen: set[int] = set()
    try:
        for number, record in _records(path, report, identifiers=identifiers):
            try:
                query = _query(number, record, path, report, identifiers=identifiers)
                known = _new(query, seen)
            except RecordError as error:
                report(Problem(str(path), number, brief(error)))
                continue
            seen.add(known)
            yield query
    except (OSError, pa.ArrowException) as error:
        raise ListError(f"the queries cannot be read ({brief(error)}).", str(path)) from None
    if not seen:
        raise ListError("no queries found; expected a column `title`, or one title a line.", str(path))


def _new(query: Query, seen: Collection[int]) -> int:
    """The number of a query's id, which none had before."""
    known = lookup_of(query.query_id)
    if known in seen:
        told = f"the query_id {query.query_id[:80]!r} stands already above; give each query its own, or none."
        raise RecordError(told)
    return known


def _records(path: Path, report: Report, *, identifiers: bool) -> _Numbered:
    packed = path.suffix.lower() == _GZIP
    kind = Path(path.stem if packed else path.name).suffix.lower()
    if kind == _PARQUET and not packed:
        yield from _rows(path, report, identifiers=identifiers)
        return
    body, damage = _unpacked(path) if packed else (path.read_bytes(), "")
    text = decode(body, str(path))
    if damage:
        text = text[: text.rfind("\n") + 1]
    if kind == _CSV:
        records = _rows_of_csv(text, path, report, cut=bool(damage))
    elif kind in _JSON:
        records = _objects(text, path, report)
    elif text.lstrip().startswith("{"):
        told = "expected titles, found what looks like JSON lines; give the file a name that ends in .jsonl."
        raise ListError(told, str(path))
    else:
        records = ((number, {"title": line.strip()}) for number, line in _lines(text))
    yield from _before_damage(records, damage, path, report) if damage else records


def _unpacked(path: Path) -> tuple[bytes, str]:
    """What is packed in a file, as far as it can be read; and what is damaged, nothing where nothing is."""
    pieces = []
    with gzip.open(path) as file:
        try:
            while piece := file.read1(_PIECE):
                pieces.append(piece)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            return b"".join(pieces), str(error)
    return b"".join(pieces), ""


def _before_damage(records: _Numbered, damage: str, path: Path, report: Report) -> _Numbered:
    """Records without the last one: a row of a CSV may go on in the next line."""
    last = None
    for record in records:
        if last:
            yield last
        last = record
    told = f"the packed file is damaged or ends too soon ({damage}); what stands before this line was read."
    report(Problem(str(path), last[0] if last else 1, told))


def _rows(path: Path, report: Report, *, identifiers: bool) -> _Numbered:
    with opened(path) as file:
        names = file.schema_arrow.names
        _see_titles(names, path)
        schema = file.schema_arrow
        if wrong := repeated(schema, ("title", "query_id")) or wrong_types(schema, ("title",)):
            raise ListError(f"{'; '.join(wrong.values())}.", str(path))
        values = _VALUES if identifiers else _VALUES[:-1]
        left_out = dict(repeated(schema, values))
        left_out |= wrong_types(schema, [name for name in values if name not in left_out])
        for told in left_out.values():
            report(Problem(str(path), None, f"{told}.", 0))
        wanted = {"query_id", "title", *values} - left_out.keys()
        yield from rows_of(file, path, [name for name in names if name in wanted], report)


def _rows_of_csv(text: str, path: Path, report: Report, *, cut: bool) -> _Numbered:
    """Rows of a CSV, each with the number of its last line; of one whose quotes are wrong its first line is told.

    What follows that line is read as rows of its own: mostly it was swallowed by a quote that is not closed.
    """
    file = io.StringIO(text, newline="")
    names: list[str] | None = None
    number = 0
    while True:
        begun = file.tell()
        reader = csv.reader(islice(file, _MOST_LINES), strict=True)
        try:
            row = next(reader, None)
        except csv.Error as error:
            if cut and not file.read(1):
                # The row that the damage cut, which is dropped as the last one.
                yield number + 1, {}
                return
            number += 1
            told = f"the CSV cannot be read in the row that begins here ({error}); close its quotes."
            if names is None:
                raise ListError(told, str(path), number) from None
            report(Problem(str(path), number, told))
            file.seek(begun)
            file.readline()
            continue
        if row is None:
            return
        number += reader.line_num
        if names is None:
            names = row
            _see_titles(names, path)
        elif any(row[len(names) :]):
            told = f"expected {len(names)} values, found {len(row)}; put values that hold a comma in quotes."
            report(Problem(str(path), number, told))
        elif row:
            yield number, dict(zip(names, row, strict=False))


def _objects(text: str, path: Path, report: Report) -> _Numbered:
    for number, line in _lines(text):
        try:
            yield number, parse_record(line)
        except RecordError as error:
            report(Problem(str(path), number, brief(error)))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _see_titles(names: Collection[str], path: Path) -> None:
    if "title" not in names:
        told = f"expected a column title, found {brief(', '.join(list(names)[:12])) or 'none'}."
        raise ListError(told, str(path))


def _query(number: int, record: Mapping[str, Any], path: Path, report: Report, *, identifiers: bool) -> Query:
    title = record.get("title")
    if not isinstance(title, str) or not title.strip():
        raise RecordError("expected a title, found none; give the query one or take it out.")
    if len(title) > _LONGEST_TITLE:
        raise RecordError(f"expected a title of up to {_LONGEST_TITLE} characters, found {len(title)}.")

    def value(read: Callable[[Mapping[str, Any]], _Value], without: _Value) -> _Value:
        try:
            return read(record)
        except RecordError as error:
            report(Problem(str(path), number, brief(error), 0))
            return without

    return Query(
        query_id=printable(_given(record, "query_id") or str(number)),
        title=printable(title),
        authors=value(_authors, ()),
        year=value(_year, None),
        identifier=value(_identifier, None) if identifiers else None,
    )


def _given(record: Mapping[str, Any], name: str) -> str:
    """A value as a text; none where there is none, which is NaN in a column with gaps."""
    value = record.get(name)
    return "" if value is None or value != value else plain(value)  # noqa: PLR0124


def _authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(map(printable, names_of({"authors": record.get("authors")})))


def _year(record: Mapping[str, Any]) -> int | None:
    year = _given(record, "year").removesuffix(".0").strip()
    if year and not (year.isascii() and year.isdigit() and len(year) <= len("2023")):
        raise RecordError(f"expected a year such as 2023, found {year[:40]!r}.")
    return int(year or 0) or None


def _identifier(record: Mapping[str, Any]) -> str | None:
    text = _given(record, "identifier")
    if not text.strip():
        return None
    known = read_identifier(text)
    if known is None:
        told = f"expected an identifier such as arxiv:2305.18290 or doi:10.1000/x, found {text[:80]!r}."
        raise RecordError(told)
    return str(known)
