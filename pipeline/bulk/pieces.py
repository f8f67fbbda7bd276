"""Files of many small tables, of which any one is read without the others; a file is there when it is complete.

As Arrow's own format, whose footer is looked at in place: that of Parquet, which tells of every column of every table,
is parsed as a whole to read one of them. With a thousand tables in each of a thousand files that is most of the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pyarrow as pa


def write_pieces(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    """Write tables of one schema, of which each fits into memory."""
    packed = pa.ipc.IpcWriteOptions(compression="zstd")
    with (
        complete(path) as beside,
        pa.OSFile(str(beside), "wb") as sink,
        pa.ipc.new_file(sink, schema, options=packed) as writer,
    ):
        for table in tables:
            # One piece each, also of no rows: they are told apart by their numbers.
            batches = table.combine_chunks().to_batches() or [pa.RecordBatch.from_pylist([], schema)]
            writer.write_batch(batches[0])


def read_piece(path: Path, number: int) -> pa.Table:
    """Read one of the tables, by its number from 0."""
    with pa.OSFile(str(path)) as source, pa.ipc.open_file(source) as file:
        return pa.Table.from_batches([file.get_batch(number)])


@contextmanager
def complete(path: Path) -> Iterator[Path]:
    """A place for a file, which takes its own when the block ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Processes of two machines may bear one number, and a worker that is thought lost may write beside its successor.
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    yield beside
    beside.replace(path)
