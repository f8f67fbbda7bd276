"""Rows of Parquet files of others: where one is damaged, the rest is read; types are looked at before any row is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as kinds

from pipeline.bulk.problems import Problem, Report, brief

_BATCH = 20_000


def opened(path: Path) -> pq.ParquetFile:
    """Open a file; pages are held against their checksums, where they have any."""
    return pq.ParquetFile(path, page_checksum_verification=True)


def rows_of(
    file: pq.ParquetFile, path: Path, columns: Collection[str], report: Report
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Read rows, row group by row group.

    Args:
        file: What was opened.
        path: Its place, to be told.
        columns: What is read of it.
        report: Takes what is damaged: of a row group all that is left from there; when it returns, the rest is read.

    Yields:
        Row, from 1, as it stands in the whole file; and what it holds.
    """
    first = 1
    for group in range(file.num_row_groups):
        end = first + file.metadata.row_group(group).num_rows
        row = first
        try:
            for batch in file.iter_batches(_BATCH, row_groups=[group], columns=list(columns)):
                yield from _records(batch, row, path, report)
                row += len(batch)
        except (OSError, pa.ArrowException) as error:
            told = f"rows {row} to {end - 1} cannot be read, the file is damaged there ({brief(error)})."
            report(Problem(str(path), row, told, end - row))
        first = end


def _records(batch: pa.RecordBatch, first: int, path: Path, report: Report) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        records = batch.to_pylist()
    except ValueError:
        yield from _one_by_one(batch, first, path, report)
    else:
        yield from enumerate(records, start=first)


def _one_by_one(
    batch: pa.RecordBatch, first: int, path: Path, report: Report
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Rows of which some hold what is no value: a text in another encoding, a day of no calendar."""
    for place in range(len(batch)):
        try:
            (record,) = batch.slice(place, 1).to_pylist()
        except ValueError as error:
            report(Problem(str(path), first + place, f"expected values that can be read ({brief(error)})."))
        else:
            yield first + place, record


def wrong_types(schema: pa.Schema, names: Collection[str]) -> Mapping[str, str]:
    """Columns whose types hold no value that could be read, and what is to be said of each.

    Args:
        schema: Of the file.
        names: Columns that are looked at, of those that are known here: `title`, `authors`, `year`, `identifier`.
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
