"""Read a table of a snapshot so that a command may end right behind it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def read_parquet(source: Path | pa.BufferReader) -> pa.Table:
    """A table, read without any thread.

    Arrow aborts a process that ends while a thread of its pools is only starting, as one of a busy machine is; a
    command that has told all would end with the exit code of a crash.
    """
    with pq.ParquetFile(source, pre_buffer=False) as file:
        return file.read(use_threads=False)
