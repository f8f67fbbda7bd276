"""Files of works, of any shape that people have them in → works, with file and line of each."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from io import BufferedIOBase
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.bulk.details import COLUMNS as OF_DETAILS
from pipeline.bulk.parquet import opened, repeated, rows_of, wrong_types
from pipeline.bulk.problems import Problem, Report, brief
from pipeline.bulk.records import COLUMNS, ID_COLUMNS, id_of, parse_record, work_of
from pipeline.bulk.values import RecordError
from pipeline.bulk.works import CorpusWork
from pipeline.errors import ListError

_LONGEST_LINE = 1 << 24
"""Bytes beyond which a line is no record; a record with thousands of authors has a tenth of that."""
_TYPED = ("title", "authors", "year")
"""Columns whose types are looked at."""
_GZIP = b"\x1f\x8b"
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)


def read_works(path: Path, report: Report) -> Iterator[tuple[int, CorpusWork]]:
    """Read works: Parquet, or JSON lines packed with gzip or not, told by the file's first bytes and its name.

    Args:
        path: The file.
        report: Takes what is no work, and details of works that are left out; when it returns, the rest is read.

    Yields:
        Line, or row of a Parquet file, from 1; and the work.
    """
    for line, record in _records(path, report, titled=True):

        def leave_out(name: str, told: str, line: int = line) -> None:
            report(Problem(str(path), line, brief(told), 0, name))

        try:
            yield line, work_of(record, leave_out)
        except RecordError as error:
            report(Problem(str(path), line, brief(error)))


def read_ids(path: Path, report: Report) -> Iterator[str]:
    """Read which works are named by a file of any of the same shapes, as lists of deleted records are."""
    for line, record in _records(path, report, titled=False):
        try:
            yield id_of(record)
        except RecordError as error:
            report(Problem(str(path), line, brief(error)))


def _records(path: Path, report: Report, *, titled: bool) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        yield from (
            _of_parquet(path, report, titled=titled) if path.suffix.lower() == ".parquet" else _of_lines(path, report)
        )
    except FileNotFoundError:
        # A name that is mistyped is no bad record; without the file the corpus would be another one.
        raise ListError(
            "the corpus cannot be read: there is no such file; see that the path is right.", str(path)
        ) from None
    except (OSError, pa.ArrowException) as error:
        told = f"the corpus cannot be read ({brief(error)}); expected Parquet or JSON lines with a title each."
        report(Problem(str(path), None, told))


def _of_parquet(path: Path, report: Report, *, titled: bool) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with opened(path) as file:
        there = file.schema_arrow.names
        lost = max(file.metadata.num_rows, 1)
        if not set(ID_COLUMNS) & set(there) or (titled and "title" not in there):
            wanted = f"{'title and ' if titled else ''}one of {', '.join(ID_COLUMNS)}"
            told = f"expected columns {wanted}, found {brief(', '.join(there[:12])) or 'none'}."
            report(Problem(str(path), None, told, lost))
            return
        # Once for the file: row by row it would be told as often as there are works.
        wrong = repeated(file.schema_arrow, COLUMNS - OF_DETAILS)
        wrong = wrong or wrong_types(file.schema_arrow, _TYPED if titled else ())
        if wrong:
            report(Problem(str(path), None, f"{'; '.join(wrong.values())}; none of its rows is read.", lost))
            return
        left_out = repeated(file.schema_arrow, OF_DETAILS)
        for name, told in left_out.items():
            report(Problem(str(path), None, f"{told}.", 0, name))
        read = COLUMNS - left_out.keys()
        yield from rows_of(file, path, [name for name in there if name in read], report, OF_DETAILS)


def _of_lines(path: Path, report: Report) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open("rb") as raw:
        packed = raw.peek(len(_GZIP))[: len(_GZIP)] == _GZIP
        stream: BufferedIOBase = gzip.GzipFile(fileobj=raw) if packed or path.suffix.lower() == ".gz" else raw
        number = 0
        try:
            for number, line in enumerate(_lines(stream), start=1):
                if not line.strip():
                    continue
                if len(line) > _LONGEST_LINE:
                    told = f"expected a record of up to {_LONGEST_LINE} bytes, found a longer line."
                    report(Problem(str(path), number, told))
                    continue
                try:
                    record = parse_record(line)
                except RecordError as error:
                    report(Problem(str(path), number, brief(error)))
                    continue
                yield number, record
        except _DAMAGED as error:
            told = f"the packed file is damaged or ends too soon ({error}); what stands before this line was read."
            report(Problem(str(path), number + 1, told))


def _lines(stream: BufferedIOBase) -> Iterator[bytes]:
    """Lines, of one that is too long no more than tells so."""
    while line := stream.readline(_LONGEST_LINE + 1):
        rest = line
        while len(rest) > _LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST_LINE + 1)
        yield line
