"""Rows of Parquet files of others: where one is damaged, the rest is read; types are looked at before any row is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as kinds

from pipeline.bulk.problems import Problem, Report, brief

_BATCH = 20_000
_UNREADABLE = (ValueError, OverflowError, LookupError)
"""What is raised of a value that Python has no like of; of a zone that is not known, a `LookupError`."""


def opened(path: Path) -> pq.ParquetFile:
    """Open a file; pages are held against their checksums, where they have any."""
    return pq.ParquetFile(path, page_checksum_verification=True)


def rows_of(
    file: pq.ParquetFile, path: Path, columns: Collection[str], report: Report, spared: Collection[str] = ()
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Read rows, row group by row group.

    Args:
        file: What was opened.
        path: Its place, to be told.
        columns: What is read of it; each stands there once.
        report: Takes what is damaged: of a row group all that is left from there; when it returns, the rest is read.
        spared: Columns that hold details: of their values those that cannot be read are left out, and the row is read.

    Yields:
        Row, from 1, as it stands in the whole file; and what it holds.
    """
    first = 1
    for group in range(file.num_row_groups):
        end = first + file.metadata.row_group(group).num_rows
        row = first
        try:
            for batch in file.iter_batches(_BATCH, row_groups=[group], columns=list(columns)):
                yield from _records(batch, row, path, report, spared)
                row += len(batch)
        except (OSError, pa.ArrowException) as error:
            told = f"rows {row} to {end - 1} cannot be read, the file is damaged there ({brief(error)})."
            report(Problem(str(path), row, told, end - row))
        first = end


def _records(
    batch: pa.RecordBatch, first: int, path: Path, report: Report, spared: Collection[str]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        records = batch.to_pylist()
    except _UNREADABLE:
        yield from _value_by_value(batch, first, path, report, spared)
    else:
        yield from enumerate(records, start=first)


def _value_by_value(
    batch: pa.RecordBatch, first: int, path: Path, report: Report, spared: Collection[str]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Rows of which some hold what is no value: a text in another encoding, a day of no calendar, an unknown zone."""
    columns = [_values(column) for column in batch.columns]
    for row, values in enumerate(zip(*columns, strict=True), start=first):
        record = dict(zip(batch.schema.names, values, strict=True))
        unread = [name for name, value in record.items() if isinstance(value, _Unread)]
        whole = True
        for name in sorted(unread, key=spared.__contains__):
            told = f"expected a value of {name} that can be read, found none ({record.pop(name).why})."
            whole = name in spared
            report(Problem(str(path), row, told, 0, name) if whole else Problem(str(path), row, told))
            if not whole:
                break
        if whole:
            yield row, record


@dataclass(frozen=True, slots=True)
class _Unread:
    """Stands for a value that cannot be read."""

    why: str


def _values(column: pa.Array) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
    except _UNREADABLE:
        values = [_value(each) for each in column]
    return values


def _value(scalar: pa.Scalar) -> object:
    try:
        return scalar.as_py()
    except _UNREADABLE as error:
        return _Unread(brief(error))


def repeated(schema: pa.Schema, names: Collection[str]) -> Mapping[str, str]:
    """Columns that stand more than once, so that nobody knows which is meant, and what is to be said of each.

    Args:
        schema: Of the file.
        names: Columns that are looked at.
    """
    counts = Counter(schema.names)
    return {
        name: f"expected one column {name}, found {counts[name]} of that name"
        for name in sorted(names)
        if counts[name] > 1
    }


def wrong_types(schema: pa.Schema, names: Collection[str]) -> Mapping[str, str]:
    """Columns whose types hold no value that could be read, and what is to be said of each.

    Args:
        schema: Of the file.
        names: Columns that are looked at, of those that are known here: `title`, `authors`, `year`, `identifier`; none
            of them stands there twice.
    """
    wrong = {}
    for name in names:
        fits, wanted = _EXPECTED[name]
        if name in schema.names and not fits(kind := schema.field(name).type):
            wrong[name] = f"expected a column {name} of {wanted}, found {brief(kind)}"
    return wrong


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if kinds.is_dictionary(kind) else kind


def _is_text(kind: pa.DataType) -> bool:
    plain = _plain(kind)
    return any(is_a(plain) for is_a in (kinds.is_string, kinds.is_large_string, kinds.is_string_view, kinds.is_null))


def _is_year(kind: pa.DataType) -> bool:
    return _is_text(kind) or kinds.is_integer(_plain(kind)) or kinds.is_floating(_plain(kind))


def _is_names(kind: pa.DataType) -> bool:
    if not (kinds.is_list(kind) or kinds.is_large_list(kind) or kinds.is_fixed_size_list(kind)):
        return _is_text(kind)
    item = kind.value_type
    if not kinds.is_struct(item):
        return _is_text(item)
    return item.get_field_index("name") >= 0 and _is_text(item.field("name").type)


_EXPECTED: Mapping[str, tuple[Callable[[pa.DataType], bool], str]] = {
    "title": (_is_text, "texts"),
    "authors": (_is_names, "texts, or lists of texts or of objects with a name"),
    "year": (_is_year, "whole numbers or texts"),
    "identifier": (_is_text, "texts"),
}
